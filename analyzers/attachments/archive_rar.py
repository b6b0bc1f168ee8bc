"""RAR archives: names, locks and links from their headers; members as far as they unpack here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import membernames, names, rar, rar5
from analyzers.lib.candidates import ASKS, Candidate, candidates
from analyzers.lib.rar import RarArchive
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

MEMBERS: Final = 2_000  # as for other archives
_PASSWORDS: Final = 36
_ROUNDS: Final = _PASSWORDS << 15  # of PBKDF2 over all attempts; WinRAR writes 2 ** 15 for one


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    archive, found, tried = _opened(artifact, context)
    yield Fact("Format", "RAR 5" if archive.modern else "RAR before version 5")
    if archive.closed:
        yield from _closed(artifact, archive, tried)
        return
    files = [member for member in archive.members if not member.directory]
    yield Fact("Members", f"{len(files)}")
    if len(archive.members) > MEMBERS:
        title = f"Only the first {MEMBERS} members were examined"
        yield Finding("limit.archive.members", Severity.MEDIUM, title)
    if archive.volume:
        yield Fact("Volume", "one file of a split archive")
    for member in files[:MEMBERS]:
        locked = member.encrypted and found is None
        yield from membernames.judged("archive", member.name, locked=locked)
    inside = [member.name for member in files if member.encrypted]
    if inside or archive.lock:
        yield from _lock(artifact, archive, found, tried, inside)
    yield from _contents(artifact, archive, found, context)


def _opened(artifact: Artifact, context: Context) -> tuple[RarArchive, Candidate | None, int]:
    """The archive, the password that opens it, and how many were tried."""
    plain = rar.opened(artifact.data)
    lock = plain.any_lock
    if lock is None:
        return plain, None, 0
    most = _ROUNDS >> min(lock.rounds, rar5.ROUNDS) + 1
    tried = candidates(artifact, context, min(_PASSWORDS, most))
    for candidate in tried:
        if rar5.key_of(lock, candidate.password) is None:
            continue
        archive = rar.opened(artifact.data, candidate.password) if plain.lock else plain
        if lock.check or not archive.closed:
            return archive, candidate, len(tried)
    return plain, None, len(tried)


def _closed(artifact: Artifact, archive: RarArchive, tried: int) -> Iterator[Observation]:
    title = "The archive is locked, and so is the list of what it holds"
    if not archive.modern:
        yield Finding(
            "archive.encrypted.names", Severity.HIGH, title, rar.OLD_LOCK, incomplete=True
        )
        return
    yield Finding("archive.encrypted.names", Severity.HIGH, title, f"{tried} passwords tried")
    yield _need(artifact)


def _lock(
    artifact: Artifact, archive: RarArchive, found: Candidate | None, tried: int, inside: list[str]
) -> Iterator[Observation]:
    if found is not None:
        given = "the mail gives the password" if found.told else "a known password opened it"
        title = f"The archive is locked, and {given}"
        yield Finding("archive.encrypted.opened", Severity.MEDIUM, title, found.evidence)
        yield Fact("Password", found.password)
        return
    evidence = ", ".join(names.spelled(name) for name in inside[:5])
    where = f"{tried} passwords tried" if archive.modern else ""
    yield Finding("archive.encrypted", Severity.MEDIUM, "The archive is locked", evidence, where)
    if archive.modern:
        yield _need(artifact)


def _need(artifact: Artifact) -> Need:
    why = "The archive is locked and none of the known passwords opens it"
    return Need("password", artifact.sha256, why)


def _contents(
    artifact: Artifact, archive: RarArchive, found: Candidate | None, context: Context
) -> Iterator[Observation]:
    allowance = Allowance.of(context.limits, len(artifact.data))
    password = found.password if found else None
    children, said = 0, set[tuple[Stop, str]]()
    for member, result in rar.contents(archive, password, allowance):
        note = " ".join(filter(None, (result.stop.value, result.detail and f"({result.detail})")))
        yield ArchiveMember(member.name, member.size, member.packed, member.encrypted, note)
        if member.link and names.climbs(member.target):
            title = "A link leads out of its folder"
            told = f"{names.spelled(member.name)} → {names.spelled(member.target)}"
            yield Finding("archive.link", Severity.HIGH, title, told)
        if (result.stop, result.detail) not in said:
            said.add((result.stop, result.detail))
            yield from membernames.capped("archive", result.stop, result.detail, member.name)
        if result.data and children < min(context.limits.children, MEMBERS):
            children += 1
            yield Child(member.name, result.data, "", Relation.MEMBER)


UNIT = Unit("rar", 1, frozenset({"rar"}), examine, rar.IMPORTS, ASKS)
