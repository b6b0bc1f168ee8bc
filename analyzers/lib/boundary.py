"""From which trace line on our own servers speak: everything older is the sender's word.

Names of provider hosts are shared by all their customers, so a provider's line is ours only by the
tenant's identity; of two lines the older is ours only where the newer one shows that one of ours
handed it over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.lib import exchange
from analyzers.lib.domains import registrable_domain
from analyzers.lib.exchange import Stamp
from analyzers.lib.named import Fields
from analyzers.model.message import Message
from analyzers.model.path import Hop
from analyzers.model.unit import Context

_GOOGLE: Final = (".google.com", ".googlemail.com", ".gmail.com")
_GOOGLE_EDGE: Final = "mx.google.com"
_GOOGLE_INSIDE: Final = (
    "2002:",
    "10.",
)  # addresses as which Google's inner servers name themselves
_DELIVERED: Final = ("delivered-to", "x-delivered-to", "x-original-to")


@dataclass(frozen=True, slots=True)
class Boundary:
    """``index`` is -1 where no line is known to be ours; ``handover`` is the line of the server
    that took the message from outside, by knowledge or, without an index, by guess."""

    index: int
    handover: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ours:
    """What tells a line of ours: all in lower case."""

    domains: frozenset[str]
    tenants: frozenset[str]
    servers: frozenset[str]

    @classmethod
    def of(cls, context: Context) -> Ours:
        domains = frozenset(registrable_domain(domain) for domain in context.own_domains)
        tenants = frozenset(tenant.lower() for tenant in context.own_tenants)
        return cls(domains, tenants, frozenset(name.lower() for name in context.own_servers))

    def __bool__(self) -> bool:
        return bool(self.domains or self.tenants or self.servers)

    def host(self, name: str) -> bool:
        plain = name.lower().strip("[].")
        return bool(plain) and (plain in self.servers or registrable_domain(plain) in self.domains)

    def address(self, name: str) -> bool:
        """Whether a mail address is of one of our domains."""
        return registrable_domain(name.rpartition("@")[2].strip("<> ")) in self.domains


def find_boundary(
    message: Message, hops: Sequence[Hop], named: Fields, stamp: Stamp, ours: Ours
) -> Boundary:
    """The oldest line of ours, why, and where the message was handed over."""
    newest = next((i for i, hop in enumerate(hops) if hop.server), -1)
    if newest < 0:
        return Boundary(-1, len(hops) - 1, "No server that gives its name left a trace line")
    tenant = stamp.tenants & ours.tenants
    if tenant and len(stamp.tenants) == 1 and exchange.is_online(hops[0]):
        end = _exchange_end(hops, stamp)
        reason = f"Exchange Online stamped our tenant {next(iter(tenant))}{_by(hops[end], stamp)}"
        return _further(hops, end, ours, reason, stamp.relayed)
    if _is_google(hops[0]) and (mailbox := _google_mailbox(message, hops, named, ours)):
        end = _google_end(hops)
        return Boundary(end, end, f"Google delivered it to our mailbox {mailbox}")
    if ours.host(hops[newest].server):
        reason = f"{hops[newest].server} is a server of ours by its name"
        return _further(hops, newest, ours, reason, _handed_by_ours(hops[newest], ours))
    return _guess(hops, stamp, ours)


def believed(hops: Sequence[Hop], boundary: int, stamped: Stamp, ours: Ours) -> Stamp:
    """The stamp where Exchange of ours wrote it, else an empty one.

    Other servers do not strip it from what they take in: so an Exchange must have written one of
    our lines, and be the one that the stamp names.
    """
    own_tenant = len(stamped.tenants) == 1 and stamped.tenants <= ours.tenants
    if boundary >= 0 and own_tenant and exchange.is_online(hops[0]):
        return stamped
    for hop in hops[: boundary + 1]:
        if exchange.wrote(hop, stamped.auth_source) and exchange.is_exchange(hop):
            return stamped
    return Stamp()


def _by(hop: Hop, stamp: Stamp) -> str:
    if exchange.wrote(hop, stamp.auth_source):
        return f", and {hop.server} took the message in"
    return "; the line of the server that took it in was found by its name only"


def _further(hops: Sequence[Hop], end: int, ours: Ours, reason: str, inside: bool) -> Boundary:
    """Follow the lines of our own servers below ``end``, while ours hands over to ours."""
    while inside and end + 1 < len(hops) and _is_ours(hops[end + 1], ours):
        end += 1
        if hops[end].server:
            reason = f"{reason}; it came there from our {hops[end].server}"[:500]
        inside = _handed_by_ours(hops[end], ours)
    return Boundary(end, end, reason)


def _is_ours(hop: Hop, ours: Ours) -> bool:
    """By its name; a step that names no host at all is one inside the host above (qmail)."""
    return ours.host(hop.server) or not (hop.server or hop.source or hop.source_address)


def _handed_by_ours(hop: Hop, ours: Ours) -> bool:
    """By its address inside, or a listed one, or the name that DNS gave; HELO proves nothing."""
    if hop.private or not hop.source_address:
        return True
    return hop.source_address in ours.servers or ours.host(hop.source_name)


def _exchange_end(hops: Sequence[Hop], stamp: Stamp) -> int:
    """The line that the server named by AuthSource wrote, else the newest of the outer servers."""
    run = _run(hops, exchange.is_online)
    judged = [i for i in range(run) if exchange.wrote(hops[i], stamp.auth_source)]
    if judged:
        # An inner server hands mail to itself: the oldest of its neighbouring lines is the entry.
        end = judged[0]
        while end + 1 in judged and (hops[end].private or hops[end].source == hops[end].server):
            end += 1
        return end
    outer = (i for i in range(run) if exchange.takes_from_outside(hops[i]))
    return next(outer, 0)


def _is_google(hop: Hop) -> bool:
    server = hop.server.lower()
    return f".{server}".endswith(_GOOGLE) or server.startswith(_GOOGLE_INSIDE)


def _google_mailbox(message: Message, hops: Sequence[Hop], named: Fields, ours: Ours) -> str:
    """Our mailbox that Google delivered to: named above the newest line, or in the outer one."""
    top = hops[0].header
    above = [
        message.headers[index].value
        for name in _DELIVERED
        for index in named.places.get(name, ())
        if index < top
    ]
    named_there = (*above, hops[_google_end(hops)].recipient)
    return next((mailbox for mailbox in named_there if ours.address(mailbox)), "")


def _google_end(hops: Sequence[Hop]) -> int:
    run = _run(hops, _is_google)
    return next((i for i in range(run) if hops[i].server.lower() == _GOOGLE_EDGE), run - 1)


def _run(hops: Sequence[Hop], inside: Callable[[Hop], bool]) -> int:
    """How many of the newest lines satisfy ``inside`` without a gap."""
    return next((i for i, hop in enumerate(hops) if not inside(hop)), len(hops))


def _guess(hops: Sequence[Hop], stamp: Stamp, ours: Ours) -> Boundary:
    """No line is known to be ours: who received this copy, by the newest lines."""
    known = "Which servers are ours is not known"
    if ours:
        known = "The newest line is not of a server known as ours"
    if exchange.is_online(hops[0]):
        end, who = _exchange_end(hops, stamp), "Exchange Online"
        if stamp.tenants:
            who = f"Exchange Online for tenant {', '.join(sorted(stamp.tenants))[:80]}"
    elif _is_google(hops[0]):
        end, who = _google_end(hops), "Google"
    else:
        end, who = _same_house(hops), hops[0].server or "an unnamed server"
    reason = f"{known}; by its newest lines {who} received this copy, which is a guess"
    return Boundary(-1, end, reason)


def _same_house(hops: Sequence[Hop]) -> int:
    """The oldest of the newest lines before which a public address of another house stands."""
    house = registrable_domain(hops[0].server)
    for index, hop in enumerate(hops):
        public = hop.source_address and not hop.private
        if public and registrable_domain(hop.source_name) != house:
            return index
    return len(hops) - 1
