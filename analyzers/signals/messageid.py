"""What the message's own id says of where and with what it was written."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import messageid
from analyzers.lib.domains import registrable_domain
from analyzers.lib.fields import is_list, values
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

# Providers whose users' ids end in one of their domains, also where a program sends through them.
_PROVIDERS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), ("gmail.com", "google.com", "googlemail.com")),
    **dict.fromkeys(
        ("hotmail.com", "outlook.com", "live.com", "msn.com"),
        ("outlook.com", "hotmail.com", "live.com", "msn.com", "phx.gbl", "microsoft.com"),
    ),
    "yahoo.com": ("yahoo.com",),
    "icloud.com": ("icloud.com", "me.com", "mac.com", "apple.com"),
    "aol.com": ("aol.com", "yahoo.com"),
}


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its id is unknown")
    if not message.sender:
        return
    if message.message_id:
        yield from _read(message)
    elif values(message, "received")["received"]:
        title = "The message has no Message-ID"
        yield Finding("messageid.missing", Severity.INFO, title, "", "Message-ID")


def _read(message: Message) -> Iterator[Observation]:
    found = messageid.read(message.message_id)
    if found.habit:
        yield Fact("Message-ID looks as made by", f"{found.habit} (by its form, not verified)")
    if found.domain:
        yield Fact("Message-ID names as its place", found.domain[:300])
    if not found.well_formed:
        title = "The Message-ID has not the form of one"
        yield Finding("messageid.malformed", Severity.LOW, title, found.text, "Message-ID")
    else:
        yield from _provider(message, found)


def _provider(message: Message, found: messageid.MessageId) -> Iterator[Finding]:
    """Mail from a large provider's mailbox bears its id, unless a program of the user wrote one."""
    sender = message.sender[0]
    domains = _PROVIDERS.get(registrable_domain(sender.domain), ())
    if not domains or "." not in found.domain or is_list(message):
        return
    if registrable_domain(found.domain) not in domains and not _own_machine(found.domain):
        title = "From is a large provider's mailbox; the Message-ID is of another place"
        evidence = f"{found.text} for {sender.address}"
        yield Finding("messageid.provider", Severity.LOW, title, evidence, "Message-ID")


def _own_machine(domain: str) -> bool:
    """Programs on a desk name their own computer."""
    return domain.endswith((".local", ".lan", ".home", ".localdomain", ".android.com")) or (
        domain.startswith("[")
    )


UNIT = Unit("message id", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
