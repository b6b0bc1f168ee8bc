"""Who the message says it is from, and whether its other sender fields agree."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib.claims import counted
from analyzers.lib.domains import registrable_domain, same_registrant
from analyzers.lib.fields import is_list, submitters
from analyzers.lib.hops import transport_path, trusted_reach
from analyzers.model.artifact import Artifact
from analyzers.model.message import AuthenticationClaim, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_DECIDING = frozenset({"spf", "dmarc", "compauth"})
_FAILED = frozenset({"fail", "hardfail", "softfail", "permerror"})


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender is unknown")
    yield from _from_field(message)
    yield from _return_path(message)
    yield from _on_behalf(message)
    claims = _claims(message, context)
    yield from _own_domain(message, claims, context.own_domains)
    yield from _self_addressed(message, claims)


def _from_field(message: Message) -> Iterator[Finding]:
    fields = sum(header.name.lower() == "from" for header in message.headers)
    shown = ", ".join(address.address for address in message.sender[:5])
    if fields > 1 or len(message.sender) > 1:
        title = "From names several senders; clients differ in which they show"
        yield Finding("sender.several", Severity.MEDIUM, title, shown, "From")
    elif message.sender and not message.sender[0].address:
        title = "From holds no address"
        yield Finding("sender.no-address", Severity.LOW, title, message.sender[0].name, "From")


def _return_path(message: Message) -> Iterator[Finding]:
    """Lists and mailing services do this rightly: worth a line, not a suspicion."""
    path = message.return_path.rpartition("@")[2]
    domain = message.sender[0].domain if message.sender else ""
    if path and domain and not same_registrant(path, domain):
        title = "The envelope sender is of another domain than From"
        evidence = f"{message.return_path} for {message.sender[0].address}"
        yield Finding("sender.return-path", Severity.INFO, title, evidence, "Return-Path")


def _on_behalf(message: Message) -> Iterator[Finding]:
    """Lists name themselves in Sender by design; Outlook shows it as "on behalf of"."""
    sender = next((a for a in submitters(message) if a.domain), None)
    shown = next((a for a in message.sender if a.domain), None)
    if sender is None or shown is None or same_registrant(sender.domain, shown.domain):
        return
    severity = Severity.INFO if is_list(message) else Severity.LOW
    title = "Somebody of another domain sent this on behalf of the sender shown"
    evidence = f"{sender.address} for {shown.address}"
    yield Finding("sender.on-behalf", severity, title, evidence, "Sender")


def _claims(message: Message, context: Context) -> list[AuthenticationClaim]:
    """Those whose word counts: a pass that the sender wrote below our line vouches for nobody."""
    way = transport_path(message, context)
    ours = trusted_reach(message, way, context)
    counting = counted(message, ours, way.boundary >= 0)
    return [claim for claims in counting.claims.values() for claim in claims]


def _failures(claims: list[AuthenticationClaim]) -> str:
    failed = [c for c in claims if c.method in _DECIDING and c.result in _FAILED]
    return ", ".join(dict.fromkeys(f"{c.method}={c.result}" for c in failed))


def _own_domain(
    message: Message, claims: list[AuthenticationClaim], own_domains: frozenset[str]
) -> Iterator[Finding]:
    """One of ours by From, while the servers on the way say it did not come from us."""
    ours = {registrable_domain(domain) for domain in own_domains}
    sender = next((a for a in message.sender if registrable_domain(a.domain) in ours), None)
    if sender is None:
        return
    results = _failures(claims)
    if results and not any(_vouches(claim, ours) for claim in claims):
        title = "From is one of our domains, but authentication failed"
        evidence = f"{sender.address}: {results} (claimed, not verified here)"
        yield Finding("sender.own-domain-failed", Severity.HIGH, title, evidence, "From")


def _self_addressed(message: Message, claims: list[AuthenticationClaim]) -> Iterator[Finding]:
    """Without a failed check it is how people write notes to themselves."""
    if len(message.sender) != 1 or len(message.to) != 1:
        return
    sender = message.sender[0]
    if not sender.address or sender.address.casefold() != message.to[0].address.casefold():
        return
    results = _failures(claims)
    if results and not any(_vouches(c, {registrable_domain(sender.domain)}) for c in claims):
        title = "Sender and recipient are the same address, and authentication failed"
        evidence = f"{sender.address}: {results} (claimed, not verified here)"
        yield Finding("sender.self-addressed", Severity.LOW, title, evidence, "To")


def _vouches(claim: AuthenticationClaim, domains: set[str]) -> bool:
    """Whether a pass is for one of the domains: a forwarder breaks SPF and leaves DKIM whole."""
    if claim.result != "pass" or claim.method not in ("dmarc", "dkim"):
        return False
    named = dict(claim.properties)
    signed = named.get("header.d") or named.get("header.i", "").rpartition("@")[2]
    return claim.method == "dmarc" or registrable_domain(signed) in domains


UNIT = Unit("sender", 3, frozenset({"eml", "msg"}), _examine, IMPORTS)
