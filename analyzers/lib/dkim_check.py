"""Whether one DKIM signature, or one ARC message signature, holds, and what may be said of it.

A pass is evidence whatever the copy.  A failure is one only over the original bytes: a provider or
program that writes the message anew breaks every signature (measured: nine of ten saved messages).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from analyzers.lib.bodyhash import Bodies
from analyzers.lib.dkim_signature import Signed
from analyzers.lib.dns_answers import Answer, Lookups, Status
from analyzers.lib.signed_headers import signed_text, unsigned, without_subject_tag
from analyzers.lib.wire import Wire
from analyzers.model.authentication import BodyHash, Signature, Standing
from analyzers.model.fidelity import Fidelity

SKEW: Final = 2 * 24 * 3600  # seconds a clock may be ahead before t= counts as of the future
COPY: Final = "this copy may have been written anew: not verifiable"


@dataclass(frozen=True, slots=True)
class Check:
    """``headers`` says whether the key made the signature over the headers, None where no key is
    known; ``footer`` that the body is what was signed but for what a list appended."""

    signed: Signed
    signature: Signature
    body: BodyHash
    headers: bool | None = None
    wanted: bool = False  # whether an answer of DNS would tell more
    expired: bool = False
    early: bool = False  # made after it was delivered
    weak: str = ""  # why it counts for less, in words
    tail: int = 0  # bytes behind what l= covers
    footer: bool = False
    tagged: bool = False  # it holds once a list's tag is taken from the subject

    @property
    def passed(self) -> bool:
        return self.signature.result == "pass"

    @property
    def failed(self) -> bool:
        return self.signature.result == "fail"

    @property
    def broken_on_the_way(self) -> bool:
        """All that was changed is what lists change: a tag before the subject, a footer."""
        return (self.tagged or self.headers is True) and (
            self.footer or (self.tagged and self.body is BodyHash.MATCHES)
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """What all signatures of one message are judged by."""

    wire: Wire
    bodies: Bodies
    lookups: Lookups
    fidelity: Fidelity
    delivered: float  # seconds since 1970; of now where the message does not tell
    relayed: bool = False  # whether a list or forwarder shows in the headers


@dataclass(frozen=True, slots=True)
class _Keyed:
    """What the key told."""

    answer: Answer | None
    problem: str = ""
    bits: int = 0
    headers: bool | None = None
    note: str = ""
    tagged: bool = False
    footer: bool = False


def check(signed: Signed, setting: Setting) -> Check:
    body = setting.bodies.check(signed)
    if signed.problem:
        found = _record(signed, setting, body, "permerror", Standing.VERIFIED, signed.problem)
        return Check(signed, found, body)
    keyed = replace(_by_key(signed, setting), footer=_footer(signed, setting, body))
    expired = 0 <= signed.ends < setting.delivered
    result, standing, why = _result(signed, setting, body, keyed, expired)
    detail = "; ".join(part for part in (why, keyed.note) if part)
    return Check(
        signed,
        _record(signed, setting, body, result, standing, detail, keyed.bits),
        body,
        keyed.headers,
        wanted=keyed.answer is None or not keyed.answer.known,
        expired=expired,
        early=signed.made > setting.delivered + SKEW,
        weak=_weak(signed, keyed),
        tail=len(setting.bodies.tail(signed)),
        footer=keyed.footer,
        tagged=keyed.tagged,
    )


def _footer(signed: Signed, setting: Setting, body: BodyHash) -> bool:
    tried = setting.relayed and body is BodyHash.DIFFERS
    return tried and setting.bodies.without_footer(signed)


def _by_key(signed: Signed, setting: Setting) -> _Keyed:
    answer = setting.lookups.ask("TXT", signed.key_name)
    if answer is None or answer.status is not Status.FOUND:
        return _Keyed(answer)
    from analyzers.lib.public_key import key_of, made_by

    # Of several records any may be used (RFC 6376, 3.6.2.2); the first that names a key is.
    record = next((r for r in answer.records if "p=" in r.replace(" ", "")), "")
    key = key_of(record, signed)
    if key.problem:
        return _Keyed(answer, key.problem, key.bits)
    if key.strict and signed.identity and signed.identity.rpartition("@")[2] != signed.domain:
        return _Keyed(answer, "the key forbids i= below d=", key.bits)
    holds = made_by(key, signed, signed_text(setting.wire, signed))
    tagged = False
    if not holds and setting.relayed and (plain := without_subject_tag(setting.wire)):
        tagged = made_by(key, signed, signed_text(plain, signed))
    note = f"key {answer.when}" + (", marked as a test" if key.testing else "")
    return _Keyed(answer, "", key.bits, holds, note, tagged)


def _result(
    signed: Signed, setting: Setting, body: BodyHash, keyed: _Keyed, expired: bool
) -> tuple[str, Standing, str]:
    """The method's word, whose it is, and why."""
    if keyed.headers is None:
        return _without_key(setting, body, keyed)
    if keyed.headers and body is BodyHash.MATCHES:
        if expired:
            return "fail", Standing.VERIFIED, "it holds, but had expired before it was delivered"
        if weak := _weak(signed, keyed):
            return "permerror", Standing.VERIFIED, f"it holds, but {weak}"
        return "pass", Standing.VERIFIED, ""
    if keyed.headers and body is BodyHash.UNCHECKED:
        return "", Standing.UNCHECKED, "the signed headers hold; the body was not compared"
    why = _why_not(setting, body, keyed)
    if setting.fidelity is Fidelity.ORIGINAL:
        return "fail", Standing.VERIFIED, why
    return "", Standing.UNCHECKED, f"{why}, and {COPY}"


def _without_key(setting: Setting, body: BodyHash, keyed: _Keyed) -> tuple[str, Standing, str]:
    if body is BodyHash.DIFFERS and setting.fidelity is Fidelity.ORIGINAL:
        return "fail", Standing.VERIFIED, "the body is not what was signed"
    hint = f"; the body differs from what was signed, but {COPY}" * (body is BodyHash.DIFFERS)
    answer = keyed.answer
    if answer is None:
        return "", Standing.UNCHECKED, f"could not check: key unknown{hint}"
    if answer.status is Status.FOUND:
        return "permerror", Standing.VERIFIED, f"{keyed.problem} ({answer.when}){hint}"
    if answer.known:
        text = f"no key is published under this name ({answer.when}); keys are withdrawn in time"
        return "permerror", Standing.UNCHECKED, text + hint
    result = "temperror" if answer.status is Status.FAILED else ""
    return result, Standing.UNCHECKED, f"could not check: the key was {_absence(answer)}{hint}"


def _absence(answer: Answer) -> str:
    return "not asked for" if answer.status is Status.REFUSED else "not to be had from DNS"


def _why_not(setting: Setting, body: BodyHash, keyed: _Keyed) -> str:
    if not (keyed.headers or keyed.tagged):
        return "does not hold: the signature was not made over these headers by this key"
    if keyed.footer:
        return "broken on the way: without the footer at its end the body is what was signed"
    if keyed.tagged and body is BodyHash.MATCHES:
        return "broken on the way: it holds without the tag before the subject"
    relay = ", by a relay or list or by somebody who used it again" * setting.relayed
    return f"these headers were signed, but the body was changed{relay}"


def _weak(signed: Signed, keyed: _Keyed) -> str:
    from_rsa = signed.algorithm.startswith("rsa")
    if signed.digest == "sha1":
        return "rsa-sha1 counts as no signature any more (RFC 8301)"
    if from_rsa and 0 < keyed.bits < 1024:
        return f"its key of {keyed.bits} bits can be broken (RFC 8301)"
    return ""


def _record(
    signed: Signed,
    setting: Setting,
    body: BodyHash,
    result: str,
    standing: Standing,
    detail: str,
    bits: int = 0,
) -> Signature:
    return Signature(
        kind=signed.kind,
        domain=signed.domain,
        selector=signed.selector,
        result=result,
        standing=standing,
        body_hash=body,
        algorithm=signed.algorithm,
        canonicalization=signed.forms,
        identity=signed.identity,
        instance=max(0, signed.instance),
        signed_headers=signed.headers,
        unsigned=unsigned(setting.wire, signed),
        body_length=signed.length,
        key_bits=bits,
        signed_at=_iso(signed.made),
        expires=_iso(signed.ends),
        detail=detail,
        header=signed.field.offset,
    )


def _iso(seconds: int) -> str:
    """ "" for none and for what no calendar has."""
    if not 0 <= seconds < 253_402_300_800:  # the year 10000
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
