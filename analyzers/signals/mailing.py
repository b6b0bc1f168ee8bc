"""Whom the message is addressed to, and what it says of the list or mailing it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib.domains import registrable_domain
from analyzers.lib.fields import values
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_FIELDS = ("list-id", "list-unsubscribe", "list-unsubscribe-post", "feedback-id", "precedence")
_PLACE = re.compile(r"<(?:https?://|mailto:[^@>]{0,300}@)([^/:?>]{1,255})", re.I)
_NOBODY = re.compile(r"undisclosed|unlisted|recipient list (?:not shown|suppressed)", re.I)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its recipients are unknown")
    found = values(message, *_FIELDS, "to", "cc", "received")
    yield from _facts(found)
    yield from _unsubscribe(message, found)
    yield from _recipients(message, found)


def _facts(found: dict[str, list[str]]) -> Iterator[Fact]:
    for name, label in (("precedence", "Precedence"), ("feedback-id", "Mailing (Feedback-ID)")):
        for value in found[name][:1]:
            yield Fact(label, value[:300])
    if found["list-unsubscribe"]:
        one_click = "one-click" in "".join(found["list-unsubscribe-post"]).lower()
        how = "in one click (RFC 8058)" if one_click else "by link or mail"
        yield Fact("Unsubscribing", f"offered {how}")


def _unsubscribe(message: Message, found: dict[str, list[str]]) -> Iterator[Finding]:
    """Mailing services and lists do this rightly; a list that names itself is passed over."""
    places = _PLACE.findall(" ".join(found["list-unsubscribe"])[:4_000])[:10]
    senders = {registrable_domain(address.domain) for address in message.sender} - {""}
    if not places or not senders or found["list-id"]:
        return
    if senders.isdisjoint(map(registrable_domain, places)):
        title = "Unsubscribing leads to another domain than the sender's"
        evidence = f"{', '.join(dict.fromkeys(places))}; From is {', '.join(sorted(senders))}"
        yield Finding("list.unsubscribe", Severity.INFO, title, evidence, "List-Unsubscribe")


def _recipients(message: Message, found: dict[str, list[str]]) -> Iterator[Finding]:
    named = " ".join([*found["to"], *found["cc"]])[:2_000]
    if any("@" in a.address for a in (*message.to, *message.cc)) or not found["received"]:
        return
    if _NOBODY.search(named):
        title = "The message hides whom it was sent to"
        yield Finding("recipient.undisclosed", Severity.LOW, title, named[:300], "To")
    else:
        title = "The message names no recipient"
        yield Finding("recipient.none", Severity.INFO, title, named[:300], "To")


UNIT = Unit("mailing", 1, frozenset({"eml"}), _examine, IMPORTS)
