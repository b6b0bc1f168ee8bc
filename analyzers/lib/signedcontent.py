"""The record of an S/MIME signature, and what its certificate and digest have against them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from analyzers.lib.cmssignature import WEAK, Signer
from analyzers.model.authentication import BodyHash, SignedContent
from analyzers.model.observation import Finding, Severity

UNTRUSTED: Final = "chain not checked against any root"
_DIGESTS: Final = {True: BodyHash.MATCHES, False: BodyHash.DIFFERS, None: BodyHash.UNCHECKED}
_RESULTS: Final = {True: "pass", False: "fail", None: ""}


def record(signer: Signer, part: str, matches: bool | None = None) -> SignedContent:
    """``part`` is "" where the artifact itself is the envelope; a pass is of the signature alone:
    anybody can make a certificate in anybody's name."""
    held = signer.certificate
    valid = False if signer.digest_matches is False else signer.valid
    detail = "; ".join(text for text in (_trouble(signer), UNTRUSTED) if text)
    return SignedContent(
        format="S/MIME signed",
        part=part,
        opened=True,
        signer=held.subject if held else "",
        addresses=held.addresses if held else (),
        issuer=held.issuer if held else "",
        serial=held.serial if held else "",
        not_before=held.not_before if held else "",
        not_after=held.not_after if held else "",
        chain=signer.chain,
        digest=_DIGESTS[signer.digest_matches],
        result=_RESULTS[valid],
        matches_sender=matches,
        detail=detail,
    )


def findings(signer: Signer, part: str, date: str) -> Iterator[Finding]:
    """``date`` stands in, in ISO 8601, where the signer does not say when; "" for unknown."""
    where = f"part {part}" if part else ""
    if signer.digest in WEAK:
        severity = Severity.LOW if signer.digest != "sha1" else Severity.INFO
        title = "The signature uses a digest that can be forged"
        yield Finding("smime.digest.weak", severity, title, signer.digest, where)
    held, moment = signer.certificate, _moment(signer.signed_at or date)
    if held is None or moment is None:
        return
    begin, end = _moment(held.not_before), _moment(held.not_after)
    if (begin and moment < begin) or (end and moment > end):
        title = "The certificate was not valid when the message says it was signed"
        evidence = f"signed {moment.isoformat()}; valid {held.not_before} to {held.not_after}"
        yield Finding("smime.certificate.expired", Severity.LOW, title, evidence, where)


def _trouble(signer: Signer) -> str:
    if signer.trouble:
        return signer.trouble
    return "the digest is not that of the content" if signer.digest_matches is False else ""


def _moment(text: str) -> datetime | None:
    """With a zone: certificates' times are UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
