"""Windows executables: who signed them, and whether the signature is that of this file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from analyzers.lib import authenticode, peimage
from analyzers.lib.authenticode import Signature, Table
from analyzers.lib.cmssignature import WEAK
from analyzers.lib.peimage import Image
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import BodyHash, SignedContent
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

UNTRUSTED: Final = "chain not checked against Windows' list"
SMALL: Final = 1 << 10  # bytes behind a signature; makers of installers store a token there
_DIGESTS: Final = {True: BodyHash.MATCHES, False: BodyHash.DIFFERS, None: BodyHash.UNCHECKED}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image = context.memo.once(peimage.read, artifact)
    table = authenticode.read(image)
    if table is None:
        yield Fact("Signature", "none inside; a catalogue of Windows could hold one elsewhere")
        return
    for problem in table.broken:
        title = "A signature could not be read"
        yield Finding("pe.signature.unread", Severity.MEDIUM, title, problem, incomplete=True)
    for signature in table.signatures:
        yield from _signature(signature)
    yield from _trailing(image, table)


def _signature(signature: Signature) -> Iterator[Observation]:
    signer, stamp = signature.signer, signature.stamp
    held = signer.certificate
    name = printable(held.subject, 200) if held else "a certificate that is not enclosed"
    yield _record(signature)
    yield Fact("Signature", f"{name}; {UNTRUSTED}")
    if stamp:
        proof = {True: "", False: ", which does not verify", None: ", not checkable"}[stamp.valid]
        yield Fact("Signed at", f"{stamp.moment} says {printable(stamp.authority, 200)}{proof}")
    if signature.matches is False:
        title = "The file was changed after it was signed"
        evidence = f"{signature.digest} of the signed file {signature.signed}"
        yield Finding("pe.signature.altered", Severity.HIGH, title, evidence)
    elif signer.valid is False or signer.digest_matches is False:
        title = "The signature was not made with the certificate it brings"
        yield Finding("pe.signature.forged", Severity.HIGH, title, name)
    elif signature.matches and signer.valid:
        title = f"Signed by {name}; who vouches for that name was not checked"
        yield Finding("pe.signature.intact", Severity.INFO, title, signature.signed)
    else:
        title = "The signature could not be checked"
        evidence = signer.trouble or f"digest {signature.digest or 'not known here'}"
        yield Finding("pe.signature.unread", Severity.LOW, title, evidence, incomplete=True)
    yield from _certificate(signature, name)


def _certificate(signature: Signature, name: str) -> Iterator[Finding]:
    held, stamp = signature.signer.certificate, signature.stamp
    if held is None:
        return
    if signature.self_issued:
        title = "The signer vouches for itself: anybody can make such a certificate"
        yield Finding("pe.signature.self-signed", Severity.MEDIUM, title, name)
    if not authenticode.may_sign_code(signature):
        title = "The certificate is not one for signing programs"
        evidence = ", ".join(signature.purposes)
        yield Finding("pe.signature.purpose", Severity.MEDIUM, title, evidence)
    if signature.digest in WEAK:
        severity = Severity.INFO if signature.digest == "sha1" else Severity.LOW
        title = "The signature uses a digest that can be forged"
        yield Finding("pe.signature.weak", severity, title, signature.digest)
    stamped = _moment(stamp.moment) if stamp and stamp.valid is not False else None
    begin, end, when = _moment(held.not_before), _moment(held.not_after), datetime.now(UTC)
    moment = stamped or when
    if (begin and moment < begin) or (end and moment > end):
        title = "The certificate was not valid when it signed" if stamped else (
            "The certificate has run out, and nobody says when it signed"
        )  # fmt: skip
        evidence = f"{moment.isoformat()}; valid {held.not_before} to {held.not_after}"
        severity = Severity.MEDIUM if stamped else Severity.LOW
        yield Finding("pe.signature.expired", severity, title, evidence)


def _record(signature: Signature) -> SignedContent:
    signer, held = signature.signer, signature.signer.certificate
    holds = signature.matches and signer.valid
    fails = signature.matches is False or signer.valid is False
    return SignedContent(
        format="Authenticode",
        part="",
        opened=True,
        signer=held.subject if held else "",
        issuer=held.issuer if held else "",
        serial=held.serial if held else "",
        not_before=held.not_before if held else "",
        not_after=held.not_after if held else "",
        chain=signer.chain,
        digest=_DIGESTS[signature.matches],
        result="pass" if holds else "fail" if fails else "",
        detail="; ".join(text for text in (signer.trouble, UNTRUSTED) if text),
    )


def _trailing(image: Image, table: Table) -> Iterator[Observation]:
    """What Windows accepts inside the table although no signature covers it."""
    for at, size in table.trailing:
        severity = Severity.LOW if size <= SMALL else Severity.MEDIUM
        title = "Behind the signature stand bytes that it does not cover (CVE-2013-3900)"
        yield Finding("pe.signature.appended", severity, title, f"{size:,} bytes", f"offset {at}")
        if size > SMALL:
            yield Child("behind the signature", image.data[at : at + size], "", Relation.OVERLAY)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


UNIT = Unit("pe-signature", 1, frozenset({"pe"}), examine, authenticode.IMPORTS)
