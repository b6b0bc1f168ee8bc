"""Writes Word documents (OOXML), with a macro project when asked; the macro never acts."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.vba import Module, vba_project

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
LINKS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
PROJECT_LINK = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
CORE_LINK = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"

# Reads like a downloader to every scanner, and can do nothing: each act stands under
# ``If False``, the host lies in .test (RFC 6761), and the command it spells is a comment.
INERT_MACRO = '''\
Private Const Host As String = "http://invoice-cdn.test/update.txt"

Sub AutoOpen()
    Prepare
End Sub

Sub Document_Open()
    Prepare
End Sub

Private Sub Prepare()
    Dim command As String
    command = "powershell -NoProfile -WindowStyle Hidden -Command ""# " & Host & """"
    If False Then
        CreateObject("WScript.Shell").Run command, 0
        Shell Environ("TEMP") & "\\" & Chr(97) & ".exe", vbHide
    End If
End Sub
'''


def invoice_with_macro(number: str, supplier: str, amount: str) -> bytes:
    """An invoice that asks to enable content."""
    paragraphs = (
        f"{supplier}",
        f"Invoice {number}",
        f"Amount due: {amount}",
        "This document was made in an earlier version of the editor.",
        "Press Enable Editing, then Enable Content, to show the positions.",
    )
    return word_document(paragraphs, (Module("ThisDocument", INERT_MACRO, document=True),))


def word_document(
    paragraphs: Sequence[str], modules: Sequence[Module] = (), template: str = ""
) -> bytes:
    """A .docx, or a .docm with ``modules``; ``template`` is the URL of a remote template."""
    links = [_link("rId1", PROJECT_LINK, "vbaProject.bin")] if modules else []
    entries = [
        Entry("[Content_Types].xml", _types(bool(modules))),
        Entry("_rels/.rels", _links(ROOT_LINKS)),
        Entry("docProps/core.xml", _core()),
        Entry("word/document.xml", _body(paragraphs)),
    ]
    if template:
        links.append(_link("rId2", OFFICE + "settings", "settings.xml"))
        entries.append(Entry("word/settings.xml", _settings()))
        attached = _link("rId1", OFFICE + "attachedTemplate", template, outside=True)
        entries.append(Entry("word/_rels/settings.xml.rels", _links([attached])))
    entries.append(Entry("word/_rels/document.xml.rels", _links(links)))
    if modules:
        entries.append(Entry("word/vbaProject.bin", vba_project(modules)))
    return zip_archive(entries)


def _types(macros: bool) -> bytes:
    overrides = (
        ("/word/document.xml", MACRO_TYPE if macros else PLAIN_TYPE),
        ("/docProps/core.xml", CORE_TYPE),
    )
    parts = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in overrides)
    project = f'<Default Extension="bin" ContentType="{PROJECT_TYPE}"/>' if macros else ""
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}content-types">'
        f'<Default Extension="rels" ContentType="{LINKS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{project}{parts}</Types>"
    ).encode()


def _link(key: str, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{key}" Type="{kind}" Target={quoteattr(target)}{mode}/>'


ROOT_LINKS = (
    _link("rId1", OFFICE + "officeDocument", "word/document.xml"),
    _link("rId2", CORE_LINK, "docProps/core.xml"),
)


def _links(links: Sequence[str]) -> bytes:
    joined = "".join(links)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">{joined}</Relationships>'.encode()


def _core() -> bytes:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Billing</dc:creator>'
        "</cp:coreProperties>"
    ).encode()


def _body(paragraphs: Sequence[str]) -> bytes:
    text = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
    return f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'.encode()


def _settings() -> bytes:
    return (
        f'{HEAD}<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE.rstrip("/")}">'
        '<w:attachedTemplate r:id="rId1"/></w:settings>'
    ).encode()
