"""Virtual disks and images of volumes (VHD, VHDX, FAT, NTFS): the files on each partition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from analyzers.lib import blockdevice, fat, ntfs
from analyzers.lib.blockdevice import Device, Partition
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.imagefiles import Taken, members
from analyzers.lib.iso9660 import Entry
from analyzers.lib.unpack import Allowance
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_Files = tuple[list[Observation], Iterator[Taken]]


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    disk, kind, parts = _opened(artifact)
    yield Fact("Disk", kind)
    yield Fact("Size of the disk", f"{disk.size:,} bytes")
    allowance = Allowance.of(context.limits, len(artifact.data))
    found = list[Iterator[Taken]]()
    yield Fact("Volumes", str(len(parts)))
    for part in parts:
        try:
            said, taken = _volume(part, allowance, f"{part.name}/" if len(parts) > 1 else "")
        except Unreadable as problem:
            if len(parts) == 1:
                raise
            yield _unread(part, str(problem))
            continue
        yield from said
        found.append(taken)
    yield from members(chain.from_iterable(found), context, allowance)


def _opened(artifact: Artifact) -> tuple[Device, str, list[Partition]]:
    try:
        disk, kind = blockdevice.opened(artifact.data, artifact.kind)
        return disk, kind, list(blockdevice.partitions(disk))
    except PARSER_FAILURES as problem:
        raise Unreadable(f"The disk cannot be read ({reason(problem)})") from problem


def _volume(part: Partition, allowance: Allowance, inside: str) -> _Files:
    """What is said of the volume, and its files; ``Unreadable`` where no reader knows it."""
    try:
        return _known(part, allowance, inside)
    except PARSER_FAILURES as problem:
        raise Unreadable(f"The volume cannot be read ({reason(problem)})") from problem


def _known(part: Partition, allowance: Allowance, inside: str) -> _Files:
    head = part.device.read(0, 512)
    if head[3:11] == b"NTFS    ":
        return [Fact("File system", "NTFS")], _ntfs(ntfs.Volume(part.device), allowance, inside)
    if not any(head):
        return [Fact("File system", f"none on {part.name}")], iter(())
    if head[510:512] != b"\x55\xaa" or head[:1] not in (b"\xeb", b"\xe9"):
        raise Unreadable("The volume is of no kind that is read here")
    volume = fat.opened(part.device)
    said: list[Observation] = [Fact("File system", f"FAT{volume.width}")]
    said += [Fact("Label", found)] if (found := fat.label(volume)) else []
    return said, _fat(volume, allowance, inside)


def _most(allowance: Allowance) -> int:
    """One byte more than may be taken, so that the bound is seen."""
    return min(allowance.limits.member_bytes, max(0, allowance.left)) + 1


def _fat(volume: fat.Volume, allowance: Allowance, inside: str) -> Iterator[Taken]:
    for file in fat.files(volume):
        most = min(file.entry.size, _most(allowance))
        content = b"" if file.entry.directory else volume.chain(file.cluster, most)
        yield _placed(file.entry, inside), content, file.entry.size


def _ntfs(volume: ntfs.Volume, allowance: Allowance, inside: str) -> Iterator[Taken]:
    for entry, stream in ntfs.files(volume):
        yield _placed(entry, inside), volume.content(stream, _most(allowance)), stream.size


def _placed(entry: Entry, inside: str) -> Entry:
    return replace(entry, path=inside + entry.path) if inside else entry


def _unread(part: Partition, told: str) -> Finding:
    title = "A volume of the disk was not read"
    return Finding("image.volume.unread", Severity.LOW, title, told, part.name, incomplete=True)


UNIT = Unit("virtual disk", 1, frozenset({"vhd", "vhdx", "disk", "fat", "ntfs"}), examine)
