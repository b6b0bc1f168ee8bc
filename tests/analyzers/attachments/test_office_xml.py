"""Office documents in one XML file."""

from __future__ import annotations

import base64
import zipfile
import zlib
from io import BytesIO

import pytest

from analyzers.attachments.office_xml import UNIT
from analyzers.model.observation import Severity
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives

FLAT = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
    'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    '<pkg:part pkg:name="/word/document.xml" pkg:contentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"><pkg:xmlData><w:document/></pkg:xmlData></pkg:part>'
    '<pkg:part pkg:name="/word/vbaProject.bin"><pkg:binaryData>{}</pkg:binaryData></pkg:part>'
    "</pkg:package>"
)
WORD = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/'
    'wordml"><o:DocumentProperties><o:Author>A &amp; B</o:Author></o:DocumentProperties>{}'
    "</w:wordDocument>"
)
FIELD = '<w:fldSimple w:instr="DDEAUTO feed a"/>'
BOOK = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    "<ExcelWorkbook><SupBook><Path>{}</Path></SupBook></ExcelWorkbook></Workbook>"
)


def test_a_flat_package_becomes_a_package() -> None:
    data = FLAT.format(base64.b64encode(b"project").decode()).encode()
    (made,) = children(observe(UNIT, data, "a.xml", "xml")).values()
    assert sniff(made) in ("docx", "docm")
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert package.read("word/vbaProject.bin") == b"project"
        assert package.read("word/document.xml") == b"<w:document/>"


def test_embedded_data_is_unwrapped_and_pictures_are_left() -> None:
    packed = b"ActiveMime" + bytes(40) + zlib.compress(b"OLE inside")
    parts = "".join(
        f'<w:binData w:name="{name}">{base64.b64encode(body).decode()}</w:binData>'
        for name, body in (("oledata.mso", packed), ("x.bin", b"plain"), ("a.png", b"picture"))
    )
    found = observe(UNIT, WORD.format(parts).encode(), "a.xml", "xml")
    assert children(found) == {"oledata.mso": b"OLE inside", "x.bin": b"plain"}
    assert facts(found) == {"Author": "A & B"}


@pytest.mark.parametrize(
    ("document", "evidence", "severity"),
    [
        (BOOK.format("cmd|/c exit"), "cmd /c exit", Severity.CRITICAL),
        (BOOK.format("Excel|Book1"), "Excel Book1", Severity.MEDIUM),
        (
            WORD.format('<w:p><w:fldSimple w:instr="DDEAUTO feed a"/></w:p>'),
            "feed a",
            Severity.HIGH,
        ),
    ],
)
def test_dde_is_found(document: str, evidence: str, severity: Severity) -> None:
    found = findings(observe(UNIT, document.encode(), "a.xml", "xml"))["office.dde"]
    assert (found.evidence, found.severity) == (evidence, severity)


def test_a_request_in_the_text_is_found() -> None:
    words = "<w:p>Please click Enable Content to see this document</w:p>"
    assert "office.lure.enable" in findings(observe(UNIT, WORD.format(words).encode(), "a", "xml"))


def test_other_markup_says_nothing() -> None:
    assert observe(UNIT, b"<?xml version='1.0'?><a><Path>cmd|/c</Path></a>", "a.xml", "xml") == []


def test_damage_never_crashes_the_unit() -> None:
    assert survives(UNIT, FLAT.format("AAAA").encode(), "xml") == 60
    assert survives(UNIT, WORD.format('<w:binData w:name="a">eJw</w:binData>').encode(), "xml")
