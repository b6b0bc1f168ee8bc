"""Content that is written in base64 or hex, or hidden by a key byte: files, addresses, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import encoded, linkset, quiethosts, rawbytes, urls
from analyzers.lib.encoded import Piece
from analyzers.lib.names import words_of
from analyzers.model.artifact import Artifact
from analyzers.model.executable import FoundString
from analyzers.model.observation import Child, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

LONGEST: Final = 200  # characters shown of a text
_TEXTS: Final = words_of("text json csv xml")  # only files are looked for in them
_URL = re.compile(r"(?:https?|ftp)://[^\s\"'<>\\]{4,1024}")
_WORDS: Final = {
    "pe": "a Windows program", "elf": "a Linux program", "lnk": "a shortcut", "pdf": "a PDF",
    "rtf": "a document", "ole": "a document", "zip": "an archive", "rar": "an archive",
    "7z": "an archive", "cab": "an archive",
}  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    raw = rawbytes.worth(artifact.kind)
    if not raw and artifact.kind not in _TEXTS:
        return
    data, bounds = artifact.data[: rawbytes.SCANNED], encoded.Bounds()
    for piece in encoded.first(encoded.written(data, bounds, texts=raw), bounds):
        yield from _told(piece)
    if raw:
        hidden = encoded.keyed(data, bounds, context.limits.member_bytes)
        for piece in encoded.first(hidden, bounds):
            yield from _told(piece)
    if len(artifact.data) > len(data):
        bounds.reached = f"only the first {rawbytes.SCANNED >> 20} MiB were searched"
    if bounds.reached:
        title = "Not all of it was searched for encoded content"
        yield Finding("limit.file.encoded", Severity.INFO, title, bounds.reached)


def _told(piece: Piece) -> Iterator[Observation]:
    if piece.kind:
        yield from _file(piece)
        return
    text = piece.data.decode("ascii", "replace")
    yield FoundString(piece.offset, piece.how, text[:LONGEST])
    yield from _address(piece, text)


def _file(piece: Piece) -> Iterator[Observation]:
    program = piece.kind in encoded.PROGRAMS
    title = f"Holds {_WORDS[piece.kind]} written in {piece.how}"
    if piece.how.startswith("XOR"):
        title = f"Holds {_WORDS[piece.kind]} hidden by a key byte ({piece.how})"
    rule = "file.encoded.program" if program else "file.encoded.document"
    severity = Severity.HIGH if program else Severity.LOW
    where = f"offset 0x{piece.offset:X}"
    yield Finding(rule, severity, title, f"{len(piece.data):,} bytes", where)
    yield Child(f"decoded at 0x{piece.offset:X}", piece.data, "", Relation.EMBEDDED)


def _address(piece: Piece, text: str) -> Iterator[Observation]:
    match = _URL.search(text)
    if match is None or quiethosts.quiet(urls.parse(match.group()).host):
        return
    where = f"{piece.how} at 0x{piece.offset:X}"
    hidden = piece.how.startswith("XOR")
    title = (
        "An address is hidden by a key byte" if hidden else "An address is written in an encoding"
    )
    severity = Severity.MEDIUM if hidden else Severity.LOW
    yield Finding("file.encoded.address", severity, title, match.group()[:LONGEST], where)
    yield linkset.make(match.group(), "", "decoded", where=where)


UNIT = Unit("encoded content", 3, frozenset(), examine, urls.IMPORTS, general=True)
