"""Where an answer would go, and whether that is somebody else than the sender."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import brands, lookalike
from analyzers.lib.domains import registrable_domain
from analyzers.lib.fields import is_list
from analyzers.lib.freemail import FREE_MAIL
from analyzers.model.artifact import Artifact
from analyzers.model.message import Address, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)
ADDRESSES = 20  # mailboxes of Reply-To that are looked at


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its reply address is unknown")
    senders = {registrable_domain(address.domain) for address in message.sender} - {""}
    if not senders:
        return
    for address in message.reply_to[:ADDRESSES]:
        domain = registrable_domain(address.domain)
        if domain and domain not in senders:
            yield _finding(message, address.address, domain, senders)
            yield from _posing(address, domain, context)
            yield from _name(message, address)


def _finding(message: Message, address: str, domain: str, senders: set[str]) -> Finding:
    evidence = f"{address}; From is {', '.join(sorted(senders))}"
    imitated, how = lookalike.resemblance(domain, senders)
    if imitated and how != lookalike.ENDING:
        title = f"Answers go to a domain that resembles the sender's: {how}"
        return Finding("replyto.lookalike", Severity.HIGH, title, evidence, "Reply-To")
    listed = is_list(message)
    if domain in FREE_MAIL and senders.isdisjoint(FREE_MAIL) and not listed:
        title = "Answers go to a free mailbox, not to the sender's domain"
        return Finding("replyto.free-mail", Severity.MEDIUM, title, evidence, "Reply-To")
    severity = Severity.INFO if listed else Severity.LOW
    title = "Answers go to another domain than the sender's"
    return Finding("replyto.differs", severity, title, evidence, "Reply-To")


def _posing(address: Address, domain: str, context: Context) -> Iterator[Finding]:
    """Answers led to a made-up domain while From may be a spoofed real one."""
    imitated, how = lookalike.resemblance(domain, context.own_domains | context.known_domains)
    if imitated and how not in lookalike.WEAK:
        title = f"Answers go to a domain that resembles one of ours or a partner's: {how}"
        evidence = f"{address.address} for {imitated}"
        yield Finding("replyto.imitation", Severity.HIGH, title, evidence, "Reply-To")
        return
    found = brands.imitated(domain)
    if found is not None and found.how != lookalike.ENDING:
        title = f"Answers go to a domain that resembles that of {found.brand.name}: {found.how}"
        evidence = f"{address.address} for {found.domain}"
        yield Finding("replyto.imitation", Severity.MEDIUM, title, evidence, "Reply-To")


def _name(message: Message, address: Address) -> Iterator[Finding]:
    """The reply address shows the sender's own address as its name and leads elsewhere."""
    name = address.name.casefold()
    shown = next((a.address for a in message.sender if a.address.casefold() in name), "")
    if "@" in name and shown and not is_list(message):
        title = "The reply address shows the sender's address as its name and is another"
        evidence = f"{address.name[:200]} <{address.address}>"
        yield Finding("replyto.display-address", Severity.MEDIUM, title, evidence, "Reply-To")


UNIT = Unit("reply address", 2, frozenset({"eml", "msg"}), _examine, IMPORTS)
