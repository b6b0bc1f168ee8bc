"""Who made a PDF, with what and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzers.attachments.pdf_metadata import UNIT, read_date
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples import pdfs

INFO = b"<</Title(Invoice)/Producer(Writer 7)/CreationDate(D:20240102030405+01'00')/ModDate(D:%b)>>"
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/' xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    b"xmlns:xmp='http://ns.adobe.com/xap/1.0/'><r:RDF><r:Description xmp:CreatorTool='Kit 3'>"
    b"<xmp:CreateDate>%b</xmp:CreateDate></r:Description></r:RDF></x:xmpmeta>"
)


def seen(changed: bytes, created: bytes) -> list[Observation]:
    return observe(
        UNIT,
        pdfs.document(
            b"/Metadata 6 0 R",
            b"",
            INFO % changed,
            pdfs.stream(XMP % created),
            trailer=b"/Info 5 0 R",
        ),
    )


def test_both_places_are_told() -> None:
    found = seen(b"20240103", b"2024-01-02T03:04:05+01:00")
    told = facts(found)
    assert (told["Title"], told["Producer"]) == ("Invoice", "Writer 7")
    assert told["Made"] == "2024-01-02T03:04:05+01:00"
    assert told["CreatorTool (XMP)"] == "Kit 3"
    assert findings(found) == {}


def test_dates_that_disagree() -> None:
    found = findings(seen(b"20230101", b"2021-05-06"))
    assert found["pdf.date.order"].severity is Severity.INFO
    assert found["pdf.date.differs"].severity is Severity.LOW


def test_metadata_that_is_no_xml_is_said() -> None:
    broken = pdfs.document(b"/Metadata 5 0 R", b"", pdfs.stream(b"<!DOCTYPE a><a/>"))
    assert findings(observe(UNIT, broken))["pdf.metadata.unread"].severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("D:20240102", datetime(2024, 1, 2, tzinfo=UTC)),
        ("D:20240102030405Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("20240102030405-02'30'", datetime(2024, 1, 2, 5, 34, 5, tzinfo=UTC)),
        ("2024-01-02T03:04:05.123+02:00", datetime(2024, 1, 2, 1, 4, 5, tzinfo=UTC)),
        ("D:20241399", None),
        ("yesterday", None),
    ],
)
def test_dates_in_both_forms(text: str, moment: datetime | None) -> None:
    assert read_date(text) == moment


def test_damage_never_escapes() -> None:
    whole = pdfs.document(
        b"/Metadata 6 0 R", b"", INFO % b"2024", pdfs.stream(XMP % b"2024"), trailer=b"/Info 5 0 R"
    )
    assert survives(UNIT, whole, "pdf", 150) > 60
