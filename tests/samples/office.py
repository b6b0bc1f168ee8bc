"""Office documents with one trick each, built part by part; none of them can do harm."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.ole import Storage, Stream, compound_file
from workbench.simulation.samples.vba import Module, project_storage, vba_project

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = '<w:document xmlns:w="urn:w"><w:body>{}</w:body></w:document>'
EQUATION = bytes.fromhex("02CE020000000000C000000000000046")
LINK = bytes.fromhex("0003000000000000C000000000000046")


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A Word package with the given parts beside the least there has to be."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": BODY.format("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>"),
        **parts,
    }
    encoded = ((n, d if isinstance(d, bytes) else d.encode()) for n, d in whole.items())
    return zip_archive([Entry(name, data) for name, data in encoded])


def related(kind: str, target: str, external: bool = True) -> bytes:
    """A package whose document has one relationship."""
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="r" Type="{RELATION}{kind}" Target="{target}"{mode}/>'
    return package(
        {"word/_rels/document.xml.rels": f'<Relationships xmlns="u">{link}</Relationships>'}
    )


def fielded(*instructions: str) -> bytes:
    """A document whose one paragraph holds a field cut into runs."""
    runs = "".join(f"<w:r><w:instrText>{i}</w:instrText></w:r>" for i in instructions)
    return package({"word/document.xml": BODY.format(f"<w:p>{runs}</w:p>")})


def with_macro(code: str) -> bytes:
    return package({"word/vbaProject.bin": vba_project([Module("Module1", code)])})


def binary_word(code: str = "", text: bytes = b"", *more: Storage | Stream) -> bytes:
    """A .doc: as much of the text stream as our readers look at, with macros when given."""
    parts: list[Storage | Stream] = [Stream("WordDocument", bytes(512) + text), *more]
    if code:
        parts.append(Storage("Macros", project_storage([Module("Module1", code)])))
    return compound_file(Storage("", tuple(parts)))


def packaged(name: str, data: bytes) -> bytes:
    """An OLENativeStream that holds a file ([MS-OLEDS] 2.3.6)."""
    path = b"C:\\Users\\maker\\" + name.encode() + b"\0"
    head = b"\x02\0" + name.encode() + b"\0" + path + struct.pack("<II", 3, len(path)) + path
    body = head + struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


def embedded(name: str, data: bytes, kind: bytes = bytes(16)) -> bytes:
    """A compound file with one stream, and the class id of what would open it."""
    return compound_file(Storage("", (Stream(name, data),), kind))


def workbook(*records: tuple[int, bytes]) -> bytes:
    """A .xls whose book holds the records between its first and last one ([MS-XLS] 2.1.7)."""
    start, end = (0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), (0x000A, b"")
    body = b"".join(struct.pack("<HH", k, len(d)) + d for k, d in (start, *records, end))
    return compound_file(Storage("", (Stream("Workbook", body.ljust(4096, b"\0")),)))


def sheet(name: str, kind: int, hidden: int) -> tuple[int, bytes]:
    """A BOUNDSHEET record: kind 1 is a macro sheet, hidden 2 is very hidden."""
    return 0x0085, struct.pack("<IBBBB", 0, hidden, kind, len(name), 0) + name.encode()


def rich_text(body: str) -> bytes:
    return b"{\\rtf1\\ansi " + body.encode("latin-1") + b"}"


def rich_object(name: bytes, data: bytes, extra: str = "") -> str:
    """An embedded OLE 1.0 object ([MS-OLEDS] 2.2.5) as Rich Text writes it."""
    label = name + b"\0"
    head = struct.pack("<III", 0x501, 2, len(label)) + label + bytes(8)
    raw = head + struct.pack("<I", len(data)) + data
    return "{\\object\\objemb" + extra + "{\\*\\objdata " + raw.hex() + "}}"


def encrypted(document: bytes, password: str) -> bytes:
    """The document under agile encryption ([MS-OFFCRYPTO] 2.3.4.10)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    output = io.BytesIO()
    OOXMLFile(io.BytesIO(document)).encrypt(password, output)
    return output.getvalue()
