"""What is said of the files in the image of a disk, whatever its file system, and the files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import inifile, membernames, names
from analyzers.lib.iso9660 import Cut, Entry
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context

MEMBERS: Final = 2_000
Taken = tuple[Entry, bytes, int]  # entry, content and how much of it the image holds


def members(
    taken: Iterator[Taken], context: Context, allowance: Allowance
) -> Iterator[Observation]:
    count, hidden, said = 0, [], set[Stop]()
    for one in _until_cut(taken):
        if isinstance(one, Finding):
            yield one
            continue
        entry, content, size = one
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


def _until_cut(taken: Iterator[Taken]) -> Iterator[Taken | Finding]:
    """A walk that met a bound of its own ends with a finding that says so."""
    try:
        yield from taken
    except Cut:
        title = "The image holds more files and folders, or deeper ones, than are looked at"
        yield Finding("limit.archive.members", Severity.MEDIUM, title)


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
