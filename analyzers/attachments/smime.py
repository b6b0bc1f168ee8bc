"""S/MIME files (.p7m, .p7s, .p7c): who signed them, and what is inside where it can be opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import cms, signedcontent
from analyzers.lib.cmssignature import Signer
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import SignedContent
from analyzers.model.observation import (
    Child,
    Fact,
    Finding,
    Observation,
    Relation,
    Severity,
)
from analyzers.model.unit import Context, Unit, Unreadable

_ENTITY = re.compile(rb"\s{0,9}(?:content-[a-z-]{1,40}|mime-version)\s{0,9}:", re.I)
_EXTENSION = re.compile(r"\.(?:p7m|p7s|p7z|p7)$", re.I)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    try:
        envelope = cms.read(artifact.data, ceiling=context.limits.member_bytes)
    except cms.Malformed as problem:
        raise Unreadable(f"The S/MIME envelope could not be read: {problem}") from problem
    yield Fact("Envelope", envelope.kind)
    if envelope.kind == "encrypted":
        yield from _encrypted(envelope)
        return
    if envelope.cut:
        title = "More have signed than are checked"
        evidence = f"{cms.SIGNERS} signers and {cms.CERTIFICATES} certificates are read"
        yield Finding("limit.signed.signers", Severity.MEDIUM, title, evidence)
    for signer in envelope.signers:
        yield from _signer(signer, envelope.content is None)
    for certificate in envelope.certificates:
        text = f"{certificate.subject}, issued by {certificate.issuer}"
        yield Fact("Certificate", f"{text}, {signedcontent.UNTRUSTED}")
    if envelope.content:
        yield _content(artifact.name, envelope.content)


def _encrypted(envelope: cms.Envelope) -> Iterator[Observation]:
    detail = f"not opened: {envelope.cipher} for {envelope.recipients} recipients"
    yield SignedContent("S/MIME encrypted", "", opened=False, detail=detail)
    title = "The content is encrypted (S/MIME) and was not opened"
    yield Finding("smime.encrypted", Severity.INFO, title, detail, incomplete=True)


def _signer(signer: Signer, detached: bool) -> Iterator[Observation]:
    record = signedcontent.record(signer, "")
    yield record
    yield Fact("Signer", f"{record.signer or 'unknown'}; {record.detail}")
    if detached:  # the message's own unit has the content and judges
        return
    yield from signedcontent.findings(signer, "", "")
    if record.result == "fail":
        title = "The S/MIME signature does not fit the content inside"
        yield Finding("smime.content.broken", Severity.MEDIUM, title, record.detail)


def _content(name: str, content: bytes) -> Child:
    """A signed MIME entity is read as a message; any other file keeps its name without .p7m."""
    if _ENTITY.match(content):
        return Child("signed content", content, "message/rfc822", Relation.EMBEDDED)
    stem = _EXTENSION.sub("", name)
    return Child(stem if stem != name else "signed content", content, "", Relation.EMBEDDED)


UNIT = Unit("S/MIME", 1, frozenset({"pkcs7"}), _examine, cms.IMPORTS)
