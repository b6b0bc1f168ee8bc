"""OpenPGP around whole parts of the message (RFC 3156): signed or encrypted, by its structure."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import openpgp, signedparts
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import SignedContent
from analyzers.model.message import Message, Part
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

PARTS = 20  # parts of each sort that are told


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its signatures are unknown")
    for found in list(signedparts.detached(message))[:PARTS]:
        if found.signature.content_type == signedparts.PGP_SIGNATURE:
            yield _signed(artifact.data, found)
    for whole, part in list(_encrypted(message))[:PARTS]:
        keys = _keys(signedparts.decoded(artifact.data, part))
        detail = f"not opened: no key; for {keys}"
        yield SignedContent("PGP encrypted", whole.path, opened=False, detail=detail)
        title = "The message is encrypted (OpenPGP) and was not opened"
        where = f"part {whole.path}"
        yield Finding("pgp.message.encrypted", Severity.INFO, title, detail, where, incomplete=True)


def _signed(data: bytes, found: signedparts.Detached) -> SignedContent:
    keys = _keys(signedparts.decoded(data, found.signature))
    detail = f"not verified: no key; by {keys}"
    return SignedContent("PGP signed", found.whole.path, opened=True, detail=detail)


def _encrypted(message: Message) -> Iterator[tuple[Part, Part]]:
    """Each multipart/encrypted of OpenPGP with the part that holds the data."""
    by_path = {part.path: part for part in message.parts}
    for part in message.parts:
        control, content = (by_path.get(f"{part.path}.{n}") for n in (1, 2))
        if part.content_type == "multipart/encrypted" and control and content:
            yield part, content


def _keys(data: bytes) -> str:
    block = next(openpgp.blocks(data), None) or openpgp.binary(data)
    return ", ".join(block.keys[:10]) if block and block.keys else "unknown"


UNIT = Unit("OpenPGP structure", 1, frozenset({"eml"}), _examine)
