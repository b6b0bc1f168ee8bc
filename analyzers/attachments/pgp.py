"""OpenPGP blocks in bodies and files: what is signed, encrypted or a key, and for which keys."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import openpgp
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import SignedContent
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

BYTES = 8 << 20  # of a text that are searched
_NAMES = (".pgp", ".gpg", ".asc", ".sig", ".key")
_KEYS = 10  # ids that are shown


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    data = artifact.data[:BYTES]
    found = list(openpgp.blocks(data)) if b"-----BEGIN PGP " in data else []
    if not found and _named(artifact):
        block = openpgp.binary(data)
        found = [block] if block else []
    for block in found:
        yield from _block(block)
    if openpgp.more(found, data) or b"-----BEGIN PGP " in artifact.data[BYTES:]:
        title = "There are more OpenPGP blocks than are read"
        evidence = f"{openpgp.BLOCKS} blocks in the first {BYTES >> 20} MiB are read"
        yield Finding("limit.pgp.blocks", Severity.MEDIUM, title, evidence)
    yield from _around(data, found, artifact.kind)


def _named(artifact: Artifact) -> bool:
    return artifact.name.lower().endswith(_NAMES) or (
        artifact.declared_type.startswith("application/pgp")
    )


def _block(block: openpgp.Block) -> Iterator[Observation]:
    keys = ", ".join(block.keys[:_KEYS]) or "unknown"
    if block.kind == "PGP encrypted":
        detail = f"not opened: no key; for {keys}"
        yield SignedContent("PGP encrypted", "", opened=False, detail=detail)
        title = "The content is encrypted (OpenPGP) and was not opened"
        yield Finding("pgp.encrypted", Severity.INFO, title, detail, incomplete=True)
    elif block.kind == "PGP signed":
        detail = f"not verified: no key; by {keys}"
        yield SignedContent("PGP signed", "", opened=True, detail=detail)
        yield Fact("OpenPGP signature", detail)
    else:
        yield from _key(block, keys)


def _key(block: openpgp.Block, keys: str) -> Iterator[Observation]:
    names = ", ".join(block.names[:_KEYS])
    detail = f"fingerprint {keys}; {names or 'no user id'}; not checked whose it is"
    yield SignedContent("PGP key", "", True, names[:300], block.addresses, detail=detail)
    yield Fact("OpenPGP key", detail)
    if block.kind == "PGP private key":
        title = "A private OpenPGP key was sent"
        yield Finding("pgp.private-key", Severity.LOW, title, detail)


def _around(data: bytes, found: list[openpgp.Block], kind: str) -> Iterator[Finding]:
    """Text beside a signed or encrypted block, which a reader may take for part of it."""
    inner = [b for b in found if b.kind in ("PGP signed", "PGP encrypted")]
    if not inner or kind != "text":
        return
    outside = (data[: inner[0].start] + data[inner[-1].stop :]).strip()
    if outside:
        title = "Text stands outside the signed or encrypted block"
        evidence = f"{len(outside)} bytes"
        yield Finding("pgp.partly-signed", Severity.INFO, title, evidence)


UNIT = Unit("OpenPGP", 1, frozenset({"text", "html", "bin"}), _examine)
