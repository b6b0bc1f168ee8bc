"""The Calendar API: events of one user's primary calendar."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.google.calls import NOTHING, GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.events import (
    CANCELLED,
    SETTABLE,
    GoogleEvent,
    event_id,
    imported,
    invited,
)
from workbench.simulation.google.mailstore import GmailMailbox
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer

NEEDED = frozenset({"iCalUID", "start", "end"})  # of an import


def calendar_of(site: GoogleSite, mailbox: GmailMailbox) -> dict[str, GoogleEvent]:
    """Requests that came since the last look have left their events by now."""
    for key, message in mailbox.messages.items():
        letter = site.world.letters.get(message.source.source)
        if key in mailbox.invited or letter is None or "uid" not in letter.values:
            continue
        mailbox.invited.add(key)
        event = invited(letter, mailbox.person)
        mailbox.events.setdefault(event.id, event)
    return mailbox.events


def list_events(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox, uid = _mailbox(site, call, names), call.first("iCalUID")
    deleted = call.first("showDeleted").casefold() == "true"
    rows = [
        event.row(bare=site.settings.google_forgets)
        for event in calendar_of(site, mailbox).values()
        if (deleted or not event.is_deleted) and (not uid or event.members["iCalUID"] == uid)
    ]
    page = paged("items", rows, call.offset(), call.number("maxResults", 250, 2500))
    return found({"kind": "calendar#events", "items": [], **page})


def get_event(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Deleted ones as well."""
    event = _event(site, _mailbox(site, call, names), names)
    return found(event.row(bare=site.settings.google_forgets))


def delete_event(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """A guest's own copy; of the organizer's, all guests lose theirs."""
    mailbox = _mailbox(site, call, names)
    event = _event(site, mailbox, names)
    if event.is_deleted:
        raise GoogleRefusal(410, "Resource has been deleted", "deleted")
    _compare(call, event)
    if event.is_organizer:
        _cancel(site, call, event)
    else:
        _decline(site, mailbox, event)
    event.changed(status=CANCELLED)
    _tell(site, call, mailbox, event)
    _log(site, call, mailbox, "event-deleted", event)
    return NOTHING


def _cancel(site: GoogleSite, call: GoogleCall, event: GoogleEvent) -> None:
    for box, other in _others(site, event):
        other.changed(status=CANCELLED)
        _log(site, call, box, "event-cancelled", other)


def _decline(site: GoogleSite, mailbox: GmailMailbox, event: GoogleEvent) -> None:
    """An organizer here sees that the guest does not come."""
    no, address = {"responseStatus": "declined"}, mailbox.person.address.casefold()
    for _, other in _others(site, event):
        if other.is_organizer:
            guests = other.members["attendees"]
            other.changed(
                attendees=[g | no if g["email"].casefold() == address else g for g in guests]
            )


def _others(site: GoogleSite, event: GoogleEvent) -> list[tuple[GmailMailbox, GoogleEvent]]:
    return [
        (box, other)
        for box in site.state.mailboxes()
        for other in calendar_of(site, box).values()
        if other is not event and other.members["iCalUID"] == event.members["iCalUID"]
    ]


def change_event(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox = _mailbox(site, call, names)
    event, wanted = _event(site, mailbox, names), call.document()
    _compare(call, event)
    back = event.is_deleted and wanted.get("status", CANCELLED) != CANCELLED
    event.changed(**{name: value for name, value in wanted.items() if name in SETTABLE})
    _tell(site, call, mailbox, event)
    _log(site, call, mailbox, "event-made" if back else "event-changed", event)
    return found(event.row(bare=False))


def import_event(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Over what lies there with the same UID; nobody is written to."""
    mailbox, wanted = _mailbox(site, call, names), call.document()
    if not wanted.keys() >= NEEDED:
        raise GoogleRefusal(400, "Missing iCalUID, start or end.", "required")
    members = imported(wanted, mailbox.person)
    if not any(one.get("self") for one in (members["organizer"], *members["attendees"])):
        words = "The owner of the calendar must either be the organizer or an attendee of an event "
        reason = "participantIsNeitherOrganizerNorAttendee"
        raise GoogleRefusal(400, f"{words}that is imported.", reason)
    events, uid = calendar_of(site, mailbox), members["iCalUID"]
    event = next((e for e in events.values() if e.members["iCalUID"] == uid), None)
    if event is not None and site.settings.google_refuses_uid:
        raise GoogleRefusal(409, "The requested identifier already exists.", "duplicate")
    event = event or events.setdefault(key := event_id(mailbox.person, uid), GoogleEvent(key, {}))
    event.members.clear()
    event.changed(**members)
    _log(site, call, mailbox, "event-made", event)
    return found(event.row(bare=False))


def _mailbox(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> GmailMailbox:
    """Whose token it is has the primary calendar; an address may name it too."""
    user = "me" if names["calendar"] == "primary" else names["calendar"]
    return site.mailbox(call, {"user": user})


def _event(site: GoogleSite, mailbox: GmailMailbox, names: Mapping[str, str]) -> GoogleEvent:
    event = calendar_of(site, mailbox).get(names["event"])
    if event is None:
        raise GoogleRefusal(404, "Not Found", "notFound")
    return event


def _compare(call: GoogleCall, event: GoogleEvent) -> None:
    if call.headers.get("if-match", event.etag) not in (event.etag, "*"):
        raise GoogleRefusal(412, "Precondition Failed", "conditionNotMet")


def _tell(site: GoogleSite, call: GoogleCall, mailbox: GmailMailbox, event: GoogleEvent) -> None:
    """Nobody is written to unless it is asked for."""
    if call.first("sendUpdates", "none") != "none" or call.first("sendNotifications") == "true":
        _log(site, call, mailbox, "guests-told", event)


def _log(
    site: GoogleSite, call: GoogleCall, mailbox: GmailMailbox, kind: str, event: GoogleEvent
) -> None:
    site.state.log.add(kind, mailbox.person.key, site.cause(call), before=event.id, after=event.id)
