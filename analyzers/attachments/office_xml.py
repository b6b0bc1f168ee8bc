"""Office documents as one XML file: flat packages, Word and Excel of 2003."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from analyzers.lib import ddefinding
from analyzers.lib.dde import commands
from analyzers.lib.lure import lure
from analyzers.lib.opc import decoded, text
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

PARTS = 500
_FLAT: Final = "schemas.microsoft.com/office/2006/xmlPackage"
_OFFICE = re.compile(r"office/word/2003/wordml|office:spreadsheet")
_HEAD = 4_000  # characters in which the namespaces stand
_PART = re.compile(r"<pkg:part\s([^<>]{1,2000})>(.*?)</pkg:part>", re.DOTALL)
_NAME = re.compile(r"pkg:name=\"/?([^\"]{1,400})\"")
_TYPE = re.compile(r"pkg:contentType=\"([^\"<>]{1,300})\"")
_BINARY = re.compile(r"<pkg:binaryData[^<>]{0,200}>([^<]*)<")
_MARKUP = re.compile(r"<pkg:xmlData[^<>]{0,200}>(.*)</pkg:xmlData>", re.DOTALL)
_DATA = re.compile(r"<w:binData\s[^<>]{0,200}?w:name=\"([^\"]{1,200})\"[^<>]{0,200}>([^<]+)<")
_SERVER = re.compile(r"<(?:x:)?Path>([^<|]{1,200})\|([^<]{1,2000})</(?:x:)?Path>")
_PROPERTY = re.compile(r"<o:(Author|LastAuthor|Created|LastSaved|Company|Title)>([^<]{1,400})<")
_PICTURES = ("emz", "wmz", "png", "jpg", "jpeg", "gif", "emf", "wmf")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    markup = decoded(artifact.data)
    head = markup[:_HEAD]
    if _FLAT in head:
        yield from _flat(markup, artifact.name, context)
    elif _OFFICE.search(head):
        for label, value in _PROPERTY.findall(markup):
            yield Fact(label, printable(html.unescape(value), 300))
        yield from _embedded(markup, context)
        yield from _commands(markup)
        if found := lure(text(artifact.data)):
            title = "The text asks the reader to switch protection off"
            yield Finding("office.lure.enable", Severity.MEDIUM, title, printable(found, 200))


def _flat(markup: str, name: str, context: Context) -> Iterator[Observation]:
    """The same parts in a ZIP file, which is what readers of packages take."""
    output = io.BytesIO()
    parts = list(_PART.finditer(markup))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as package:
        package.writestr("[Content_Types].xml", _types(parts[:PARTS]))
        for match in parts[:PARTS]:
            if named := _NAME.search(match.group(1)):
                package.writestr(named.group(1), _content(match.group(2)))
    yield Fact("Parts", str(len(parts)))
    if len(parts) > PARTS or output.tell() > context.limits.child_bytes:
        title = f"Only the first {PARTS} of {len(parts)} parts of the document were read"
        yield Finding("limit.office.parts", Severity.MEDIUM, title, incomplete=True)
    if parts:
        yield Child(f"{name or 'document'}.package", output.getvalue(), "", Relation.EMBEDDED)


def _types(parts: list[re.Match[str]]) -> str:
    """The list of types a package starts with; a flat one says them at each part."""
    rows = [
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/>'
    ]
    for match in parts:
        named, kind = _NAME.search(match.group(1)), _TYPE.search(match.group(1))
        if named and kind:
            rows.append(f'<Override PartName="/{named.group(1)}" ContentType="{kind.group(1)}"/>')
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">{"".join(rows)}</Types>'


def _content(body: str) -> bytes:
    if binary := _BINARY.search(body):
        return _decoded(binary.group(1))
    inner = _MARKUP.search(body)
    return inner.group(1).strip().encode() if inner else b""


def _embedded(markup: str, context: Context) -> Iterator[Observation]:
    for match in list(_DATA.finditer(markup))[:PARTS]:
        name = html.unescape(match.group(1)).rpartition("/")[2]
        if name.rpartition(".")[2].casefold() in _PICTURES:
            continue
        data = _unwrapped(_decoded(match.group(2)), context.limits.member_bytes)
        if data:
            yield Child(name, data, "", Relation.EMBEDDED)


def _unwrapped(data: bytes, most: int) -> bytes:
    """What an ActiveMime wrapper or a packed OLE file holds ([MS-OFFCRYPTO] knows neither; the
    stream is that of zlib, behind a head of some 50 bytes)."""
    start = data.find(b"\x78", 0, 4096)
    while start >= 0:
        try:
            return zlib.decompressobj().decompress(data[start:], most) or data
        except zlib.error:
            start = data.find(b"\x78", start + 1, 4096)
    return data


def _commands(markup: str) -> Iterator[Finding]:
    for service, topic in _SERVER.findall(markup):
        yield ddefinding.made(html.unescape(f"{service} {topic}"), True, "SupBook")
    for command, automatic in commands(markup):
        yield ddefinding.made(command, automatic, "field")


def _decoded(text_: str) -> bytes:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text_)
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


UNIT = Unit(
    "office_xml",
    version=2,
    kinds=frozenset({"xml"}),
    examine=examine,
)
