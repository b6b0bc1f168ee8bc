import io
import re
import zipfile
from xml.etree import ElementTree

from tests.workbench.simulation.macros import is_suspicious, parser
from workbench.simulation.samples.docm import INERT_MACRO, invoice_with_macro, word_document

INVOICE = invoice_with_macro("RE-1", "Näf & Söhne", "€ 10")


def test_olevba_finds_a_macro_that_starts_by_itself() -> None:
    read = parser("invoice.docm", INVOICE)
    kinds = {(kind, word) for kind, word, _ in read.analyze_macros()}
    assert {("AutoExec", "AutoOpen"), ("AutoExec", "Document_Open")} <= kinds
    assert ("Suspicious", "powershell") in kinds
    assert is_suspicious(read.get_vba_code_all_modules())


def test_the_macro_cannot_act() -> None:
    """Every call that could start something stands between ``If False Then`` and ``End If``."""
    outside = re.sub(r"(?s)If False Then.*?End If", "", INERT_MACRO)
    assert not re.search(r"Shell|CreateObject|\.Run|GetObject|Declare|Open ", outside)
    assert re.findall(r"//([^/\"]+)", INERT_MACRO) == ["invoice-cdn.test"]


def test_the_package_is_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(INVOICE)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        assert "Näf &amp; Söhne" in package.read("word/document.xml").decode()


def test_a_plain_document_has_no_project_and_may_name_a_remote_template() -> None:
    data = word_document(("Hello",), template="https://files.example/a.dotm")
    assert not parser("a.docx", data).detect_vba_macros()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"files.example" in package.read("word/_rels/settings.xml.rels")
