"""Text on the pages of PDFs, with the addresses in it."""

from __future__ import annotations

import time

from analyzers.attachments.pdf_text import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation
from analyzers.model.page import PageText
from tests.analyzers.attachments.observed import facts, findings, needs, observe, survives
from tests.samples import pdfs


def seen(lines: list[str]) -> list[Observation]:
    font, content = pdfs.text(lines)
    return observe(UNIT, pdfs.document(b"", font, content=content))


def test_text_and_addresses_with_their_places() -> None:
    found = seen(["Dear customer", "please see http://203.0.113.9/pay today"])
    (text,) = [one for one in found if isinstance(one, PageText)]
    assert text.text.splitlines()[0] == "Dear customer"
    (link,) = [one for one in found if isinstance(one, Link)]
    assert (link.url, link.where) == ("http://203.0.113.9/pay", "page 1, line 2")
    assert "link.host.ip" in findings(found)
    assert needs(found) == []


def test_honest_text_has_no_findings() -> None:
    found = seen(["Minutes of the meeting", "All agreed."])
    assert findings(found) == {}
    assert int(facts(found)["Characters on the pages"]) > 30


def test_a_locked_file_waits_and_a_costly_page_is_said() -> None:
    locked = pdfs.encrypted(pdfs.document(), "secret")
    assert [need.kind for need in needs(observe(UNIT, locked))] == ["password"]
    started = time.process_time()
    assert "limit.pdf.text" in findings(observe(UNIT, pdfs.fan()))
    assert time.process_time() - started < 3


def test_damage_never_escapes() -> None:
    font, content = pdfs.text(["a line", "http://a.test/"])
    assert survives(UNIT, pdfs.document(b"", font, content=content), "pdf", 150) > 60
