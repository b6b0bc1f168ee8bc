"""The unit for Office Open XML: what a document reaches for, embeds and asks."""

from __future__ import annotations

import pytest

from analyzers.attachments.ooxml import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Limits, Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import BODY, fielded, package, related
from workbench.simulation.samples.docm import word_document


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "sample.docx", "docx", context or Context())


def test_a_plain_document_has_no_findings() -> None:
    found = seen(word_document(["Dear all", "the minutes are attached"]))
    assert not findings(found)
    assert facts(found)["Author"] == "Billing"


def test_a_remote_template_is_critical_and_a_local_one_is_not() -> None:
    remote = findings(seen(word_document(["Hello"], template="https://cdn.test/a.dotm")))
    assert remote["office.template.remote"].severity is Severity.CRITICAL
    assert remote["office.template.remote"].evidence == "hxxps://cdn[.]test/a.dotm"
    assert not findings(seen(related("attachedTemplate", "file:///C:\\Office\\Normal.dotm")))


@pytest.mark.parametrize(
    ("kind", "target", "rule", "severity"),
    [
        ("oleObject", "https://cdn.test/a.doc", "office.object.remote", Severity.HIGH),
        ("oleObject", "file:///C:\\a.xlsx", "office.object.remote", Severity.LOW),
        ("oleObject", "mhtml:https://a.test/a!x-usc:", "office.object.handler", Severity.CRITICAL),
        ("oleObject", "ms-msdt:/id", "office.object.handler", Severity.CRITICAL),
        ("image", "\\\\files.test\\a.png", "office.relationship.share", Severity.HIGH),
        ("image", "https://cdn.test/a.png", "office.image.remote", Severity.LOW),
        ("externalLinkPath", "https://a.test/b.xlsx", "office.workbook.remote", Severity.LOW),
        ("hyperlink", "https://cdn.test/a.exe?x", "office.link.executable", Severity.MEDIUM),
    ],
)  # fmt: skip
def test_what_a_document_reaches_for_is_a_finding(
    kind: str, target: str, rule: str, severity: Severity
) -> None:
    assert findings(seen(related(kind, target)))[rule].severity is severity


def test_hyperlinks_are_recorded_as_links() -> None:
    found = seen(related("hyperlink", "https://login.example.test/x"))
    link = next(one for one in found if isinstance(one, Link))
    assert (link.host, link.source) == ("login.example.test", "document")
    assert not findings(found)


def test_a_dde_field_cut_into_runs_is_found() -> None:
    found = findings(seen(fielded("DDE", 'AUTO c:\\\\windows\\\\cmd.exe "/k ', 'dir"')))
    assert found["office.dde"].severity is Severity.CRITICAL
    assert "on opening" in found["office.dde"].title


def test_a_dde_field_spelled_in_numbers_is_found() -> None:
    numbers = " ".join(str(ord(c)) for c in "DDEAUTO cmd.exe")
    assert "office.dde" in findings(seen(fielded(f"QUOTE {numbers}")))


def test_a_dde_link_of_a_workbook_is_found() -> None:
    link = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c dir"/></externalLink>'
    assert "office.dde" in findings(seen(package({"xl/externalLinks/externalLink1.xml": link})))


def test_an_ordinary_field_is_no_dde() -> None:
    assert not findings(seen(fielded(' HYPERLINK "https://a.test" ', " PAGE ")))


@pytest.mark.parametrize(
    "text",
    [
        "Please click Enable Editing and then Enable Content to view.",
        "This document was created in an earlier version of Word.",
        "Klicken Sie auf Inhalt aktivieren.",
        "Cliquez sur Activer le contenu.",
    ],
)
def test_a_request_to_switch_protection_off_is_found(text: str) -> None:
    body = BODY.format(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    assert "office.lure.enable" in findings(seen(package({"word/document.xml": body})))


def test_embedded_objects_become_children() -> None:
    found = seen(package({"word/embeddings/oleObject1.bin": b"\xd0\xcf object"}))
    assert children(found) == {"oleObject1.bin": b"\xd0\xcf object"}


def test_embedded_objects_beyond_the_limit_are_named() -> None:
    found = seen(package({f"word/embeddings/o{n}.bin": b"x" * (n + 1) for n in range(101)}))
    assert len(children(found)) == 100
    assert "limit.office.children" in findings(found)


def test_controls_and_ribbon_code_are_found() -> None:
    control = '<ax:ocx ax:classid="{8BD21D40-EC42-11CE-9E0D-00AA006002F3}" xmlns:ax="u"/>'
    ribbon = '<customUI onLoad="Start" xmlns="u"/>'
    data = package({"word/activeX/activeX1.xml": control, "customUI/customUI.xml": ribbon})
    found = findings(seen(data))
    assert found["office.activex.present"].evidence == "8BD21D40-EC42-11CE-9E0D-00AA006002F3"
    assert found["office.customui.onload"].evidence == "Start"


ENTITY = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", ["docProps/core.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_document_type_declaration_is_refused_and_found(part: str, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{codec}"?>{ENTITY}<r><title>&x;</title></r>'
    found = seen(package({part: text.encode(codec)}))
    assert findings(found)["office.xml.doctype"].severity is Severity.HIGH
    assert not facts(found)


def test_a_part_too_large_to_read_is_a_finding() -> None:
    tiny = Context(limits=Limits(member_bytes=100))
    found = findings(seen(word_document(["long " * 100]), tiny))
    assert found["limit.office.parts"].severity is Severity.MEDIUM


def test_a_damaged_part_is_named() -> None:
    data = bytearray(package({"docProps/core.xml": "<a>text</a>"}))
    at = data.find(b"docProps/core.xml") + len("docProps/core.xml")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert "office.part.damaged" in findings(seen(bytes(data)))


def test_a_document_that_was_cut_off_is_named() -> None:
    whole = word_document(["Dear Sir or Madam"])
    found = findings(seen(whole[:-30]))["office.directory.damaged"]
    assert found.incomplete


def test_what_is_no_package_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        seen(b"no package at all")


def test_damaged_packages_never_crash_the_unit() -> None:
    assert survives(UNIT, related("oleObject", "https://cdn.test/a"), "docx", 100)
    assert survives(UNIT, fielded("DDEAUTO cmd"), "docx", 100)


def test_equal_findings_are_said_once() -> None:
    link = '<Relationship Id="{}" Type="u/image" Target="https://a.test/i" TargetMode="External"/>'
    links = "".join(link.format(n) for n in range(50))
    found = seen(package({"word/_rels/a.rels": f'<R xmlns="u">{links}</R>'}))
    assert sum(isinstance(one, Finding) for one in found) == 1


def test_protection_is_named() -> None:
    settings = (
        '<w:settings><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    )
    book = '<workbook><workbookProtection lockStructure="1"/></workbook>'
    data = package({"word/settings.xml": settings, "xl/workbook.xml": book})
    found = facts(observe(UNIT, data, "a.docx", "docx"))
    assert found["Protection"] == "documentProtection (readOnly), workbookProtection"


@pytest.mark.parametrize(
    ("code", "severity"),
    [("INCLUDEPICTURE", Severity.LOW), ("INCLUDETEXT", Severity.MEDIUM)],
)
def test_fields_that_fetch_are_found_however_they_are_cut(code: str, severity: Severity) -> None:
    found = findings(seen(fielded(f" {code[:9]}", f"{code[9:]} ", '"https://cdn.test/a" \\d')))
    assert found["office.field.remote"].severity is severity
    assert found["office.field.remote"].evidence == "hxxps://cdn[.]test/a"
    assert not findings(seen(fielded(f"{code} ", '"C:\\a.png"')))
