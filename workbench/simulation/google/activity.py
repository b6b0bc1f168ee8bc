"""Gmail's log of what people did with their mail, as the Reports API shows it.

https://developers.google.com/workspace/admin/reports/v1/appendix/activity/gmail
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.simulation.dice import dice, number
from workbench.simulation.google.calls import GoogleCall, GoogleRefusal
from workbench.simulation.google.mailstore import GmailMailbox, GmailMessage
from workbench.simulation.google.site import GoogleSite

RECEIVED, OPENED, ANSWERED, PASSED_ON, CLICKED = 2, 7, 9, 10, 15
WINDOW = timedelta(days=30)
MESSAGE_ID = "message_info.rfc2822_message_id"
ONE_IN = 4  # readers of a campaign's message who follow its link


@dataclass(frozen=True, slots=True)
class Done:
    message: GmailMessage
    kind: int
    moment: datetime


def rows_of(site: GoogleSite, call: GoogleCall, user: str) -> list[dict[str, Any]]:
    """Newest first; of one mailbox, or of all."""
    begin, end = _window(call)
    wanted = _wanted(call.first("filters"))
    boxes = [box for box in site.state.mailboxes() if user in ("all", box.person.address)]
    found = [
        (box, done)
        for box in boxes
        for done in _done(site, box, wanted)
        if begin <= done.moment <= end
    ]
    found.sort(key=lambda one: one[1].moment, reverse=True)
    return [_row(box, done) for box, done in found]


def _window(call: GoogleCall) -> tuple[datetime, datetime]:
    try:
        begin, end = (datetime.fromisoformat(call.first(n)) for n in ("startTime", "endTime"))
    except ValueError as error:
        raise GoogleRefusal(400, "startTime and endTime must be provided", "invalid") from error
    if end - begin > WINDOW:
        raise GoogleRefusal(400, "The time range must not exceed 30 days", "invalid")
    return begin, end


def _wanted(filters: str) -> str:
    """The Message-ID asked for, "" for all; other filters are refused rather than ignored."""
    name, _, value = filters.partition("==")
    if filters and (name != MESSAGE_ID or not value):
        raise GoogleRefusal(400, f"The simulated tenant does not know the filter '{filters}'")
    return value


def _done(site: GoogleSite, box: GmailMailbox, wanted: str) -> Iterator[Done]:
    for message in list(box.messages.values()):
        if "SENT" in message.labels:
            yield from _sent(site, box, message, wanted)
        elif wanted in ("", message.source.internet_id):
            yield Done(message, RECEIVED, message.source.received)
            yield from _read(site, message) if "UNREAD" not in message.labels else ()


def _read(site: GoogleSite, message: GmailMessage) -> Iterator[Done]:
    source = message.source
    opened = source.received + timedelta(minutes=5 + number(90, "opened", source.key))
    yield Done(message, OPENED, opened)
    baits = (keys for name, keys in site.world.truth.items() if site.world.kinds[name] == "phish")
    followed = dice("followed", source.key).randrange(ONE_IN) == 0
    if followed and any(source.key in keys for keys in baits):
        yield Done(message, CLICKED, opened + timedelta(minutes=1))


def _sent(site: GoogleSite, box: GmailMailbox, sent: GmailMessage, wanted: str) -> Iterator[Done]:
    """Told of the message that was answered or passed on."""
    letter = site.world.letters.get(sent.source.source)
    name = letter.references[-1] if letter is not None and letter.references else ""
    if not name or wanted not in ("", name):
        return
    for message in box.messages.values():
        if message.source.internet_id == name and "SENT" not in message.labels:
            to_sender = message.source.sender in (*sent.source.to, *sent.source.cc)
            yield Done(message, ANSWERED if to_sender else PASSED_ON, sent.source.received)


def _row(box: GmailMailbox, done: Done) -> dict[str, Any]:
    source, moment = done.message.source, done.moment.astimezone(UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    event: list[dict[str, object]] = [
        {"name": "mail_event_type", "intValue": str(done.kind)},
        {"name": "timestamp_usec", "intValue": str(int(moment.timestamp() * 1_000_000))},
        {"name": "success", "boolValue": True},
    ]
    message: list[dict[str, object]] = [
        {"name": "rfc2822_message_id", "value": source.internet_id},
        {"name": "subject", "value": source.subject},
    ]
    parameters = [
        {"name": "event_info", "messageValue": {"parameter": event}},
        {"name": "message_info", "messageValue": {"parameter": message}},
    ]
    qualifier = str(number(2**62, "activity", source.key, done.kind))
    return {
        "kind": "admin#reports#activity", "etag": '"activity"',
        "id": {"time": stamp, "uniqueQualifier": qualifier, "applicationName": "gmail"},
        "actor": {"email": box.person.address, "callerType": "USER"},
        "events": [{"type": "delivery_type", "name": "delivery", "parameters": parameters}],
    }  # fmt: skip
