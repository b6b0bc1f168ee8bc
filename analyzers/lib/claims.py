"""Authentication claims as results with their standing, and which of them count for a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.lib.authentication import ARC_RESULTS, upstream
from analyzers.lib.filterlists import compauth
from analyzers.lib.standing import Reach, from_domains, is_aligned, subject
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.message import AuthenticationClaim, Message

METHODS: Final = ("spf", "dkim", "dmarc", "compauth")
RESULTS: Final = 100  # claims of one message that become results; most real ones have 8
_DETAIL: Final = 300  # characters
_POLICY: Final = re.compile(r"\bp=(none|quarantine|reject)\b", re.I)
_ACTIONS: Final = {
    "oreject": "reject",
    "reject": "reject",
    "pct.reject": "reject",
    "quarantine": "quarantine",
    "pct.quarantine": "quarantine",
}
_GOOD: Final = frozenset({"pass", "bestguesspass"})
_BAD: Final = frozenset({"fail", "hardfail", "softfail", "permerror"})
_GUESS: Final = "the domain has no DMARC record; with one, it would have passed"

Claims = list[AuthenticationClaim]


@dataclass(frozen=True, slots=True)
class Counted:
    """The claims that count, by method, and whose word they are."""

    claims: Mapping[str, Claims]
    standing: Standing


def counted(message: Message, ours: Reach, known: bool) -> Counted:
    """Of our own servers where a line of ours is ``known``, else those in the topmost field of
    each method: the last server wrote that one.  What an ARC set repeats never counts."""
    claims = [c for c in _direct(message) if not known or ours.covers(c.header)]
    standing = Standing.TRUSTED if known else Standing.UNTRUSTED
    return Counted(_topmost(claims), standing)


def _direct(message: Message) -> Iterator[AuthenticationClaim]:
    for claim in message.authentication:
        if claim.method in METHODS and message.headers[claim.header].name.lower() != ARC_RESULTS:
            yield claim


def _topmost(claims: Iterable[AuthenticationClaim]) -> dict[str, Claims]:
    latest: dict[str, Claims] = {}
    for claim in claims:
        known = latest.setdefault(claim.method, [])
        if not known or known[0].header == claim.header:
            known.append(claim)
    return latest


def results(message: Message, ours: Reach) -> Iterator[AuthenticationResult]:
    """All claims with their standing, in the order of their fields."""
    senders = from_domains(message)
    for claim in message.authentication[:RESULTS]:
        yield AuthenticationResult(
            claim.method,
            claim.result,
            subject(claim),
            ours.standing(claim),
            detail(claim),
            is_aligned(claim, senders),
            policy(claim),
            claim.header,
        )


def detail(claim: AuthenticationClaim) -> str:
    """Who says it, and why, as far as it is said."""
    named = dict(claim.properties)
    words = [f"by {claim.server}" if claim.server else "by an unnamed server"]
    words.append(named.get("comment", ""))
    if claim.result == "bestguesspass":
        words.append(_GUESS)
    if claim.method == "compauth" and (code := named.get("reason", "")):
        words.append(f"reason {code}: {compauth(code) or 'unknown'}")
    return "; ".join(filter(None, words))[:_DETAIL]


def policy(claim: AuthenticationClaim) -> str:
    """What the owner of the From domain asks for, where a DMARC result tells."""
    if claim.method != "dmarc":
        return ""
    named = dict(claim.properties)
    if match := _POLICY.search(f"{named.get('comment', '')} {named.get('header.policy', '')}"):
        return match[1].lower()
    for value in (named.get("policy.dmarc", ""), named.get("header.policy", "")):
        if value.lower() in ("none", "quarantine", "reject"):
            return value.lower()
    return _ACTIONS.get(named.get("action", "").lower(), "")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two servers of which one found what the other did not."""

    ours: AuthenticationClaim
    theirs: AuthenticationClaim


def contradictions(message: Message, counting: Counted) -> Iterator[Contradiction]:
    """Where a server before the last one claims the opposite for the same domain."""
    earlier = [*_direct(message), *upstream(message.headers)]
    for method in ("spf", "dkim", "dmarc"):
        ours = counting.claims.get(method, [])
        for claim in ours[:1]:
            others = (c for c in earlier if c.method == method and c.header > claim.header)
            found = next((c for c in others if _opposed(ours, c)), None)
            if found:
                yield Contradiction(claim, found)


def _opposed(ours: Sequence[AuthenticationClaim], theirs: AuthenticationClaim) -> bool:
    same = [claim for claim in ours if subject(claim) == subject(theirs)]
    if not same or not subject(theirs):
        return False
    passed = any(claim.result in _GOOD for claim in same)
    failed = not passed and any(claim.result in _BAD for claim in same)
    return (passed and theirs.result in _BAD) or (failed and theirs.result in _GOOD)
