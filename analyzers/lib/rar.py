"""A RAR archive of any version: its members, its lock, and their contents under bounds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from analyzers.lib import libarchive, rar4, rar5
from analyzers.lib.rarmember import RarLock, RarMember
from analyzers.lib.unpack import Allowance, Stop, Unpacked, read_through
from analyzers.model.unit import Unreadable

IMPORTS: Final = ("analyzers.lib.libarchive", "cryptography.hazmat.primitives.ciphers")
NO_DECODER: Final = "not unpacked: no RAR decoder"
OLD_LOCK: Final = "locks of before RAR 5 are not opened here"
_LINKED: Final = "a link: it holds nothing of its own"
MOST: Final = 2_001  # members read: one more than is examined
_READERS_REACH: Final = 1 << 20  # bytes in which unpackers look for the mark, behind a program


@dataclass(frozen=True, slots=True)
class RarArchive:
    """``lock`` is that of the headers; ``members`` is empty while it is closed."""

    data: bytes
    start: int
    modern: bool
    members: tuple[RarMember, ...]
    head: bytes
    lock: RarLock | None = None
    closed: bool = False  # whether the names are locked
    solid: bool = False
    volume: bool = False

    @property
    def any_lock(self) -> RarLock | None:
        """The lock by which a password can be tried."""
        locks = (member.lock for member in self.members if member.lock)
        return self.lock or next(locks, None)


def opened(data: bytes, password: str | None = None) -> RarArchive:
    """The archive as far as it can be read; ``Unreadable`` where it holds no block."""
    start = data.find(b"Rar!\x1a\x07", 0, _READERS_REACH)
    if start >= 0 and data.startswith(rar5.SIGNATURE, start):
        return _modern(data, start, password)
    if start < 0 or not data.startswith(rar4.SIGNATURE, start):
        raise Unreadable("There is no RAR header that can be read")
    head, flags = rar4.head(data, start)
    closed = rar4.locked(flags)
    members = () if closed else tuple(islice(rar4.members(data, start), MOST))
    if not members and not closed and len(data) > start + 20 and head == rar4.SIGNATURE:
        raise Unreadable("The blocks of the RAR archive cannot be read")
    solid, volume = rar4.solid(flags), rar4.volume(flags)
    return RarArchive(data, start, False, members, head, None, closed, solid, volume)


def _modern(data: bytes, start: int, password: str | None) -> RarArchive:
    found = list(islice(rar5.blocks(data, start), MOST + 2))
    if not found:
        raise Unreadable("The blocks of the RAR archive cannot be read")
    lock = next((rar5.lock(block) for block in found if rar5.lock(block)), None)
    if lock and password is not None and (key := rar5.key_of(lock, password)):
        found = list(islice(rar5.blocks(data, start, key), MOST + 2))
    members = tuple(member for block in found if (member := _member(data, block)))
    solid = any(member.solid for member in members)
    closed = lock is not None and len(found) == 1
    volume = any(rar5.volume(block) for block in found)
    head = rar5.head(solid=solid)
    return RarArchive(data, start, True, members, head, lock, closed, solid, volume)


def _member(data: bytes, block: rar5.Block) -> RarMember | None:
    try:
        return rar5.member(data, block)
    except (ValueError, IndexError, struct.error):  # the header is cut off
        return None


def contents(
    archive: RarArchive, password: str | None, allowance: Allowance
) -> Iterator[tuple[RarMember, Unpacked]]:
    """Each member that is no folder with what came out of it."""
    keys: dict[tuple[int, bytes], bytes | None] = {}
    ready = [_unlocked(archive, member, password, keys) for member in archive.members]
    together = _together(archive, ready) if archive.solid else None
    for member, content in zip(archive.members, ready, strict=True):
        entry = next(together, None) if together is not None else None
        if member.directory:
            continue
        if isinstance(content, Unpacked):
            yield member, content
        elif allowance.left <= 0:
            yield member, Unpacked(b"", Stop.TOTAL)
        elif member.stored:
            yield member, _stored(member, content, allowance)
        elif not libarchive.AVAILABLE or member.foreign:
            yield member, Unpacked(b"", Stop.METHOD, NO_DECODER)
        elif archive.solid:
            yield member, _read(entry, member, allowance)
        else:
            yield member, _alone(archive, member, content, allowance)


def _unlocked(
    archive: RarArchive,
    member: RarMember,
    password: str | None,
    keys: dict[tuple[int, bytes], bytes | None],
) -> bytes | Unpacked:
    """The packed content in clear, or why there is none."""
    packed = archive.data[member.offset : member.offset + member.packed]
    if member.link:
        to = f" to {member.target}" if member.target else ""
        return Unpacked(b"", Stop.NONE, _LINKED + to)
    if member.split:
        return Unpacked(b"", Stop.METHOD, "the member goes on in another file of a split archive")
    if len(packed) < member.packed:
        return Unpacked(b"", Stop.DAMAGED, "the archive is cut off")
    if not member.encrypted:
        return packed
    if not archive.modern:
        return Unpacked(b"", Stop.METHOD, OLD_LOCK)
    if password is None or member.lock is None:
        return Unpacked(b"", Stop.LOCKED)
    lock = member.lock
    if (which := (lock.rounds, lock.salt + lock.check)) not in keys:
        keys[which] = rar5.key_of(lock, password) if len(keys) < 4 else None
    key = keys[which]
    if not key:
        return Unpacked(b"", Stop.LOCKED)
    plain = rar5.decrypted(packed, key, lock.vector)
    return plain if member.stored else rar5.trimmed(plain)


def _stored(member: RarMember, content: bytes, allowance: Allowance) -> Unpacked:
    plain = content[: member.size]
    result = read_through(io.BytesIO(plain), len(plain), allowance)
    wrong = member.checksum is not None and zlib.crc32(plain) != member.checksum
    return replace(result, stop=Stop.DAMAGED) if wrong and result.stop is Stop.NONE else result


def _feed(archive: RarArchive, member: RarMember, content: bytes) -> bytes:
    return rar5.alone(member, content) if archive.modern else member.block


def _tail(archive: RarArchive) -> bytes:
    return rar5.tail() if archive.modern else b""


def _together(
    archive: RarArchive, ready: list[bytes | Unpacked]
) -> Iterator[libarchive.Entry | None]:
    """Members of a solid archive, each of which needs those before it."""
    pairs = zip(archive.members, ready, strict=True)
    feed = b"".join(
        _feed(archive, member, b"" if isinstance(content, Unpacked) else content)
        for member, content in pairs
    )
    try:
        yield from libarchive.entries(archive.head + feed + _tail(archive))
    except ValueError:
        return


def _alone(
    archive: RarArchive, member: RarMember, content: bytes, allowance: Allowance
) -> Unpacked:
    try:
        feed = archive.head + _feed(archive, member, content) + _tail(archive)
        running = libarchive.entries(feed)  # held while it is read: dropping it frees the archive
        return _read(next(running, None), member, allowance)
    except ValueError as problem:
        return Unpacked(b"", Stop.DAMAGED, str(problem))


def _read(entry: libarchive.Entry | None, member: RarMember, allowance: Allowance) -> Unpacked:
    if entry is None:
        return Unpacked(b"", Stop.DAMAGED, "the decoder finds no member there")
    result = read_through(entry, max(member.packed, 1), allowance)  # type: ignore[arg-type]
    if result.stop is Stop.NONE and len(result.data) < member.size:
        told = f"{len(result.data)} of {member.size} bytes came out"
        return replace(result, stop=Stop.DAMAGED, detail=told)
    return result
