"""ZIP archives: what the directory lists, what is hidden in it, and the members themselves."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from analyzers.lib import membernames, names
from analyzers.lib.candidates import ASKS, Candidate, candidates
from analyzers.lib.mend_zip import mended
from analyzers.lib.unpack import (
    AES_METHOD,
    ENCRYPTED,
    Allowance,
    Stop,
    Unpacked,
    opened,
    renamed,
    unpack,
)
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

MEMBERS = 2_000  # listed and judged; a mail attachment seldom holds more than 50
PASSWORDS = 36  # tried; each costs a key derivation (AES) or a pass over the member
SLOW_CIPHER = 4 << 20  # bytes; ZipCrypto runs in Python at about 1 MB a CPU second


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    archive, lost = _open(artifact.data)
    with archive:
        if lost:
            title = "The directory is damaged; members were found by their own headers"
            rule = "zip.directory.damaged"
            yield Finding(rule, Severity.MEDIUM, title, lost, incomplete=True)
        members = archive.infolist()
        yield Fact("Members", f"{len(members)}")
        if archive.comment:
            yield Fact("Archive comment", archive.comment[:200].decode("utf-8", "replace"))
        listed = members[:MEMBERS]
        if len(members) > MEMBERS:
            title = f"Only the first {MEMBERS} of {len(members)} members were examined"
            yield Finding("limit.zip.members", Severity.MEDIUM, title)
        yield from _layout(artifact, archive, listed)
        for member in listed:
            locked = bool(member.flag_bits & ENCRYPTED)
            yield from membernames.judged("zip", member.filename, locked=locked)
        yield from _contents(artifact, archive, listed, context)


def _open(data: bytes) -> tuple[zipfile.ZipFile, str]:
    """The archive, and why its directory had to be made anew ("" where it is sound)."""
    try:
        return opened(data), ""
    except Unreadable as problem:
        whole = mended(data)
        if whole is None:
            raise
        return opened(whole), str(problem)


def _layout(
    artifact: Artifact, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[Finding]:
    """Contradictions between the directory and the bytes, which fool other readers."""
    spans = sorted((m.header_offset, m.header_offset + 30 + m.compress_size) for m in members)
    overlaps = sum(end > start for (_, end), (start, _) in pairwise(spans))
    if overlaps:
        title = "Members share bytes with one another: a bomb, or damage"
        severity = Severity.HIGH if overlaps > 1 else Severity.LOW
        yield Finding("zip.layout.overlap", severity, title, f"{overlaps} overlaps")
    for member in members:
        if other := renamed(archive, member):
            yield Finding(
                "zip.layout.two-names",
                Severity.HIGH,
                "A member has one name in the directory and another in its header",
                f"{names.spelled(member.orig_filename)} / {names.spelled(other)}",
            )
            break
    if (first := min((m.header_offset for m in members), default=0)) > 0:
        yield Finding(
            "zip.layout.prefix",
            Severity.LOW,
            "Bytes stand in front of the archive",
            f"{first} bytes, starting {artifact.data[:8].hex(' ')}",
        )
    repeated = [name for name, times in Counter(m.filename for m in members).items() if times > 1]
    if repeated:
        evidence = names.spelled(repeated[0])
        yield Finding("zip.layout.repeated", Severity.MEDIUM, "One name occurs twice", evidence)


def _contents(
    artifact: Artifact,
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    context: Context,
) -> Iterator[Observation]:
    allowance = Allowance.of(context.limits, len(artifact.data))
    locked = [m for m in members if m.flag_bits & ENCRYPTED and not m.filename.endswith("/")]
    password = None
    if locked:
        found = _password(artifact, archive, locked, context)
        yield from _locked(artifact, locked, found)
        password = found.password.encode("utf-8") if found else None
    children, said = 0, set[Stop]()
    for member in members:
        if member.filename.endswith("/"):
            continue
        result = _unpacked(archive, member, allowance, password, children, context)
        yield _listed(member, result)
        if result.stop not in said:
            said.add(result.stop)
            yield from membernames.capped("zip", result.stop, result.detail, member.filename)
        if result.data:
            children += 1
            yield Child(member.filename, result.data, "", Relation.MEMBER)
    if children >= context.limits.children:
        title = f"Only the first {children} members were unpacked"
        yield Finding("limit.zip.children", Severity.MEDIUM, title)


def _unpacked(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    allowance: Allowance,
    password: bytes | None,
    children: int,
    context: Context,
) -> Unpacked:
    locked = bool(member.flag_bits & ENCRYPTED)
    if locked and password is None:
        return Unpacked(b"", Stop.LOCKED)
    if locked and member.compress_type != AES_METHOD and member.compress_size > SLOW_CIPHER:
        return Unpacked(b"", Stop.MEMBER, "too large for the old cipher")
    if allowance.left <= 0 or children >= context.limits.children:
        return Unpacked(b"", Stop.TOTAL)
    return unpack(archive, member, allowance, password if locked else None)


def _listed(member: zipfile.ZipInfo, result: Unpacked) -> ArchiveMember:
    note = " ".join(filter(None, (result.stop.value, result.detail and f"({result.detail})")))
    return ArchiveMember(
        member.filename,
        member.file_size,
        member.compress_size,
        bool(member.flag_bits & ENCRYPTED),
        note,
    )


def _password(
    artifact: Artifact,
    archive: zipfile.ZipFile,
    locked: list[zipfile.ZipInfo],
    context: Context,
) -> Candidate | None:
    """The first candidate that opens the smallest locked member, checksum included."""
    smallest = min(locked, key=lambda member: member.compress_size)
    if smallest.compress_type != AES_METHOD and smallest.compress_size > SLOW_CIPHER:
        return None
    for candidate in candidates(artifact, context, PASSWORDS):
        trial = Allowance.of(context.limits, len(artifact.data))
        result = unpack(archive, smallest, trial, candidate.password.encode("utf-8"))
        if result.stop is Stop.NONE:
            return candidate
    return None


def _locked(
    artifact: Artifact, locked: list[zipfile.ZipInfo], found: Candidate | None
) -> Iterator[Observation]:
    evidence = ", ".join(names.spelled(m.filename) for m in locked[:5])
    if found is not None:
        given = "the mail gives the password" if found.told else "a known password opened it"
        title = f"The archive is locked, and {given}"
        yield Finding("zip.encrypted.opened", Severity.MEDIUM, title, found.evidence)
        yield Fact("Password", found.password)
        return
    yield Finding("zip.encrypted", Severity.MEDIUM, "The archive is locked", evidence)
    why = "The archive is locked and none of the known passwords opens it"
    yield Need("password", artifact.sha256, why)


UNIT = Unit(
    "zip",
    version=3,
    asks=ASKS,
    kinds=frozenset({"zip", "jar", "apk", "opc", "odf", "epub", "vsdx"}),
    examine=examine,
    imports=("bz2", "lzma", "cryptography.hazmat.primitives.ciphers", "inflate64"),
)
