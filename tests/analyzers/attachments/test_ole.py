"""The unit for compound files: packages, classes, links, fields and properties."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime

import pytest

from analyzers.attachments.ole import UNIT
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import LINK, binary_word, embedded, packaged, workbook
from workbench.simulation.samples.ole import Storage, Stream

SOAP = bytes.fromhex("C7B0ABEC197FD211978E0000F8757E2A")


def seen(data: bytes, kind: str = "doc") -> list[Observation]:
    return observe(UNIT, data, f"sample.{kind}", kind)


def properties(**values: bytes) -> bytes:
    """A SummaryInformation stream ([MS-OLEPS] 2.21) with the given raw values by number."""
    table, body = b"", b""
    start = 8 + 8 * len(values)
    for number, value in values.items():
        table += struct.pack("<II", int(number[1:]), start + len(body))
        body += value
    section = struct.pack("<II", start + len(body), len(values)) + table + body
    head = b"\xfe\xff\0\0" + bytes(20) + struct.pack("<I", 1) + bytes(16)
    return head + struct.pack("<I", 48) + section


def test_a_plain_document_has_no_findings() -> None:
    assert not findings(seen(binary_word(text=b"Dear all, the minutes are attached")))


def test_properties_are_shown() -> None:
    span = datetime(2026, 1, 1, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)
    created = struct.pack("<IQ", 64, int(span.total_seconds()) * 10_000_000)
    stream = properties(p4=struct.pack("<II", 30, 8) + b"Billing\0", p12=created)
    shown = facts(seen(binary_word("", b"", Stream("\x05SummaryInformation", stream))))
    assert shown == {"Author": "Billing", "Created": "2026-01-01T00:00:00+00:00"}


def test_endless_property_counts_end() -> None:
    endless = bytearray(properties(p4=struct.pack("<II", 0x101E, 0xFFFF_FFFF)))
    endless[52:56] = b"\xff\xff\xff\xff"
    data = binary_word("", b"", Stream("\x05SummaryInformation", bytes(endless)))
    assert not facts(seen(data))


@pytest.mark.parametrize(("name", "severity"), [("a.exe", Severity.HIGH), ("a.pdf", Severity.LOW)])
def test_a_packed_file_becomes_a_child(name: str, severity: Severity) -> None:
    found = seen(embedded("\x01Ole10Native", packaged(name, b"content")), "ole")
    assert children(found) == {name: b"content"}
    assert findings(found)["office.object.package"].severity is severity
    assert facts(found)["Packed from"] == f"C:\\Users\\maker\\{name}"


def test_a_document_inside_an_object_becomes_a_child() -> None:
    inner = b"PK\3\4 inner"
    assert children(seen(embedded("Package", inner), "ole")) == {"Package": inner}


@pytest.mark.parametrize("packed", [True, False])
def test_an_object_on_a_slide_becomes_a_child(packed: bool) -> None:
    inner = embedded("\x01Ole10Native", packaged("a.exe", b"content"))
    body = struct.pack("<I", len(inner)) + zlib.compress(inner) if packed else inner
    record = struct.pack("<HHI", 0x10 if packed else 0, 0x1011, len(body)) + body
    found = seen(embedded("PowerPoint Document", bytes(40) + record), "ppt")
    assert children(found) == {"object 1": inner}


def test_a_class_known_from_attacks_is_found() -> None:
    found = findings(seen(embedded("x", b"y", SOAP), "ole"))
    assert found["office.object.class"].severity is Severity.HIGH


def test_a_link_that_loads_an_address_is_found() -> None:
    moniker = bytes(20) + "https://cdn.test/a.hta".encode("utf-16-le")
    found = findings(seen(embedded("\x01Ole", moniker, LINK), "ole"))["office.object.linked"]
    assert found.evidence == "hxxps://cdn[.]test/a.hta"


def test_an_equation_that_overflows_its_editor_is_critical() -> None:
    head = bytes(28) + b"\x03\x01\x01\x03\x0a" + b"\x0a\x01\x08\x5a\x5a"
    over = embedded("Equation Native", head + b"A" * 60)
    fits = embedded("Equation Native", head + b"Times New Roman\0" + bytes(60))
    assert findings(seen(over, "ole"))["office.equation.overflow"].severity is Severity.CRITICAL
    assert "office.equation.overflow" not in findings(seen(fits, "ole"))


@pytest.mark.parametrize("codec", ["latin-1", "utf-16-le"])
def test_a_dde_field_is_found(codec: str) -> None:
    field = '\x13 DDEAUTO c:\\\\windows\\\\cmd.exe "/k dir" \x14result\x15'.encode(codec)
    found = findings(seen(binary_word(text=field)))["office.dde"]
    assert found.severity is Severity.CRITICAL


def test_a_dde_link_of_a_workbook_is_found() -> None:
    path = b"cmd\x03/c dir"
    record = (0x01AE, struct.pack("<HHB", 1, len(path), 0) + path)
    found = findings(seen(workbook(record), "xls"))["office.dde"]
    assert found.evidence == "cmd /c dir"


@pytest.mark.parametrize("codec", ["latin-1", "utf-16-le"])
def test_a_request_to_switch_protection_off_is_found(codec: str) -> None:
    text = "Please click Enable Content to view".encode(codec)
    assert "office.lure.enable" in findings(seen(binary_word(text=text)))


def test_a_stream_that_cannot_be_read_is_named() -> None:
    data = bytearray(embedded("Package", b"x" * 9000))
    at = data.find("Package".encode("utf-16-le")) + 0x74  # its first sector
    data[at : at + 4] = struct.pack("<I", 0x00FF_FFFF)
    assert "office.ole.damaged" in findings(seen(bytes(data), "ole"))


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(2000)])
def test_what_is_no_compound_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        seen(data)


def test_damaged_documents_never_crash_the_unit() -> None:
    stream = Stream("\x05SummaryInformation", properties(p4=struct.pack("<II", 30, 3) + b"Me\0\0"))
    assert survives(UNIT, binary_word("", b"\x13 DDE x y\x15", stream), "doc", 100)
    assert survives(UNIT, embedded("\x01Ole10Native", packaged("a", b"b")), "ole", 100)


@pytest.mark.parametrize(
    ("target", "severity"),
    [("C:\\Windows\\calc.exe", Severity.HIGH), ("D:\\plan.xlsx", Severity.LOW)],
)
def test_a_packaged_link_without_a_file_names_its_target(target: str, severity: Severity) -> None:
    path = target.encode() + b"\0"
    body = b"\2\0" + path + path + struct.pack("<HHH", 0, 1, 1) + path
    stream = struct.pack("<I", len(body)) + body
    data = binary_word("", b"", Storage("ObjectPool", (Stream("\x01Ole10Native", stream),)))
    found = findings(observe(UNIT, data, "a.doc", "doc"))["office.object.local"]
    assert (found.evidence, found.severity) == (target, severity)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("\x01\x05\x16http://files.test/a.xls", "hxxp://files[.]test/a.xls"),
        ("\x01\x01@server\x03share\x03a.xls", "\\\\server\\share\\a[.]xls"),
    ],
)
def test_books_elsewhere_are_found(raw: str, place: str) -> None:
    body = struct.pack("<HHB", 1, len(raw), 0) + raw.encode("latin-1")
    found = findings(observe(UNIT, workbook((0x01AE, body)), "a.xls", "xls"))
    assert found["office.workbook.remote"].evidence == place


def test_books_on_a_drive_are_only_named() -> None:
    raw = "\x01\x01Ca\x03b.xls"
    body = struct.pack("<HHB", 1, len(raw), 0) + raw.encode("latin-1")
    found = observe(UNIT, workbook((0x01AE, body)), "a.xls", "xls")
    assert facts(found)["Linked workbook"] == "C:\\a\\b.xls"
