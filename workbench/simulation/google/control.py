"""What tests and the training range may see and do behind the Google face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from workbench.simulation.google.calendar import calendar_of
from workbench.simulation.google.events import CANCELLED
from workbench.simulation.google.mailstore import GmailMailbox, GmailMessage, message_id
from workbench.simulation.google.service import GoogleService
from workbench.simulation.letters.reporting import wrapped
from workbench.simulation.server.effects import Cause
from workbench.simulation.server.people import Unknown

BIN = "TRASH"
Command = Callable[[Mapping[str, Any]], dict[str, object]]


def commands(service: GoogleService) -> dict[str, Command]:
    return {
        "google-effects": lambda members: {"effects": service.site.state.log.as_json()},
        "google-requests": lambda members: {"requests": list(service.requests)},
        "google-subjects": lambda members: {"subjects": sorted(service.identity.subjects)},
        "google-messages": lambda members: _messages(service, members),
        "google-user": lambda members: _user(service, members),
        "google-wrap": lambda members: _wrap(service, members),
        "google-events": lambda members: _events(service, members),
        "google-answer-event": lambda members: _answer_event(service, members),
        "google-empty-calendars": lambda members: _forget_events(service, members),
        "google-empty-bin": lambda members: _empty(service, members),
        "google-forget-history": lambda members: _forget(service, members),
    }


def _boxes(service: GoogleService, members: Mapping[str, Any]) -> list[GmailMailbox]:
    state = service.site.state
    if "mailbox" not in members:
        return list(state.mailboxes())
    person = state.people.get(str(members["mailbox"]).casefold())
    if person is None:
        raise Unknown(f"no mailbox {members['mailbox']}")
    return [state.mailbox(person)]


def _messages(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """Where every copy lies; of one mailbox or one Message-ID when these are given."""
    wanted = str(members.get("internet_id", ""))
    rows = [
        _row(box, message)
        for box in _boxes(service, members)
        for message in box.messages.values()
        if not wanted or message.source.internet_id == wanted
    ]
    return {"messages": rows}


def _row(box: GmailMailbox, message: GmailMessage) -> dict[str, object]:
    return {
        "mailbox": box.person.address,
        "id": message.id,
        "internet_id": message.source.internet_id,
        "labels": sorted(message.labels),
        "names": sorted(box.labels[label].name for label in message.labels if label in box.labels),
        "history": message.history,
    }


def _user(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """A user acts: ``add`` and ``remove`` labels of ``message``, or ``delete`` it for good."""
    (box,) = _boxes(service, members)
    message = box.messages.get(str(members["message"]))
    if message is None:
        raise Unknown(f"no message {members['message']}")
    if members.get("delete"):
        box.remove(message)
        return {}
    labels = message.labels - set(members.get("remove", ())) | set(members.get("add", ()))
    service.site.state.relabel(box, message, frozenset(labels), Cause())
    return {}


def _wrap(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """The user of ``mailbox`` forwards ``message`` to the report mailbox ``to``, see
    ``letters.reporting``."""
    (box,) = _boxes(service, members)
    message = box.messages.get(str(members["message"]))
    (target,) = _boxes(service, {"mailbox": members["to"]})
    if message is None:
        raise Unknown(f"no message {members['message']}")
    how, words = str(members.get("how", "item")), str(members.get("words", "What is this?"))
    made = wrapped(service.site.world, message.source, target.person, how, words, datetime.now(UTC))
    labels = frozenset({"INBOX", "UNREAD"})
    target.add(GmailMessage(made, message_id(made), labels, target.last))
    return {"id": message_id(made)}


def _events(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """What every calendar shows, or that of one mailbox."""
    return {
        "events": [
            {
                "mailbox": box.person.address, "internet_id": event.internet_id,
                "isOrganizer": event.is_organizer, **event.row(bare=False),
            }
            for box in _boxes(service, members)
            for event in calendar_of(service.site, box).values()
            if not event.is_deleted
        ]
    }  # fmt: skip


def _answer_event(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """The user accepts the event, takes it out of the calendar, or puts it back."""
    (box,) = _boxes(service, members)
    event = calendar_of(service.site, box)[str(members["event"])]
    match members["answer"]:
        case "accept":
            yes = {"responseStatus": "accepted"}
            guests = event.members["attendees"]
            event.changed(attendees=[one | yes if one.get("self") else one for one in guests])
        case "delete":
            event.changed(status=CANCELLED)
        case _:
            event.changed(status="confirmed")
    return {}


def _forget_events(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """As in time: deleted events are gone for good."""
    for box in _boxes(service, members):
        for event in [e for e in calendar_of(service.site, box).values() if e.is_deleted]:
            del box.events[event.id]
    return {}


def _empty(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """As after 30 days: what lies in the Bin is gone for good, of one mailbox or of all."""
    gone = [
        (box, message)
        for box in _boxes(service, members)
        for message in box.messages.values()
        if BIN in message.labels
    ]
    for box, message in gone:
        box.remove(message)
    return {"removed": len(gone)}


def _forget(service: GoogleService, members: Mapping[str, Any]) -> dict[str, object]:
    """Histories begin at the present moment: earlier numbers answer 404."""
    for box in _boxes(service, members):
        box.oldest = box.last
        box.history.clear()
    return {}
