"""Where an answer would go, and whether that is somebody else than the sender."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib.domains import registrable_domain
from analyzers.lib.freemail import FREE_MAIL
from analyzers.lib.lookalike import resemblance
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_LISTS = frozenset({"list-id", "list-post", "mailing-list"})


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its reply address is unknown")
    senders = {registrable_domain(address.domain) for address in message.sender} - {""}
    if not senders:
        return
    for address in message.reply_to[:20]:
        domain = registrable_domain(address.domain)
        if domain and domain not in senders:
            yield _finding(message, address.address, domain, senders)


def _finding(message: Message, address: str, domain: str, senders: set[str]) -> Finding:
    evidence = f"{address}; From is {', '.join(sorted(senders))}"
    imitated, how = resemblance(domain, senders)
    if imitated and how != "the same name under another ending":
        title = f"Answers go to a domain that resembles the sender's: {how}"
        return Finding("replyto.lookalike", Severity.HIGH, title, evidence, "Reply-To")
    if domain in FREE_MAIL and senders.isdisjoint(FREE_MAIL) and not _is_list(message):
        title = "Answers go to a free mailbox, not to the sender's domain"
        return Finding("replyto.free-mail", Severity.MEDIUM, title, evidence, "Reply-To")
    severity = Severity.INFO if _is_list(message) else Severity.LOW
    title = "Answers go to another domain than the sender's"
    return Finding("replyto.differs", severity, title, evidence, "Reply-To")


def _is_list(message: Message) -> bool:
    """Mailing lists set Reply-To by design."""
    return any(header.name.lower() in _LISTS for header in message.headers)


UNIT = Unit("reply address", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
