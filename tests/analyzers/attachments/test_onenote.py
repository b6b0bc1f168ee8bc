"""The OneNote unit: embedded files with names, lures, links, both forms of sections."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments import onenote
from analyzers.attachments.onenote import UNIT
from analyzers.model.content import Link, PlainView
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.notebooks import (
    FILE,
    FILE_NAME,
    HEIGHT,
    LEFT,
    ONE,
    PICTURE,
    SOURCE,
    TITLE,
    TOP,
    WIDE,
    WIDTH,
    Values,
    packaged_section,
    section,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
HTA = b"<script>alert(1)</script>"
TEXT, PAGE, EMBEDDED, IMAGE = 0x0E, 0x30, 0x35, 0x11
NAMED: Values = [(FILE_NAME, "Open.hta"), (SOURCE, r"Z:\build\Open.hta"), (FILE, 1), (PICTURE, 2)]


def seen(data: bytes) -> list[Observation]:
    assert sniff(data) == "one"
    return observe(UNIT, data, "notes.one", "one")


def loaded(*more: tuple[int, Values]) -> bytes:
    return section([(EMBEDDED, NAMED), *more], [(".hta", HTA), (".png", PNG)])


def test_honest_notes_have_no_findings() -> None:
    found = seen(section([(PAGE, [(TITLE, "Plan")]), (TEXT, [(WIDE, "Buy bread")])]))
    assert not findings(found)
    assert facts(found) == {"Pages": "Plan", "Holds": "0 files, 0 pictures"}
    assert [view.text for view in found if isinstance(view, PlainView)] == ["Buy bread"]


def test_a_file_comes_out_with_its_own_name() -> None:
    found = seen(loaded())
    assert children(found) == {"Open.hta": HTA, "file 2.png": PNG}
    assert findings(found)["onenote.file.executable"].severity is Severity.HIGH
    assert facts(found)["File 1 came from"] == r"Z:\build\Open.hta"
    assert facts(found)["Holds"] == "1 files, 1 pictures"


def test_a_plain_document_weighs_little_and_a_macro_document_more() -> None:
    for name, severity in (("a.docx", Severity.LOW), ("a.docm", Severity.MEDIUM)):
        made = section([(EMBEDDED, [(FILE_NAME, name), (FILE, 1)])], [(".x", b"content")])
        assert findings(seen(made))["onenote.file.embedded"].severity is severity


def test_a_second_ending_is_named() -> None:
    made = section([(EMBEDDED, [(FILE_NAME, "bill.pdf.js"), (FILE, 1)])], [(".js", b"content")])
    assert "onenote.file.poses" in findings(seen(made))


@pytest.mark.parametrize(
    "words", ["Double-click to view", "DOPPELKLICK HIER", "Click to view file"]
)
def test_a_call_to_click_beside_a_file_is_grave(words: str) -> None:
    found = findings(seen(loaded((TEXT, [(WIDE, words)]))))
    assert found["onenote.lure.click"].severity is Severity.HIGH
    assert "onenote.lure.click" not in findings(seen(section([(TEXT, [(WIDE, words)])])))


def test_a_picture_over_the_file_is_found_and_one_beside_it_is_not() -> None:
    icon: tuple[int, Values] = (EMBEDDED, [*NAMED, (LEFT, 4.0), (TOP, 4.0)])
    for left, covers in ((3.0, True), (9.0, False)):
        over: Values = [(LEFT, left), (TOP, 3.0), (WIDTH, 4.0), (HEIGHT, 3.0), (PICTURE, 2)]
        made = section([icon, (IMAGE, over)], [(".hta", HTA), (".png", PNG)])
        assert ("onenote.lure.overlay" in findings(seen(made))) is covers


def test_links_keep_their_words() -> None:
    text = '\ufddfHYPERLINK "https://login.test/a"View the document'
    found = seen(section([(TEXT, [(WIDE, text)])]))
    links = [(link.url, link.text) for link in found if isinstance(link, Link)]
    assert links == [("https://login.test/a", "View the document")]


def test_the_form_of_servers_is_read_too() -> None:
    values: Values = [(FILE_NAME, "Open.hta"), (FILE, 1)]
    found = seen(packaged_section([values, [(WIDE, "Double click")]], [HTA * 2_000]))
    assert children(found) == {"Open.hta": HTA * 2_000}
    assert {"onenote.file.executable", "onenote.lure.click"} <= set(findings(found))


def test_a_file_that_is_cut_off_is_named() -> None:
    made = section([], [(".exe", b"MZ" * 100)])
    assert findings(seen(made[:1_150]))["onenote.file.damaged"].incomplete


def test_more_files_than_are_taken_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    many = packaged_section([]) + bytes(500_000)
    assert "limit.onenote" in findings(seen(many))
    monkeypatch.setattr(onenote, "FILES", 1)
    assert "limit.onenote" in findings(seen(loaded()))


def test_an_unknown_form_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        seen(ONE + bytes(300))


def test_damage_never_escapes() -> None:
    assert survives(UNIT, loaded((TEXT, [(WIDE, "hello")])), "one", 150) > 80
    assert survives(UNIT, packaged_section([NAMED], [HTA]), "one", 150) > 80


def test_hostile_sections_stay_cheap() -> None:
    started = time.process_time()
    whole = loaded()
    at = whole.index(b"\xc4\xf4\xf7\xf5")
    for made in (whole[:1_100] + whole[at:] * 5_000, packaged_section([NAMED] * 30_000),
                 ONE + bytes(32) + packaged_section([])[48:64] + bytes(2_000_000)):  # fmt: skip
        seen(made)
    assert time.process_time() - started < 8
