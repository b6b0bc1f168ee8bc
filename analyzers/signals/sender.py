"""Who the message says it is from, and what in that is meant to deceive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import invisible
from analyzers.lib.authentication import ARC_RESULTS
from analyzers.lib.domains import host_unicode, registrable_domain, same_registrant
from analyzers.lib.lookalike import mixed_scripts, resemblance
from analyzers.model.artifact import Artifact
from analyzers.model.message import Address, AuthenticationClaim, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_INNER = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
_DECIDING = frozenset({"spf", "dmarc", "compauth"})
_FAILED = frozenset({"fail", "hardfail", "softfail", "permerror"})


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender is unknown")
    yield from _from_field(message)
    yield from _return_path(message)
    for sender in message.sender[:20]:
        yield from _display_name(sender, context.own_domains)
        yield from _domain(sender, context.own_domains)
    yield from _own_domain(message, context.own_domains)
    yield from _hidden(message)


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


def _display_name(sender: Address, own_domains: frozenset[str]) -> Iterator[Finding]:
    inner = _INNER.search(sender.name)
    if inner is None or not sender.domain or same_registrant(inner[1], sender.domain):
        return
    own = registrable_domain(inner[1]) in map(registrable_domain, own_domains)
    title = "The display name shows an address that is not the sender's"
    if own:
        title = "The display name shows one of our addresses; the sender is another"
    severity = Severity.HIGH if own else Severity.MEDIUM
    evidence = f"{sender.name} <{sender.address}>"
    yield Finding("sender.display-address", severity, title, evidence[:300], "From")


def _domain(sender: Address, own_domains: frozenset[str]) -> Iterator[Finding]:
    domain = sender.domain
    own, how = resemblance(domain, own_domains)
    if own:
        weak = how in ("the same name under another ending", "the name with words added")
        severity = Severity.MEDIUM if weak else Severity.HIGH
        title = f"The sender's domain resembles one of ours: {how}"
        yield Finding("sender.lookalike", severity, title, f"{domain} for {own}", "From")
    if mixed_scripts(domain):
        title = "The sender's domain mixes alphabets within one word"
        evidence = f"{domain} ({host_unicode(domain)})"
        yield Finding("sender.mixed-scripts", Severity.HIGH, title, evidence, "From")


def _own_domain(message: Message, own_domains: frozenset[str]) -> Iterator[Finding]:
    """One of ours by From, while the servers on the way say it did not come from us."""
    ours = {registrable_domain(domain) for domain in own_domains}
    sender = next((a for a in message.sender if registrable_domain(a.domain) in ours), None)
    if sender is None:
        return
    claims = [
        claim
        for claim in message.authentication
        if message.headers[claim.header].name.lower() != ARC_RESULTS
    ]
    failed = [c for c in claims if c.method in _DECIDING and c.result in _FAILED]
    if failed and not any(_vouches(claim, ours) for claim in claims):
        results = ", ".join(dict.fromkeys(f"{c.method}={c.result}" for c in failed))
        title = "From is one of our domains, but authentication failed"
        evidence = f"{sender.address}: {results} (claimed, not verified here)"
        yield Finding("sender.own-domain-failed", Severity.HIGH, title, evidence, "From")


def _vouches(claim: AuthenticationClaim, ours: set[str]) -> bool:
    """Whether a pass is for our own domain: a forwarder breaks SPF and leaves DKIM whole."""
    if claim.result != "pass" or claim.method not in ("dmarc", "dkim"):
        return False
    named = dict(claim.properties)
    signed = named.get("header.d") or named.get("header.i", "").rpartition("@")[2]
    return claim.method == "dmarc" or registrable_domain(signed) in ours


def _hidden(message: Message) -> Iterator[Finding]:
    texts = [("Subject", message.subject)]
    texts += [("From", address.name) for address in message.sender[:20]]
    for where, text in texts:
        odd = invisible.OVERRIDE.search(text)
        if odd or invisible.split_words(text) or invisible.tagged(text):
            title = "A text hides characters that readers do not see and filters trip over"
            evidence = invisible.shown(text)[:300]
            yield Finding("sender.invisible", Severity.MEDIUM, title, evidence, where)


UNIT = Unit("sender", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
