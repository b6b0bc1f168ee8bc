"""The chain of ARC sets: who handled a message, what they saw, and whether it holds (RFC 8617)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analyzers.lib.dkim_check import Check, Setting, check
from analyzers.lib.dkim_signature import MESSAGE, SEAL, Signed, signature_of
from analyzers.lib.dns_answers import Answer, Status
from analyzers.lib.signed_headers import joined
from analyzers.lib.taglist import BadTags, compact, parse_tags
from analyzers.lib.wire import WireField
from analyzers.model.authentication import Signature, Standing
from analyzers.model.fidelity import Fidelity

RESULTS: Final = "arc-authentication-results"
SETS: Final = 10  # sets whose keys are looked up; mail passes one or two
MOST: Final = 50  # instances a chain may have (4.2.1)
_FIELDS: Final = (RESULTS, "arc-message-signature", "arc-seal")


@dataclass(frozen=True, slots=True)
class ArcSet:
    """One handler's three fields."""

    instance: int
    results: WireField
    message: Signed
    seal: Signed


@dataclass(frozen=True, slots=True)
class Chain:
    """``problem`` is what is wrong with the form of the chain, "" for nothing.  ``result`` is pass
    or fail, "" where it could not be checked; ``wanted`` are names of keys that are missing."""

    sets: tuple[ArcSet, ...]
    problem: str = ""
    result: str = ""
    why: str = ""
    signatures: tuple[tuple[Signed, Signature], ...] = ()
    wanted: tuple[str, ...] = ()

    @property
    def sealers(self) -> list[str]:
        """Oldest first."""
        return [each.seal.domain or "an unreadable seal" for each in self.sets]


def chain_of(setting: Setting) -> Chain:
    """The chain and what can be said of it; without sets where there is none."""
    sets, problem = _sets(setting.wire.fields)
    problem = problem or _broken_order(sets)
    if not sets and problem:
        return Chain((), problem, "fail", problem)
    if not sets or len(sets) > SETS:
        return Chain(tuple(sets), problem)
    newest = check(sets[-1].message, setting)
    messages = [newest if s is sets[-1] else check(s.message, setting) for s in sets]
    seals = [_sealed(sets[: number + 1], setting) for number in range(len(sets))]
    signatures = [(c.signed, c.signature) for c in messages] + [(s, g) for s, g, _ in seals]
    wanted = [c.signed.key_name for c in messages if c.wanted]
    wanted += [signed.key_name for signed, _, missed in seals if missed]
    chain = Chain(tuple(sets), problem, "", "", tuple(signatures), tuple(dict.fromkeys(wanted)))
    return _judged(chain, newest, [signature for _, signature, _ in seals])


def _judged(chain: Chain, newest: Check, seals: Sequence[Signature]) -> Chain:
    if chain.problem:
        return replace(chain, result="fail", why=chain.problem)
    states = [newest.signature.result, *(seal.result for seal in seals)]
    if all(state == "pass" for state in states):
        return replace(chain, result="pass", why="every seal and the newest signature hold")
    broken = next((s for s in (newest.signature, *seals) if s.result not in ("pass", "")), None)
    if broken is not None and broken.standing is Standing.VERIFIED:
        where = f"{broken.kind} of {broken.domain}"
        return replace(chain, result="fail", why=f"{where}: {broken.detail}")
    open_ = next(s for s in (newest.signature, *seals) if s.result != "pass")
    return replace(chain, why=f"{open_.kind} of {open_.domain}: {open_.detail}")


def _sets(fields: Sequence[WireField]) -> tuple[list[ArcSet], str]:
    """Sets by instance from 1 on, and the first thing that is wrong with their form."""
    found: dict[int, dict[str, WireField]] = {}
    for field in fields:
        if field.key not in _FIELDS:
            continue
        number = _instance(field)
        if not 1 <= number <= MOST:
            return [], "an ARC field has no instance, or one out of range"
        if field.key in found.setdefault(number, {}):
            return [], f"instance {number} has two {field.name.decode('ascii', 'replace')} fields"
        found[number][field.key] = field
    for number in range(1, len(found) + 1):
        if len(found.get(number, {})) < len(_FIELDS):
            return [], f"instance {number} is missing or incomplete"
    return [_set(number, found[number]) for number in sorted(found)], ""


def _set(number: int, fields: dict[str, WireField]) -> ArcSet:
    message = signature_of(MESSAGE, fields[_FIELDS[1]])
    return ArcSet(number, fields[RESULTS], message, signature_of(SEAL, fields[_FIELDS[2]]))


def _instance(field: WireField) -> int:
    """i= of the first tag; an ARC-Authentication-Results is no list of tags beyond it (4.1.1)."""
    text = field.value.decode("utf-8", "replace")
    try:
        number = compact(parse_tags(text.partition(";")[0] if field.key == RESULTS else text)["i"])
    except (BadTags, KeyError):
        return 0
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0


def _broken_order(sets: Sequence[ArcSet]) -> str:
    """cv= is none in the first seal and pass in all others (5.2)."""
    for each in sets:
        bad = each.seal.problem or each.message.problem
        if bad:
            return f"instance {each.instance}: {bad}"
        if each.seal.chain != ("none" if each.instance == 1 else "pass"):
            return f"instance {each.instance} says cv={each.seal.chain[:20]}"
    return ""


def _sealed(sets: Sequence[ArcSet], setting: Setting) -> tuple[Signed, Signature, bool]:
    """The seal of the last of these sets, and whether its key is still wanted."""
    seal = sets[-1].seal
    answer = None if seal.problem else setting.lookups.ask("TXT", seal.key_name)
    result, standing, detail, bits = "", Standing.UNCHECKED, "could not check: key unknown", 0
    if seal.problem:
        result, standing, detail = "permerror", Standing.VERIFIED, seal.problem
    elif answer is not None and answer.status is Status.FOUND:
        result, standing, detail, bits = _by_key(sets, setting, _first(answer), answer.when)
    elif answer is not None:
        detail = f"its key is not to be had ({answer.status.value})"
    wanted = not seal.problem and (answer is None or not answer.known)
    return seal, _signature(seal, result, standing, detail, bits), wanted


def _first(answer: Answer) -> str:
    return next(iter(answer.records), "")


def _by_key(
    sets: Sequence[ArcSet], setting: Setting, record: str, when: str
) -> tuple[str, Standing, str, int]:
    from analyzers.lib.public_key import key_of, made_by

    seal = sets[-1].seal
    key = key_of(record, seal)
    if key.problem:
        return "permerror", Standing.VERIFIED, key.problem, key.bits
    fields = [f for s in sets for f in (s.results, s.message.field, s.seal.field)][:-1]
    if made_by(key, seal, joined(fields, seal.field, True)):
        return "pass", Standing.VERIFIED, f"key {when}", key.bits
    if setting.fidelity is Fidelity.ORIGINAL:
        return "fail", Standing.VERIFIED, f"the seal does not hold (key {when})", key.bits
    detail = "the seal does not hold here; this copy may have been written anew: not verifiable"
    return "", Standing.UNCHECKED, detail, key.bits


def _signature(seal: Signed, result: str, standing: Standing, detail: str, bits: int) -> Signature:
    return Signature(
        kind=SEAL,
        domain=seal.domain,
        selector=seal.selector,
        result=result,
        standing=standing,
        algorithm=seal.algorithm,
        canonicalization="relaxed",
        instance=max(0, seal.instance),
        key_bits=bits,
        detail=detail,
        header=seal.field.offset,
    )
