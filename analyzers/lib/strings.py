"""Readable text out of raw bytes: strings, printable excerpts and defanged addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.model.artifact import Artifact

EXCERPT = 120  # characters shown of any raw value
LEGIBLE: Final = 4 << 20  # bytes of which the text is gathered
# Adjacent runs are consumed whole, so both patterns stay linear on hostile input.
_ASCII = re.compile(rb"[\x20-\x7e]{6,}")
# A class in front is searched three times as fast as a group.
_WIDE = re.compile(rb"[\x20-\x7e]\x00(?:[\x20-\x7e]\x00){5,}")
_URL = re.compile(rb"(?i)\b(?:https?|ftp)://[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d-\x7e]{4,1024}")


@dataclass(frozen=True, slots=True)
class Legible:
    """The readable text of an artifact, runs of six characters and more, one to a line."""

    narrow: bytes
    wide: bytes  # what stands there in UTF-16, in ASCII


def legible(artifact: Artifact) -> Legible:
    """Of the first 4 MiB; for ``Memo.once``."""
    data = artifact.data[:LEGIBLE]
    wide = (match.group()[::2] for match in _WIDE.finditer(data))
    return Legible(b"\n".join(_ASCII.findall(data)), b"\n".join(wide))


def strings(data: bytes) -> Iterator[tuple[int, str]]:
    """Runs of at least six printable characters with their offsets: ASCII first, then UTF-16LE."""
    yield from narrow(data)
    yield from wide(data)


def narrow(data: bytes) -> Iterator[tuple[int, str]]:
    """Those in ASCII."""
    for match in _ASCII.finditer(data):
        yield match.start(), match.group().decode("ascii")


def wide(data: bytes) -> Iterator[tuple[int, str]]:
    """Those in UTF-16LE."""
    for match in _WIDE.finditer(data):
        yield match.start(), match.group()[::2].decode("ascii")


def addresses(data: bytes, limit: int) -> list[str]:
    """The first ``limit`` different http, https and ftp URLs in ASCII or UTF-16LE text."""
    found: dict[str, None] = {}
    wide = b" ".join(match.group()[::2] for match in _WIDE.finditer(data))
    for source in (data, wide):
        for match in _URL.finditer(source):
            found.setdefault(match.group().decode("ascii").rstrip(".,;)"))
            if len(found) >= limit:
                return list(found)
    return list(found)


def printable(raw: bytes | str, limit: int = EXCERPT) -> str:
    """At most ``limit`` characters; what is not printable ASCII or a letter becomes "." ."""
    text = raw.decode("latin-1") if isinstance(raw, bytes) else raw
    if isinstance(raw, bytes) and len(raw) > 3 and not any(raw[1:16:2]):
        text = text[::2]  # UTF-16LE text that holds ASCII
    shown = "".join(c if c.isprintable() else "." for c in text[:limit])
    return shown[: limit - 1] + "…" if len(text) > limit else shown


def defang(url: str) -> str:
    """The address in a form no program turns into a link: hxxp://host[.]example/."""
    scheme, colon, rest = url.partition("://")
    if not colon:
        return url.replace(".", "[.]")
    host, slash, path = rest.partition("/")
    return f"{scheme.replace('t', 'x')}://{host.replace('.', '[.]')}{slash}{path}"
