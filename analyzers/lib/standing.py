"""Whose word an authentication result is, and whether it speaks for the address in From.

Servers put their fields above those that were there, so what stands above the line in which our
own server took the message is ours.  Below it only what that server is known to add there counts:
Google writes its results right under its line, and a named server of ours strips forged results
that bear its name (RFC 8601, 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.lib.authentication import RECEIVED_SPF, RESULTS
from analyzers.lib.domains import registrable_domain
from analyzers.model.authentication import Standing
from analyzers.model.message import AuthenticationClaim, Message
from analyzers.model.path import Hop

_GOOGLE: Final = "mx.google.com"
_UNDER: Final = frozenset({RECEIVED_SPF, RESULTS, "return-path"})  # what Google writes there
_NAMED: Final = 300  # characters in which the server's name stands
_NEAR: Final = 40  # fields below the line that are looked at


@dataclass(frozen=True, slots=True)
class Reach:
    """Which fields our own servers wrote: all above ``top``, and those ``below``."""

    top: int = -1
    below: frozenset[int] = frozenset()

    def covers(self, header: int) -> bool:
        return header < self.top or header in self.below

    def standing(self, claim: AuthenticationClaim) -> Standing:
        return Standing.TRUSTED if self.covers(claim.header) else Standing.UNTRUSTED


def reach(message: Message, hops: Sequence[Hop], boundary: int, servers: frozenset[str]) -> Reach:
    """``servers`` are the names by which ours sign their fields; empty without a boundary."""
    if not 0 <= boundary < len(hops):
        return Reach()
    line = hops[boundary]
    end = hops[boundary + 1].header if boundary + 1 < len(hops) else len(message.headers)
    under = range(line.header + 1, min(end, line.header + 1 + _NEAR, len(message.headers)))
    if line.server.lower() == _GOOGLE:
        return Reach(line.header, frozenset(_by_google(message, under)))
    return Reach(line.header, frozenset(_signed(message, under, servers)))


def _by_google(message: Message, under: range) -> Iterator[int]:
    seen = set()
    for index in under:
        name = message.headers[index].name.lower()
        if name not in _UNDER or name in seen:
            return
        seen.add(name)
        yield index


def _signed(message: Message, under: range, servers: frozenset[str]) -> Iterator[int]:
    for index in under:
        header = message.headers[index]
        if header.name.lower() == RESULTS:
            server = header.value.strip()[:_NAMED].partition(";")[0].split()
            if server and server[0].lower() in servers:
                yield index


def subject(claim: AuthenticationClaim) -> str:
    """The domain that a result is about, "" where the claim does not name it."""
    named = dict(claim.properties)
    order = {
        "dkim": ("header.d", "header.i"),
        "dmarc": ("header.from", "from"),
        "spf": ("smtp.mailfrom", "envelope-from", "smtp.mail", "smtp.helo"),
    }.get(claim.method, ("header.from", "header.d"))
    found = next((named[key] for key in order if named.get(key)), "")
    domain = found.rpartition("@")[2].strip("<>\"' ;").lower()
    return "" if domain == "none" else domain


def is_aligned(claim: AuthenticationClaim, senders: frozenset[str]) -> bool | None:
    """Relaxed, as DMARC asks by default (RFC 7489, 3.1); None where it cannot be told.

    ``senders`` are the registrable domains in From.
    """
    domain = subject(claim)
    if claim.method not in ("spf", "dkim", "dmarc") or not domain or len(senders) != 1:
        return None
    return registrable_domain(domain) in senders


def from_domains(message: Message) -> frozenset[str]:
    return frozenset(registrable_domain(sender.domain) for sender in message.sender[:20]) - {""}


def passed_for(message: Message, domains: frozenset[str], ours: Reach) -> str:
    """The method that a server of ours found to pass for one of ``domains``, "" for none."""
    for claim in message.authentication:
        if claim.result != "pass" or not ours.covers(claim.header):
            continue
        if claim.method == "compauth":
            return "Microsoft's composite authentication"
        if (
            claim.method in ("spf", "dkim", "dmarc")
            and registrable_domain(subject(claim)) in domains
        ):
            return claim.method.upper()
    return ""
