"""Operations on calendars: the events that meeting requests leave there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.events import SimEvent, invited, made
from workbench.simulation.server.site import Site, View, not_found
from workbench.simulation.server.state import Mailbox

EXPAND = re.compile(r"microsoft\.graph\.eventMessage/event(\(.*\))?", re.IGNORECASE)
REQUEST = "#microsoft.graph.eventMessageRequest"


def is_request(site: Site, view: View) -> bool:
    letter = site.world.letters.get(view.message.source.source)
    return letter is not None and "uid" in letter.values


def calendar_of(site: Site, mailbox: Mailbox) -> dict[str, SimEvent]:
    """Requests that came since the last look have left their events by now."""
    for key, message in mailbox.messages.items():
        letter = site.world.letters.get(message.source.source)
        if key in mailbox.invited or letter is None or "uid" not in letter.values:
            continue
        mailbox.invited.add(key)
        event = invited(letter, mailbox.person)
        mailbox.events.setdefault(event.id, event)
    return mailbox.events


def without_expand(call: Call) -> tuple[Call, bool]:
    """The call, and whether it wants the event too; 501 for whatever else is to be expanded."""
    wanted = next((v for n, v in call.query.items() if n.casefold() in {"$expand", "expand"}), "")
    if not EXPAND.fullmatch(wanted):
        return call, False
    kept = {n: v for n, v in call.query.items() if n.casefold() not in {"$expand", "expand"}}
    return replace(call, query=kept), True


def event_of(site: Site, mailbox: Mailbox, view: View) -> dict[str, object] | None:
    """What a meeting request brings with it; None once it was declined or deleted."""
    letter = site.world.letters[view.message.source.source]
    found = calendar_of(site, mailbox).get(invited(letter, mailbox.person).id)
    return found.entity if found else None


def get_event(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    event = _event(site, names)
    context = f"{call.origin}/{call.version}/$metadata#users('{names['user']}')/events/$entity"
    return Answer(200, {"@odata.context": context, **event.entity})


def list_view(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """https://learn.microsoft.com/graph/api/user-list-calendarview; $select is not looked at."""
    mailbox = site.mailbox(names)
    begin, end = (_moment(call, name) for name in ("startdatetime", "enddatetime"))
    events = calendar_of(site, mailbox).values()
    context = f"{call.origin}/{call.version}/$metadata#users('{names['user']}')/calendarView"
    shown = [event.entity for event in events if event.overlaps(begin, end)]
    return Answer(200, {"@odata.context": context, "value": shown})


def decline(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """https://learn.microsoft.com/graph/api/event-decline: an answer is sent unless told not to."""
    mailbox, event = site.mailbox(names), _event(site, names)
    if event.is_organizer:
        text = "You can't respond to this meeting because you're the meeting organizer."
        raise GraphRefusal(400, "ErrorInvalidRequest", text)
    wanted = {name.casefold(): value for name, value in call.document().items()}
    if wanted.get("sendresponse", True) is not False:
        _log(site, call, mailbox, "response-sent", event)
    if site.settings.keeps_declined:
        event.changed(showAs="free", responseStatus={"response": "declined"})
    else:
        del mailbox.events[event.id]
    _log(site, call, mailbox, "event-declined", event)
    return Answer(202)


def make_event(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """The same transactionId twice makes one event."""
    mailbox, wanted = site.mailbox(names), call.document()
    if not {"subject", "start", "end"} <= wanted.keys():
        raise GraphRefusal(400, "ErrorInvalidRequest", "An event needs subject, start and end.")
    events, mark = calendar_of(site, mailbox), wanted.get("transactionId")
    same = (e for e in events.values() if mark and e.members["transactionId"] == mark)
    event = next(same, None)
    if event is None:
        event = made(dict(wanted), mailbox.person, len(mailbox.invited) + site.log.length)
        events[event.id] = event
        _log(site, call, mailbox, "event-made", event)
        if event.members["attendees"]:
            _log(site, call, mailbox, "invitations-sent", event)
    context = f"{call.origin}/{call.version}/$metadata#users('{names['user']}')/events/$entity"
    return Answer(201, {"@odata.context": context, **event.entity})


def _event(site: Site, names: Mapping[str, str]) -> SimEvent:
    event = calendar_of(site, site.mailbox(names)).get(names["event"])
    if event is None:
        raise not_found()
    return event


def _moment(call: Call, name: str) -> datetime:
    text = next((v for n, v in call.query.items() if n.casefold() == name), "")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise GraphRefusal(400, "ErrorInvalidParameter", f"{name} is no moment.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _log(site: Site, call: Call, mailbox: Mailbox, kind: str, event: SimEvent) -> None:
    site.log.add(kind, mailbox.person.key, site.cause(call), before=event.id, after=event.id)
