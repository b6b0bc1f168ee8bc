"""OpenDocument files: macros, events, links, objects, encryption, honest files."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from analyzers.attachments import opendocument
from analyzers.attachments.opendocument import UNIT
from analyzers.model.content import Link, PlainView
from analyzers.model.document import MacroModule
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from workbench.simulation.samples.archive import Entry, zip_archive

TYPE = b"application/vnd.oasis.opendocument.text"
CONTENT = "<office:document><text:p>Dear all</text:p>{}</office:document>"
META = b"<office:meta><meta:generator>LibreOffice/7.4</meta:generator>%s</office:meta>"
NONE: Mapping[str, bytes | str] = MappingProxyType({})
BASIC = (
    '<script:module xmlns:script="u" script:name="M" script:language="StarBasic">Sub Main\n'
    "Shell(&quot;calc.exe&quot;)\nEnd Sub</script:module>"
)


def document(inner: str = "", more: Mapping[str, bytes | str] = NONE) -> bytes:
    parts: dict[str, bytes | str] = {"mimetype": TYPE, "content.xml": CONTENT.format(inner), **more}
    encoded = [(n, d if isinstance(d, bytes) else d.encode()) for n, d in parts.items()]
    return zip_archive([Entry(name, data) for name, data in encoded])


def seen(data: bytes) -> list[Observation]:
    assert sniff(data) == "odf"
    return observe(UNIT, data, "a.odt", "odf")


def found(inner: str) -> dict[str, Finding]:
    return findings(seen(document(inner)))


def test_an_honest_document_has_no_findings() -> None:
    link = '<text:a xlink:type="simple" xlink:href="https://a.test/b">here</text:a>'
    told = seen(document(link, {"meta.xml": META % b""}))
    assert not findings(told)
    assert facts(told) == {"Application": "LibreOffice/7.4"}
    assert [one.url for one in told if isinstance(one, Link)] == ["https://a.test/b"]
    assert "Dear all" in next(one.text for one in told if isinstance(one, PlainView))


def test_macros_come_out_and_are_judged() -> None:
    told = seen(document("", {"Basic/Standard/M.xml": BASIC, "Scripts/python/a.py": "import os"}))
    assert {"office.macro.present", "odf.macro.executes"} <= set(findings(told))
    modules = {one.name: one.code for one in told if isinstance(one, MacroModule)}
    assert 'Shell("calc.exe")' in modules["Basic/Standard/M.xml"]
    assert modules["Scripts/python/a.py"] == "import os"
    assert b"calc.exe" in children(told)["macros.txt"]


def test_a_macro_that_starts_on_opening_is_grave() -> None:
    event = (
        '<script:event-listener script:language="ooo:script" script:event-name="{}" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
    )
    assert found(event.format("dom:load"))["odf.event.opening"].severity is Severity.HIGH
    assert found(event.format("dom:click"))["odf.event"].severity is Severity.LOW


@pytest.mark.parametrize(
    ("inner", "rule", "severity"),
    [
        ('<draw:image xlink:href="http://t.test/a.png"/>', "office.image.remote", Severity.LOW),
        ('<draw:image xlink:href="file://8.8.8.8/a.png"/>', "office.image.remote", Severity.LOW),
        ('<text:section-source xlink:href="https://t.test/a.odt"/>', "odf.link.remote",
         Severity.HIGH),
        ('<draw:object xlink:href="\\\\8.8.8.8\\a"/>', "odf.link.remote", Severity.HIGH),
        ('<text:a xlink:href="vnd.sun.star.script:a.py$b?language=Python">x</text:a>',
         "odf.link.handler", Severity.MEDIUM),
        ('<office:dde-source office:dde-application="cmd" office:dde-topic="/c calc" />',
         "office.dde", Severity.HIGH),
        ('<office:dde-source office:dde-application="soffice" office:dde-topic="a.ods" />',
         "office.dde", Severity.MEDIUM),
        ('<table:table-cell table:formula="of:=WEBSERVICE(&quot;http://a.test&quot;)" />',
         "table.formula.fetches", Severity.MEDIUM),
        ("<text:p>Please enable content to view</text:p>", "office.lure.enable",
         Severity.MEDIUM),
    ],
)  # fmt: skip
def test_what_reaches_out_is_found(inner: str, rule: str, severity: Severity) -> None:
    assert found(inner)[rule].severity is severity


def test_local_objects_and_pictures_are_children() -> None:
    told = seen(document('<draw:image xlink:href="Pictures/a.png"/>',
                         {"Pictures/a.png": b"\x89PNG", "Object 1": b"\xd0\xcf\x11\xe0",
                            "a.exe": b"MZ"}))  # fmt: skip
    assert children(told) == {"a.png": b"\x89PNG", "Object 1": b"\xd0\xcf\x11\xe0", "a.exe": b"MZ"}
    assert findings(told)["office.object.package"].severity is Severity.HIGH


def test_more_elements_than_are_examined_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendocument, "FOUND", 2)
    assert "limit.odf.elements" in found('<text:a xlink:href="a" />' * 3)


def test_a_template_on_the_network_is_named() -> None:
    meta = META % b'<meta:template xlink:type="simple" xlink:href="https://t.test/a.ott"/>'
    assert "odf.template.remote" in findings(seen(document("", {"meta.xml": meta})))


def test_an_encrypted_document_is_not_called_clean() -> None:
    manifest = (
        '<manifest:manifest><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    told = findings(seen(document("", {"META-INF/manifest.xml": manifest})))["odf.encrypted"]
    assert told.incomplete
    assert told.evidence == "content.xml"


def test_more_objects_than_are_taken_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendocument, "CHILDREN", 1)
    made = document("", {"Pictures/a.png": b"a", "Pictures/b.png": b"b"})
    assert "limit.office.children" in findings(seen(made))


def test_damage_never_escapes_and_size_stays_cheap() -> None:
    assert survives(UNIT, document("", {"Basic/Standard/M.xml": BASIC}), "odf", 100) > 10
    started = time.process_time()
    for inner in ("<a href" * 300_000, '<a xlink:href="' * 200_000, "<x " + "href=" * 400_000):
        seen(document(inner))
    assert time.process_time() - started < 6
