"""What stands above a message: from the message itself, or from the list until it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from analyzers.model.message import Address, Message
from ui.models.cards import Card
from workbench.model.opened import OpenMessage


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``name`` is what the sender calls himself, ``address`` what he says his address is."""

    subject: str = ""
    name: str = ""
    address: str = ""
    recipients: str = ""
    time: str = ""


def letterhead(opened: OpenMessage | None, card: Card | None) -> Letterhead:
    message = opened.analysis.message if opened and opened.analysis else None
    if message is not None:
        return _of_message(message)
    if card is not None:
        return Letterhead(card.subject, card.sender, card.address)
    return Letterhead(opened.subject if opened else "")


def _of_message(message: Message) -> Letterhead:
    sender = message.sender[0] if message.sender else Address("", "")
    return Letterhead(
        subject=message.subject or "(no subject)",
        name=sender.name or ("" if sender.address else "(no sender)"),
        address=sender.address,
        recipients=_recipients((*message.to, *message.cc)),
        time=_time(message.date),
    )


def _recipients(people: tuple[Address, ...]) -> str:
    if not people:
        return "→ nobody named"
    more = f" and {len(people) - 1:,} more" if len(people) > 1 else ""
    return f"→ {people[0].address or people[0].name}{more}"


def _time(date: str) -> str:
    """Of the Date header, in the zone the sender wrote: it is his word."""
    if not date:
        return "no readable date"
    try:
        sent = datetime.fromisoformat(date)
    except ValueError:
        return date
    zone = "UTC" if sent.utcoffset() == UTC.utcoffset(None) else sent.strftime("%z")
    return f"{sent:%Y-%m-%d %H:%M:%S} {zone}"
