"""Plain archives of Unix (cpio, ar, Debian packages): members, links, and what is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import membernames, names, oldarchives
from analyzers.lib.oldarchives import Member
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

MEMBERS: Final = 2_000  # as for other archives


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    allowance = Allowance.of(context.limits, len(artifact.data))
    count, said = 0, set[str]()
    most = min(MEMBERS, context.limits.children)
    try:
        for member in oldarchives.members(artifact.data):
            count += 1
            if count > most:
                title = f"Only the first {most} members were examined"
                yield Finding("limit.archive.members", Severity.MEDIUM, title)
                break
            for seen in _member(member, allowance):
                if not isinstance(seen, Finding) or seen.title not in said:
                    said |= {seen.title} if isinstance(seen, Finding) else set()
                    yield seen
    except Unreadable as problem:
        if not count:
            raise
        title = "The archive is damaged; members up to there were read"
        yield Finding("archive.damaged", Severity.LOW, title, str(problem), incomplete=True)
    yield Fact("Members", str(min(count, most)))


def _member(member: Member, allowance: Allowance) -> Iterator[Observation]:
    yield from membernames.judged("archive", member.name)
    if member.link:
        outside = names.climbs(member.link)
        title = "A link leads out of its folder" if outside else "Holds links to other members"
        evidence = f"{names.spelled(member.name)} → {names.spelled(member.link)}"
        yield Finding("archive.link", Severity.HIGH if outside else Severity.INFO, title, evidence)
    stop = _stop(member, allowance) if member.regular else Stop.NONE
    note = f"link to {member.link}" if member.link else stop.value
    yield ArchiveMember(member.name, member.size, len(member.data), False, note)
    yield from membernames.capped("archive", stop, "", member.name)
    if member.regular and member.data and stop in (Stop.NONE, Stop.DAMAGED):
        allowance.left -= len(member.data)
        yield Child(member.name, member.data, "", Relation.MEMBER)


def _stop(member: Member, allowance: Allowance) -> Stop:
    if len(member.data) > allowance.limits.member_bytes:
        return Stop.MEMBER
    if len(member.data) > allowance.left:
        return Stop.TOTAL
    return Stop.DAMAGED if len(member.data) < member.size else Stop.NONE


UNIT = Unit("unix archive", 1, frozenset({"cpio", "ar", "deb"}), examine)
