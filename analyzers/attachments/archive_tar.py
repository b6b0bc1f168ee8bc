"""TAR archives: members, links and devices, read as far as the archive holds."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Final

from analyzers.lib import membernames, names
from analyzers.lib.failures import reason
from analyzers.lib.unpack import Allowance, Stop, Unpacked, read_through
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

MEMBERS: Final = 2_000  # as for other archives
_BROKEN: Final = (tarfile.TarError, OSError, EOFError, ValueError, IndexError, OverflowError)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    allowance = Allowance.of(context.limits, len(artifact.data))
    count = children = 0
    said: set[str] = set()
    try:
        with tarfile.open(fileobj=io.BytesIO(artifact.data), mode="r:", errorlevel=0) as archive:
            for member in archive:
                count += 1
                if count > MEMBERS:
                    title = f"Only the first {MEMBERS} members were examined"
                    yield Finding("limit.archive.members", Severity.MEDIUM, title)
                    break
                yield from membernames.judged("archive", member.name)
                yield from _once(_link(member), said)
                result = _content(archive, member, allowance, children, context)
                yield _listed(member, result)
                yield from _once(
                    membernames.capped("archive", result.stop, result.detail, member.name), said
                )
                if result.data:
                    children += 1
                    yield Child(member.name, result.data, "", Relation.MEMBER)
    except _BROKEN as problem:
        if not count:
            raise Unreadable(f"The archive cannot be read ({reason(problem)})") from problem
        title = "The archive is damaged; members up to there were read"
        rule = "archive.damaged"
        yield Finding(rule, Severity.LOW, title, reason(problem), incomplete=True)
    yield Fact("Members", f"{min(count, MEMBERS)}")


def _once(findings: Iterator[Finding], said: set[str]) -> Iterator[Finding]:
    """The first of each title: an archive of sources holds thousands of links."""
    for finding in findings:
        if finding.title not in said:
            said.add(finding.title)
            yield finding


def _link(member: tarfile.TarInfo) -> Iterator[Finding]:
    if not (member.issym() or member.islnk()):
        return
    target = member.linkname
    outside = names.climbs(target)
    severity = Severity.HIGH if outside else Severity.INFO
    title = "A link leads out of its folder" if outside else "Holds links to other members"
    evidence = f"{names.spelled(member.name)} → {names.spelled(target)}"
    yield Finding("archive.link", severity, title, evidence)


def _content(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    allowance: Allowance,
    children: int,
    context: Context,
) -> Unpacked:
    """Sparse files claim more than is there: bounded as if they were packed."""
    if not member.isreg():
        return Unpacked(b"")
    if children >= context.limits.children:
        return Unpacked(b"", Stop.TOTAL)
    stream = archive.extractfile(member)
    if stream is None:
        return Unpacked(b"")
    try:
        return read_through(stream, max(member.size, 1), allowance)
    except tarfile.ReadError as problem:
        return Unpacked(b"", Stop.DAMAGED, reason(problem))


def _listed(member: tarfile.TarInfo, result: Unpacked) -> ArchiveMember:
    kind = "" if member.isreg() or member.isdir() else _kind(member)
    note = " ".join(filter(None, (kind, result.stop.value)))
    return ArchiveMember(member.name, member.size, member.size, False, note)


def _kind(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return f"link to {member.linkname}"
    return "device" if member.isdev() else "special file"


UNIT = Unit("tar", 1, frozenset({"tar"}), _examine, ("tarfile", "bz2", "lzma"))
