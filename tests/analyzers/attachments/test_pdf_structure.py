"""How a PDF is built: versions, savings, names, damage."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments.pdf_structure import UNIT
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples import pdfs

PLAIN = pdfs.document()
SCRIPTED = pdfs.document(pdfs.script(b"app.alert(1)"))


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "a.pdf", "pdf")


def test_an_honest_file_only_tells_facts() -> None:
    found = seen(PLAIN)
    assert findings(found) == {}
    assert facts(found) == {"PDF version": "1.7", "Objects": "4 objects, 1 streams"}


def test_names_are_counted_inside_object_streams_too() -> None:
    assert facts(seen(SCRIPTED))["Telling names"] == "JS 1, JavaScript 1, OpenAction 1"
    assert (
        "JS 1, JavaScript 1, OpenAction 1"
        in facts(seen(pdfs.compressed(SCRIPTED)))["Telling names"]
    )


def test_object_streams_that_are_not_packed_are_read_as_well() -> None:
    inner = b"9 0 <</S/JavaScript/JS(a)>>"
    plain = pdfs.document(b"", b"", pdfs.stream(inner, b"/Type/ObjStm/N 1/First 4"))
    assert "JS 1, JavaScript 1" in facts(seen(plain))["Telling names"]


def test_names_in_escapes_are_found_and_said() -> None:
    hidden = SCRIPTED.replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/J#53")
    found = seen(hidden)
    escaped = findings(found)["pdf.name.escaped"]
    assert escaped.severity is Severity.HIGH
    assert escaped.evidence == "/J#61vaScr#69pt = /JavaScript, /J#53 = /JS"
    assert "JavaScript 1" in facts(found)["Telling names"]
    font = pdfs.document(b"", b"/Arial#20Bold 1")
    assert findings(seen(font)) == {}


def test_savings_are_told_with_what_they_changed() -> None:
    again = pdfs.updated(PLAIN, 4, pdfs.stream(b"0 g"))
    found = seen(again)
    assert facts(found)["Savings"] == f"2, at {len(PLAIN) - 1} bytes, {len(again) - 1} bytes"
    assert findings(found)["pdf.update"].evidence == "0 objects new, 1 replaced (4)"
    active = b"<</Type/Catalog/Pages 2 0 R%b>>" % pdfs.script(b"a()")
    later = findings(seen(pdfs.updated(PLAIN, 1, active)))["pdf.update.active"]
    assert later.severity is Severity.LOW
    assert "JavaScript, OpenAction" in later.evidence


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (b"GIF89a" + PLAIN, "pdf.header.offset"),
        (b"%PXF-1.7" + PLAIN[8:], "pdf.header.missing"),
        (PLAIN + b"MZ" + b"x" * 5_000, "pdf.appended"),
        (PLAIN.replace(b"startxref\n", b"startxref\n9"), "pdf.damaged"),
    ],
)
def test_oddities_are_findings(made: bytes, rule: str) -> None:
    assert findings(seen(made))[rule].severity is Severity.LOW


def test_what_does_not_open_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        seen(b"%PDF-1.7\n1 0 obj <</JS 2>>")


def test_bombs_end_soon() -> None:
    started = time.process_time()
    assert findings(seen(pdfs.object_stream_bomb()))["limit.pdf.objects"]
    assert findings(seen(PLAIN[:-9] + b"stream\n" * 200_000))["pdf.damaged"]
    for made in (pdfs.deep_tree(), b"%PDF-1.7" + b"<<" * 99_999):
        with pytest.raises(Unreadable):
            seen(made)
    assert time.process_time() - started < 20  # unbounded they would take minutes


def test_damage_never_escapes() -> None:
    again = pdfs.updated(SCRIPTED, 4, pdfs.stream(b"0 g", packed=True))
    assert survives(UNIT, again, "pdf", 150) > 60
    assert survives(UNIT, pdfs.compressed(SCRIPTED), "pdf", 100) > 5
