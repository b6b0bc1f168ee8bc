"""Disc images (ISO 9660, Joliet, UDF): what they hold, which escapes the mark of the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import inifile, iso9660, membernames, names, udf
from analyzers.lib.iso9660 import Entry
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

MEMBERS: Final = 2_000
_UDF_MARKS: Final = (b"NSR02", b"NSR03", b"BEA01")
_Taken = tuple[Entry, bytes, int]  # entry, content and how much of it the image holds


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    data = artifact.data
    facts, members = _read(data, context)
    yield from facts
    yield from _members(members, context, Allowance.of(context.limits, len(data)))


def _read(data: bytes, context: Context) -> tuple[list[Fact], Iterator[_Taken]]:
    """UDF where it is there and whole, since systems prefer it; else ISO 9660."""
    most = context.limits.member_bytes + 1
    if any(data[at : at + 5] in _UDF_MARKS for at in range(0x8001, 0x8001 + 2048 * 16, 2048)):
        try:
            image = udf.opened(data)
        except Unreadable:
            if data[0x8001:0x8006] != b"CD001":
                raise
        else:
            facts = [Fact("File system", "UDF"), Fact("Label", image.label)]
            return facts, ((e, n.content(data, most), n.size) for e, n in udf.entries(data, image))
    volume = iso9660.volume(data)
    kind = "ISO 9660 with Joliet names" if volume.joliet else "ISO 9660"
    facts = [Fact("File system", kind), Fact("Label", volume.label)]
    facts += [Fact("Made by", volume.made_by)] if volume.made_by else []
    facts += [Fact("Boots", "yes")] if volume.bootable else []
    cut = ((e, data[e.offset : e.offset + min(e.size, most)], e.size) for e in _all(data, volume))
    return facts, cut


def _all(data: bytes, volume: iso9660.Volume) -> Iterator[Entry]:
    yield from iso9660.entries(data, volume)


def _members(
    members: Iterator[_Taken], context: Context, allowance: Allowance
) -> Iterator[Observation]:
    count, hidden, said = 0, [], set[Stop]()
    for entry, content, size in members:
        if entry.directory:
            continue
        count += 1
        if count > min(MEMBERS, context.limits.children):
            title = f"Only the first {count - 1} files were examined"
            yield Finding("limit.archive.members", Severity.MEDIUM, title)
            break
        yield from membernames.judged("archive", entry.path)
        stop = _stop(content, size, allowance)
        note = " ".join(filter(None, ("hidden" if entry.hidden else "", stop.value)))
        yield ArchiveMember(entry.path, size, size, False, note)
        if stop not in said:
            said.add(stop)
            told = f"{len(content)} of {size} bytes"
            yield from membernames.capped("archive", stop, told, entry.path)
        if entry.hidden:
            hidden.append(entry.path)
        if names.base(entry.path).casefold() == "autorun.inf":
            yield from _autorun(content)
        if content and stop in (Stop.NONE, Stop.DAMAGED):
            allowance.left -= len(content)
            yield Child(entry.path, content, "", Relation.MEMBER)
    yield Fact("Files", str(min(count, MEMBERS)))
    yield from _hidden(hidden)


def _stop(content: bytes, size: int, allowance: Allowance) -> Stop:
    if size > allowance.limits.member_bytes:
        return Stop.MEMBER
    if len(content) > allowance.left:
        return Stop.TOTAL
    return Stop.DAMAGED if len(content) < size else Stop.NONE


def _hidden(paths: list[str]) -> Iterator[Finding]:
    """Lures show one shortcut and hide what it starts."""
    if paths:
        running = [path for path in paths if names.extension(path) in names.DANGEROUS]
        severity = Severity.HIGH if running else Severity.LOW
        title = "Files in the image are hidden from who opens it"
        evidence = ", ".join(names.spelled(path) for path in (running or paths)[:5])
        yield Finding("image.hidden", severity, title, evidence)


def _autorun(content: bytes) -> Iterator[Finding]:
    sections = inifile.read(content[:65_536].decode("latin-1"))
    for key in ("open", "shellexecute"):
        if command := inifile.first(sections, "autorun", key):
            title = "The image names a program to start by itself; today's Windows asks first"
            yield Finding("image.autorun", Severity.MEDIUM, title, command[:300], "autorun.inf")
            return


UNIT = Unit("disc image", 1, frozenset({"iso", "udf"}), examine)
