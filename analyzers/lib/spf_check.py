"""Whether the server that handed a message to our side may send for its envelope domain (SPF)."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.lib.dns_answers import Lookups, plausible
from analyzers.lib.domains import host_ascii
from analyzers.lib.hops import transport_path
from analyzers.lib.named import fields
from analyzers.model.authentication import Standing
from analyzers.model.message import Message
from analyzers.model.path import Hop, TransportPath
from analyzers.model.unit import Context


@dataclass(frozen=True, slots=True)
class SpfCheck:
    """``why`` says what stands in the way where ``result`` is ""; ``wanted`` are questions to DNS
    by type and name."""

    result: str
    standing: Standing
    why: str
    domain: str = ""
    address: str = ""
    identity: str = "MAIL FROM"
    wanted: tuple[tuple[str, str], ...] = ()
    when: str = ""  # of which time the record is
    asked: str = ""  # ISO 8601
    inside: bool = False  # no line names an address outside: it never came from there

    @property
    def known(self) -> bool:
        return self.standing is Standing.VERIFIED


@dataclass(frozen=True, slots=True)
class _Handover:
    address: str
    helo: str
    sender: str  # envelope sender, "" for the null sender
    domain: str
    identity: str


def check_spf(message: Message, context: Context, lookups: Lookups) -> SpfCheck:
    path = transport_path(message, context)
    handover = _handover(message, path)
    if isinstance(handover, str):
        inside = path.boundary >= 0 and all(h.private or not h.source_address for h in path.hops)
        domain = _envelope_domain(message)
        return SpfCheck("", Standing.UNCHECKED, handover, domain, inside=inside)
    if not plausible(handover.domain):
        why = "the envelope domain is no domain"
        return _said(handover, "none", Standing.VERIFIED, why)
    answer = lookups.ask("TXT", handover.domain)
    if answer is None:
        wanted = (("TXT", handover.domain),)
        return _said(handover, "", Standing.UNCHECKED, "its record is unknown", wanted)
    from analyzers.lib.spf_policy import evaluate

    found = evaluate(handover.address, handover.sender, handover.helo, lookups)
    settled = found.result not in ("", "temperror")
    standing = Standing.VERIFIED if settled else Standing.UNCHECKED
    why = found.why or "records it leads to are unknown"
    return _said(handover, found.result, standing, why, found.wanted, answer.when, answer.asked)


def _handover(message: Message, path: TransportPath) -> _Handover | str:
    """Who handed over what to our side; a sentence where this copy does not tell."""
    if path.boundary < 0:
        return "which server of ours took the message over is not known"
    hop = path.hops[path.handover]
    if hop.private or not hop.source_address:
        return "our own line does not name a public address that handed it over"
    sender = next(iter(fields(message).all("return-path")), None)
    if sender is None:
        return "the envelope sender is not in this copy"
    return _by_sender(hop, message.return_path)


def _by_sender(hop: Hop, sender: str) -> _Handover:
    helo = host_ascii(hop.source)
    domain = host_ascii(sender.rpartition("@")[2])
    if not domain:  # a bounce: the name in HELO stands in (RFC 7208, 2.4)
        return _Handover(hop.source_address, helo, "", helo, "HELO")
    local = sender.rpartition("@")[0]
    return _Handover(hop.source_address, helo, f"{local}@{domain}", domain, "MAIL FROM")


def _envelope_domain(message: Message) -> str:
    return host_ascii(message.return_path.rpartition("@")[2])


def _said(
    handover: _Handover,
    result: str,
    standing: Standing,
    why: str,
    wanted: tuple[tuple[str, str], ...] = (),
    when: str = "",
    asked: str = "",
) -> SpfCheck:
    return SpfCheck(
        result,
        standing,
        why,
        handover.domain,
        handover.address,
        handover.identity,
        wanted,
        when,
        asked,
    )
