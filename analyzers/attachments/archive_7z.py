"""7-Zip archives: what the directory lists, passwords, and the members themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import membernames, names, seven_zip
from analyzers.lib.candidates import ASKS, Candidate, candidates
from analyzers.lib.seven_zip import Locked, SevenZip
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

MEMBERS: Final = 2_000  # as for other archives
KEYS: Final = 24  # passwords tried at the usual cost of a key, some 75 ms of processor time each
CHEAP: Final = 36  # passwords tried however little a key costs


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    archive, candidate, tried = _opened(artifact, context)
    if archive is None:
        title = "The archive is locked, and so is the list of what it holds"
        yield Finding("archive.encrypted.names", Severity.HIGH, title, f"{tried} passwords tried")
        yield _need(artifact)
        return
    files = [member for member in archive.members if not member.directory]
    yield Fact("Members", f"{len(files)}")
    if len(files) > MEMBERS:
        title = f"Only the first {MEMBERS} members were examined"
        yield Finding("limit.archive.members", Severity.MEDIUM, title)
    closed = archive.encrypted and candidate is None
    for member in files[:MEMBERS]:
        yield from membernames.judged("archive", member.name, locked=closed)
    if archive.encrypted:
        yield from _lock(artifact, candidate, tried, [member.name for member in files])
    yield from _contents(archive, context, Allowance.of(context.limits, len(artifact.data)))
    if (behind := len(artifact.data) - archive.comment) > 0:
        title = "Bytes stand behind the archive"
        where = f"offset {archive.comment}"
        yield Finding("archive.appended", Severity.LOW, title, f"{behind} bytes", where)
        yield Child("behind the archive", artifact.data[-behind:], "", Relation.OVERLAY)


def _opened(artifact: Artifact, context: Context) -> tuple[SevenZip | None, Candidate | None, int]:
    """The archive with the password that opens it, as far as any does, and how many were tried."""
    try:
        plain = SevenZip(artifact.data)
    except Locked:
        plain = None
    if plain is not None and not plain.encrypted:
        return plain, None, 0
    most = _affordable(plain.cycles if plain else seven_zip.USUAL_CYCLES)
    tried = candidates(artifact, context, most)
    for candidate in tried:
        try:
            archive = SevenZip(artifact.data, candidate.password)
            if archive.fits():
                return archive, candidate, len(tried)
        except Locked:
            continue
    return plain, None, len(tried)


def _affordable(cycles: int) -> int:
    """The archive chooses what one key costs; up to 2 ** 62 rounds."""
    if cycles == 0x3F or cycles < 12:
        return CHEAP
    return int(min(CHEAP, KEYS * 2.0 ** (seven_zip.USUAL_CYCLES - cycles)))


def _lock(
    artifact: Artifact, candidate: Candidate | None, tried: int, inside: list[str]
) -> Iterator[Observation]:
    if candidate is not None:
        given = "the mail gives the password" if candidate.told else "a known password opened it"
        title = f"The archive is locked, and {given}"
        yield Finding("archive.encrypted.opened", Severity.MEDIUM, title, candidate.evidence)
        yield Fact("Password", candidate.password)
        return
    evidence = ", ".join(names.spelled(name) for name in inside[:5])
    title = "The archive is locked"
    yield Finding("archive.encrypted", Severity.MEDIUM, title, evidence, f"{tried} passwords tried")
    yield _need(artifact)


def _need(artifact: Artifact) -> Need:
    why = "The archive is locked and none of the known passwords opens it"
    return Need("password", artifact.sha256, why)


def _contents(archive: SevenZip, context: Context, allowance: Allowance) -> Iterator[Observation]:
    children, said = 0, set[Stop]()
    packed = [member for member in archive.members if member.folder >= 0]
    if not packed:
        return
    for member, result in archive.content(allowance):
        note = " ".join(filter(None, (result.stop.value, result.detail and f"({result.detail})")))
        encrypted = archive.encrypted
        yield ArchiveMember(member.name, member.size, member.packed, encrypted, note)
        if result.stop not in said:
            said.add(result.stop)
            yield from membernames.capped("archive", result.stop, result.detail, member.name)
        if result.data and children < min(context.limits.children, MEMBERS):
            children += 1
            yield Child(member.name, result.data, "", Relation.MEMBER)


UNIT = Unit("7z", 1, frozenset({"7z"}), examine, seven_zip.IMPORTS, ASKS)
