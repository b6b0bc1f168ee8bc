"""Encrypted Office documents: opens them with the passwords at hand, or says that it could not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzers.lib.candidates import ASKS, Candidate, candidates
from analyzers.lib.compound import Compound
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.quiet import quiet
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from msoffcrypto.format.base import BaseOfficeFile

# Excel and PowerPoint open documents with these without asking.
DEFAULTS = ("VelvetSweatshop", "/01Hannes Ruescher/01")
PASSWORDS = 20
HASHES = 3_000_000  # key derivation rounds over all attempts, about 3 s of CPU
ROUNDS = 3  # derivations of one attempt: key, and the two halves of its check
_SPIN = re.compile(rb"spinCount=\"(\d{1,9})\"")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    office = _open(artifact.data)
    if office is None:
        return
    yield Fact("Encryption", str(getattr(office, "type", "") or "binary format"))
    tried = _tried(artifact, context)
    for candidate in tried:
        if plain := _decrypted(artifact.data, candidate.password):
            yield from _opened(artifact, candidate, plain)
            return
    title = "The document is encrypted"
    evidence = f"{len(tried)} passwords tried"
    yield Finding("office.encrypted", Severity.MEDIUM, title, evidence)
    why = "The document is encrypted and none of the known passwords opens it"
    yield Need("password", artifact.sha256, why)


def _tried(artifact: Artifact, context: Context) -> list[Candidate]:
    """Those Office knows by itself come second: an answer is given for this very document."""
    known = candidates(artifact, context, PASSWORDS)
    first = 1 if ("password", artifact.sha256) in context.answers else 0
    defaults = [Candidate(password) for password in DEFAULTS]
    ordered = [*known[:first], *defaults, *known[first:]]
    unique = {candidate.password: candidate for candidate in reversed(ordered)}
    return list(reversed(unique.values()))[: _affordable(artifact.data)]


def _opened(artifact: Artifact, candidate: Candidate, plain: bytes) -> Iterator[Observation]:
    password = candidate.password
    if password in DEFAULTS:
        title = "The document is encrypted with a password Office knows: readers notice nothing"
        yield Finding("office.encrypted.default-password", Severity.HIGH, title, password)
    else:
        given = "the mail gives the password" if candidate.told else "a known password opened it"
        title = f"The document is encrypted, and {given}"
        yield Finding("office.encrypted.opened", Severity.MEDIUM, title, candidate.evidence)
    yield Fact("Password", password)
    yield Child(artifact.name or "decrypted", plain, "", Relation.EMBEDDED)


def _open(data: bytes) -> BaseOfficeFile | None:
    """The document where it is encrypted, None where it is not."""
    try:
        with quiet():
            return _encrypted(data)
    except PARSER_FAILURES as problem:
        # A document whose encryption cannot be read is another unit's business, unless it says so.
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
            raise Unreadable(f"Encryption cannot be read ({reason(problem)})") from problem
        return None


def _encrypted(data: bytes) -> BaseOfficeFile | None:
    import msoffcrypto
    from msoffcrypto import exceptions

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        return office if office.is_encrypted() else None
    except (
        exceptions.FileFormatError,
        exceptions.ParseError,
        exceptions.DecryptionError,
    ) as problem:
        raise ValueError(str(problem)) from problem


def _affordable(data: bytes) -> int:
    """How many passwords may be tried: the file chooses what one attempt costs."""
    with Compound(data) as compound:
        streams = [raw for _path, raw in compound.named("EncryptionInfo")]
    spins = max((int(m.group(1)) for raw in streams for m in _SPIN.finditer(raw)), default=50_000)
    return min(PASSWORDS, HASHES // max(1, spins * ROUNDS))


class _InMemory:
    """Stands for the module ``tempfile`` in the library's readers of binary formats: a box has no
    files, and what was encrypted has no business on a disk."""

    TemporaryFile = io.BytesIO


def _keep_in_memory() -> None:
    from msoffcrypto.format import doc97, ppt97, xls97

    for reader in (doc97, ppt97, xls97):
        reader.tempfile = _InMemory


def _decrypted(data: bytes, password: str) -> bytes:
    """The document in clear; b"" where the password does not fit."""
    import msoffcrypto
    from msoffcrypto import exceptions

    _keep_in_memory()
    output = io.BytesIO()
    try:
        with quiet():
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            # The binary formats always verify, and take no word on it.
            checked = {"verify_password": True} if _verifiable(office) else {}
            office.load_key(password=password, **checked)
            office.decrypt(output)
    except (
        exceptions.InvalidKeyError,
        exceptions.DecryptionError,
        exceptions.FileFormatError,
        exceptions.ParseError,
        *PARSER_FAILURES,
    ):
        return b""
    plain = output.getvalue()
    return plain if office.format != "ooxml" or plain.startswith(b"PK") else b""


def _verifiable(office: BaseOfficeFile) -> bool:
    """The library compares a SHA-1 of 20 bytes with its padded form of 32 and never finds them
    alike ([MS-OFFCRYPTO] 2.3.4.13); what comes out is looked at in its place."""
    if office.format != "ooxml":
        return False
    information = getattr(office, "info", None)
    told = information.get("passwordHashAlgorithm", "") if isinstance(information, dict) else ""
    return str(told).upper().replace("-", "") != "SHA1"


UNIT = Unit(
    "encrypted",
    version=2,
    asks=ASKS,
    kinds=frozenset({"ooxml-encrypted", "doc", "xls", "ppt"}),
    examine=examine,
    imports=(
        "msoffcrypto",
        "msoffcrypto.format.ooxml",
        "msoffcrypto.format.doc97",
        "msoffcrypto.format.xls97",
        "msoffcrypto.format.ppt97",
        "xml.dom.minidom",
        "xml.dom.expatbuilder",
        "olefile",
    ),
)
