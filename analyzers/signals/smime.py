"""S/MIME signatures of the message: whether they hold, and whether the signer is the sender."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import cms, signedcontent, signedparts
from analyzers.lib.cmssignature import Signer
from analyzers.lib.domains import same_registrant
from analyzers.lib.signedcontent import UNTRUSTED
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import BodyHash, SignedContent
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Address, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes", *cms.IMPORTS)
PARTS = 20  # signed parts of one message


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its signatures are unknown")
    pairs = [
        each
        for each in signedparts.detached(message)
        if each.signature.content_type in signedparts.SIGNATURES
    ]
    envelopes = [p for p in message.parts if p.content_type in signedparts.ENVELOPES]
    if max(len(pairs), len(envelopes)) > PARTS:
        title = "The message holds more signed parts than are checked"
        evidence = f"{len(pairs) + len(envelopes)} signed parts"
        yield Finding("limit.signed.parts", Severity.MEDIUM, title, evidence)
    for found in pairs[:PARTS]:
        yield from _detached(artifact.data, found, message, context.fidelity)
    for part in envelopes[:PARTS]:
        envelope = _read(signedparts.decoded(artifact.data, part))
        if envelope is not None and envelope.kind == "signed":
            yield from _signed(envelope, part.path, message, Fidelity.ORIGINAL)


def _read(data: bytes, detached: bytes | None = None) -> cms.Envelope | None:
    """None for what is no envelope: the unit for attachments says so."""
    try:
        return cms.read(data, detached)
    except cms.Malformed:
        return None


def _fitting(signature: bytes, text: bytes) -> cms.Envelope | None:
    """With the line ends that should be signed, else with those that some programs sign."""
    if not text:
        return _read(signature)
    canonical = signedparts.canonical(text)
    envelope = _read(signature, canonical)
    if envelope and any(signer.digest_matches is False for signer in envelope.signers):
        bare = _read(signature, canonical.replace(b"\r\n", b"\n"))
        if bare and all(signer.digest_matches for signer in bare.signers):
            return bare
    return envelope


def _detached(
    data: bytes, found: signedparts.Detached, message: Message, fidelity: Fidelity
) -> Iterator[Observation]:
    text = signedparts.source(data, found.whole, found.signed)
    envelope = _fitting(signedparts.decoded(data, found.signature), text)
    if envelope is None:
        title = "The S/MIME signature cannot be read"
        where = f"part {found.signature.path}"
        yield Finding("smime.signature.unreadable", Severity.LOW, title, "", where, incomplete=True)
        return
    yield from _signed(envelope, found.whole.path, message, fidelity)
    if found.whole.path != "1":
        title = "Only a part of the message is signed"
        where = f"part {found.whole.path}"
        yield Finding("smime.partly-signed", Severity.INFO, title, "", where)


def _signed(
    envelope: cms.Envelope, path: str, message: Message, fidelity: Fidelity
) -> Iterator[Observation]:
    """``fidelity`` says whether the signed bytes are sure to be as they were sent."""
    for signer in envelope.signers:
        sender = message.sender[0] if message.sender else None
        record = signedcontent.record(signer, path, _matches(signer, sender))
        yield record
        yield from signedcontent.findings(signer, path, message.date)
        yield from _broken(record, fidelity)
        yield from _signer(record, sender)


def _matches(signer: Signer, sender: Address | None) -> bool | None:
    """Whether the certificate is for the address in From (RFC 8550, 3)."""
    if signer.certificate is None or not signer.certificate.addresses or sender is None:
        return None
    return sender.address.casefold() in {a.casefold() for a in signer.certificate.addresses}


def _broken(record: SignedContent, fidelity: Fidelity) -> Iterator[Finding]:
    """Copies that a mail service wrote anew break signatures that held."""
    if record.result != "fail" and record.digest is not BodyHash.DIFFERS:
        return
    severity = Severity.MEDIUM if fidelity is Fidelity.ORIGINAL else Severity.INFO
    title = "The S/MIME signature does not fit the content"
    if fidelity is not Fidelity.ORIGINAL:
        title = f"{title}; this copy may have been written anew on the way"
    evidence = record.detail
    yield Finding("smime.signature.broken", severity, title, evidence, f"part {record.part}")


def _signer(record: SignedContent, sender: Address | None) -> Iterator[Finding]:
    if record.matches_sender is not False or sender is None:
        return
    hosts = [address.rpartition("@")[2] for address in record.addresses]
    near = any(same_registrant(host, sender.domain) for host in hosts)
    severity = Severity.LOW if near else Severity.MEDIUM
    title = "The message is signed by another than its sender"
    evidence = f"{', '.join(record.addresses[:5])} for {sender.address}; {UNTRUSTED}"
    yield Finding("smime.signer.differs", severity, title, evidence, f"part {record.part}")


UNIT = Unit("S/MIME signature", 1, frozenset({"eml"}), _examine, IMPORTS)
