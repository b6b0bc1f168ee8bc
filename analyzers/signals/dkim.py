"""DKIM signatures: what they cover, whether the body is what was signed, whether they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.lib import verified as lib
from analyzers.lib.bodyhash import LARGEST
from analyzers.lib.dkim_check import Check
from analyzers.lib.dmarc_policy import aligned
from analyzers.lib.dns_answers import need
from analyzers.lib.named import fields
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, BodyHash
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

FIELD = "DKIM-Signature"


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """A ``Signature`` and a result for each; needs the keys from ``dns``."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its signatures are unknown")
    checks = lib.verified(artifact, context).dkim(message, context)
    for check in checks:
        yield from _told(check, message)
    total = len(fields(message).places.get(lib.FIELD, ()))
    if total > len(checks):
        title = "There are more signatures than are checked"
        evidence = f"{total}; the first {len(checks)} were checked"
        yield Finding("limit.dkim.signatures", Severity.MEDIUM, title, evidence, FIELD)
    if checks and lib.verified(artifact, context).setting(message, context).bodies.too_large:
        title = f"The body is larger than the {LARGEST >> 20} MiB that are compared with signatures"
        yield Finding("limit.dkim.body", Severity.MEDIUM, title, "", FIELD)
    yield from _outcome(checks, context.fidelity)
    yield from _made(checks)
    yield from _cover(checks)


def _told(check: Check, message: Message) -> Iterator[Observation]:
    signature = check.signature
    sender = message.sender[0].domain if message.sender else ""
    verdict = signature.result or "could not check"
    yield Fact("Signed by", f"{_who(check)}: {verdict}, body {signature.body_hash.value}")
    yield signature
    yield AuthenticationResult(
        "dkim",
        signature.result,
        signature.domain,
        signature.standing,
        signature.detail,
        aligned(signature.domain, sender),
        header=signature.header,
    )
    if check.wanted:
        name = check.signed.key_name
        yield need("TXT", name, f"signature not verified: the key {name} is unknown")


def _outcome(checks: Sequence[Check], fidelity: Fidelity) -> Iterator[Finding]:
    """Whether any holds; a failure counts only where none does, over the original bytes."""
    passed = [check for check in checks if check.passed]
    if passed:
        title = "A signature holds: its domain sent this, which does not make it safe"
        yield Finding("dkim.verified", Severity.INFO, title, _evidence(passed), FIELD)
    if broken := [check for check in checks if check.broken_on_the_way]:
        title = "A signature was broken on the way, as lists do, and held before"
        yield Finding("dkim.broken-on-the-way", Severity.INFO, title, _evidence(broken), FIELD)
    failed = [c for c in checks if c.failed and not (c.broken_on_the_way or c.expired)]
    if failed and not passed:
        title = "No signature holds over the message as it was received"
        yield Finding("dkim.fail", Severity.LOW, title, _evidence(failed), FIELD)
    copied = [c for c in checks if _is_open(c)]
    if copied and fidelity is not Fidelity.ORIGINAL:
        title = "A signature does not hold here, but this copy may have been written anew"
        yield Finding("dkim.unverifiable", Severity.INFO, title, _evidence(copied), FIELD)


def _is_open(check: Check) -> bool:
    """Whether something speaks against a signature without deciding it."""
    against = check.body is BodyHash.DIFFERS or check.headers is False
    return against and not (check.failed or check.passed or check.broken_on_the_way)


def _made(checks: Sequence[Check]) -> Iterator[Finding]:
    """How the signatures were made."""
    if malformed := [check for check in checks if check.signed.problem]:
        title = "A signature breaks its own grammar and counts as none"
        yield Finding("dkim.malformed", Severity.INFO, title, _evidence(malformed), FIELD)
    if expired := [check for check in checks if check.expired]:
        severity = Severity.LOW if any(c.headers for c in expired) else Severity.INFO
        title = "A signature had expired before the message was delivered"
        yield Finding("dkim.expired", severity, title, _evidence(expired), FIELD)
    if early := [check for check in checks if check.early]:
        title = "A signature is dated after the delivery of its message"
        yield Finding("dkim.time", Severity.INFO, title, _evidence(early), FIELD)
    if weak := [check for check in checks if check.weak]:
        title = "A signature is too weak to count"
        yield Finding("dkim.weak", Severity.INFO, title, _evidence(weak), FIELD)


def _cover(checks: Sequence[Check]) -> Iterator[Finding]:
    """What the signatures leave open to others."""
    sound = [check for check in checks if not check.signed.problem]
    if added := [c for c in sound if c.tail and c.body is BodyHash.MATCHES]:
        title = "Text stands behind the part of the body that was signed: anybody may have added it"
        yield Finding("dkim.length", Severity.MEDIUM, title, _evidence(added), FIELD)
    elif part := [check for check in sound if check.signed.length >= 0]:
        title = "A signature covers a stated length of the body, so that text can be added to it"
        yield Finding("dkim.length", Severity.INFO, title, _evidence(part), FIELD)
    repeated = [c for c in sound if _repeated(c)]
    if repeated:
        title = "A header that was signed stands there once more than was signed"
        yield Finding("dkim.header.added", Severity.LOW, title, _evidence(repeated), FIELD)
    elif loose := [check for check in sound if {"Subject", "From"} & set(check.signature.unsigned)]:
        title = "A signature leaves the subject open: it can be changed and still holds"
        yield Finding("dkim.header.unsigned", Severity.INFO, title, _evidence(loose), FIELD)


def _repeated(check: Check) -> list[str]:
    """Fields that are signed at least once and there more often."""
    signed = check.signed.headers
    return [name for name in check.signature.unsigned if name.lower() in signed]


def _evidence(checks: Sequence[Check]) -> str:
    return "; ".join(f"{_who(check)}: {_detail(check)}" for check in checks)[:500]


def _detail(check: Check) -> str:
    signature = check.signature
    parts = [signature.detail or signature.result]
    if check.tail:
        parts.append(f"{check.tail} bytes lie behind l={signature.body_length}")
    if repeated := _repeated(check):
        parts.append(f"more often than signed: {', '.join(repeated)}")
    return ", ".join(parts)


def _who(check: Check) -> str:
    signed = check.signed
    return f"{signed.domain or 'no domain'} with key {signed.selector or 'of no name'}"


UNIT = Unit("DKIM", 1, frozenset({"eml", "msg"}), _examine, lib.IMPORTS, lib.ASKS)
