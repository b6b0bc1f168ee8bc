"""Single compressed files (gzip, bzip2, xz, zstd): what their header says, and what is inside."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

from analyzers.lib import membernames, streams
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Observation, Relation
from analyzers.model.unit import Context, Unit, Unreadable

_ENDINGS: Final = {
    ".gz": "", ".bz2": "", ".xz": "", ".zst": "", ".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar",
    ".txz": ".tar", ".tzst": ".tar", ".svgz": ".svg", ".emlz": ".eml",
}  # fmt: skip
# RFC 1952, 2.3.1: flags of the header and the systems that write it.
_EXTRA, _NAME, _COMMENT = 4, 8, 16
_SYSTEMS: Final = {0: "Windows (FAT)", 3: "Unix", 7: "Macintosh", 10: "Windows", 11: "Windows"}
_TEXT: Final = 1_000  # bytes of a name or comment that are read


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    inner = ""
    if artifact.kind == "gz":
        inner = _header_name(artifact.data)
        yield from _header(artifact.data, inner)
    result = streams.unpacked(
        artifact.kind, artifact.data, Allowance.of(context.limits, len(artifact.data))
    )
    if result.stop is Stop.DAMAGED and not result.data:
        raise Unreadable(f"It cannot be unpacked ({result.detail})")
    name = inner or _without_ending(artifact.name)
    yield ArchiveMember(name, len(result.data), len(artifact.data), False, result.stop.value)
    yield from membernames.judged("archive", name)
    yield from membernames.capped("archive", result.stop, result.detail, name)
    if result.data:
        yield Child(name, result.data, "", Relation.MEMBER)


def _without_ending(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    ending = path.suffix.lower()
    if ending in _ENDINGS:
        return path.name[: -len(ending)] + _ENDINGS[ending]
    return f"{path.name or 'content'} (unpacked)"


def _header(data: bytes, name: str) -> Iterator[Fact]:
    if len(data) < 10:
        return
    seconds, system = struct.unpack_from("<I", data, 4)[0], data[9]
    if name:
        yield Fact("Original name", name)
    if seconds:
        packed = datetime.fromtimestamp(seconds, UTC)
        yield Fact("Packed", f"{packed:%Y-%m-%d %H:%M:%S} UTC, as the file says")
    if system in _SYSTEMS:
        yield Fact("Packed on", _SYSTEMS[system])


def _header_name(data: bytes) -> str:
    """The name that gzip's header keeps, "" where it has none (RFC 1952, 2.3)."""
    flags = data[3] if len(data) > 10 else 0
    at = 10
    if flags & _EXTRA and len(data) >= at + 2:
        at += 2 + int(struct.unpack_from("<H", data, at)[0])
    if not flags & _NAME:
        return ""
    end = data.find(b"\0", at, at + _TEXT)
    return data[at:end].decode("latin-1") if end > at else ""


UNIT = Unit("compressed", 1, streams.KINDS, _examine, streams.IMPORTS)
