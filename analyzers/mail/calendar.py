"""Calendar files and invitations (.ics): events, who is in them, and what a click would follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analyzers.lib import charset, dom, ics, invitations, urls
from analyzers.lib.domains import registrable_domain
from analyzers.lib.ics import Component, Property
from analyzers.lib.linkfindings import judge
from analyzers.lib.linkset import LinkSet
from analyzers.lib.transfer import base64_bytes
from analyzers.model.artifact import Artifact
from analyzers.model.calendar import CalendarEvent
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = (*charset.IMPORTS, *urls.IMPORTS, *dom.IMPORTS)
BYTES = 1 << 20  # of a calendar; an invitation has some KB
_FAR = 366  # days ahead of its making at which an event is nobody's appointment
_PAGES = 5  # HTML descriptions that are examined
_FILES = 20  # attachments inside a calendar


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    text = charset.decode(artifact.data[:BYTES], artifact.declared_type)[0]
    calendar = ics.read(text)
    if not calendar.components:
        raise Unreadable("No calendar begins in this file")
    if len(artifact.data) > BYTES:
        title, evidence = "The calendar is larger than is read", f"{len(artifact.data)} bytes"
        yield Finding("limit.calendar.size", Severity.MEDIUM, title, evidence)
    components = list(calendar.events())
    if calendar.cut or len(components) > invitations.EVENTS:
        title = "The calendar holds more than is read"
        evidence = f"{len(components)} events; {invitations.EVENTS} are read"
        yield Finding("limit.calendar.events", Severity.MEDIUM, title, evidence)
    yield from _whole(calendar, len(components))
    yield from _events(components[: invitations.EVENTS], calendar.method)


def _whole(calendar: ics.Calendar, events: int) -> Iterator[Observation]:
    yield Fact("Calendar method", calendar.method or "none")
    yield Fact("Events", str(events))
    product = calendar.components[0].text("PRODID")[:200]
    if product:
        yield Fact("Calendar program", f"{product} (by its own word)")
    if calendar.method == "PUBLISH":
        title = "The calendar publishes events; programs may add them without a question"
        yield Finding("calendar.publish", Severity.INFO, title, calendar.method, "METHOD")


def _events(components: list[Component], method: str) -> Iterator[Observation]:
    links = LinkSet()
    for component in components:
        event = invitations.event(component, method)
        yield event
        yield from _organizer(event, component)
        yield from _times(event, component)
        yield from _alarms(component)
        for link in invitations.links(component):
            links.add(link)
    yield from links.all()
    yield from judge(links.all())
    pages = [html for component in components for html in invitations.pages(component)]
    files = [p for c in components for p in c.all("ATTACH") if invitations.binary(p)]
    for number, html in enumerate(pages[:_PAGES], start=1):
        yield _page(html, number)
    for found in files[:_FILES]:
        yield _attached(found)
    if links.full or len(pages) > _PAGES or len(files) > _FILES:
        title = "The events hold more links, pages or files than are read"
        evidence = f"{len(links.all())} links, {len(pages)} pages, {len(files)} files"
        yield Finding("limit.calendar.parts", Severity.MEDIUM, title, evidence)


def _page(html: str, number: int) -> Child:
    name = f"HTML description {number}"
    declared = "text/html; charset=utf-8"
    data = html.encode("utf-8", "replace")
    return Child(name, data, declared, Relation.EMBEDDED, in_place=True)


def _attached(found: Property) -> Child:
    name = found.parameters.get("FILENAME") or found.parameters.get("X-FILENAME", "")
    data = base64_bytes(found.raw.encode("ascii", "ignore"))[0]
    declared = found.parameters.get("FMTTYPE", "")[:100]
    return Child(name[:255] or "attachment of an event", data, declared, Relation.ATTACHMENT)


def _organizer(event: CalendarEvent, component: Component) -> Iterator[Finding]:
    """The name shown for the organiser, and who acts for them."""
    person = event.organizer
    shown = registrable_domain(person.name.rpartition("@")[2].strip(" >\"')"))
    domain = registrable_domain(person.domain)
    if "@" in person.name and "." in shown and domain and shown != domain:
        title = "The organiser's name shows an address that is not the organiser's"
        evidence = f"{person.name[:200]} <{person.address}>"
        yield Finding("calendar.organizer.name", Severity.MEDIUM, title, evidence, "ORGANIZER")
    given = component.first("ORGANIZER")
    acting = given.parameters.get("SENT-BY", "").rpartition("@")[2] if given else ""
    if acting and domain and registrable_domain(acting) != domain:
        title = "Somebody of another domain invites for the organiser"
        evidence = f"SENT-BY of {acting[:200]} for {person.address}"
        yield Finding("calendar.organizer.sent-by", Severity.LOW, title, evidence, "ORGANIZER")


def _times(event: CalendarEvent, component: Component) -> Iterator[Finding]:
    """Against the calendar's own time of making: what day it is cannot be asked here."""
    made = ics.time(component.first("DTSTAMP")) or ics.time(component.first("CREATED"))
    start, stamp = _day(event.start), _day(made)
    if start and stamp and (start - stamp).days > _FAR:
        title = "An event lies more than a year ahead of the day it was made"
        evidence = f"made {made}, begins {event.start}"
        yield Finding("calendar.far", Severity.INFO, title, evidence, "DTSTART")
    rule = event.recurrence.upper()
    if "FREQ=" in rule and "COUNT=" not in rule and "UNTIL=" not in rule:
        title = "An event repeats without end"
        yield Finding("calendar.endless", Severity.INFO, title, event.recurrence[:200], "RRULE")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _alarms(component: Component) -> Iterator[Finding]:
    """RFC 2445 let an alarm start a program; RFC 5545 took that out."""
    for alarm in component.children:
        if alarm.name == "VALARM" and alarm.text("ACTION").strip().upper() == "PROCEDURE":
            title = "An alarm asks the calendar program to start a program"
            evidence = alarm.text("ATTACH")[:200]
            yield Finding("calendar.alarm.program", Severity.HIGH, title, evidence, "VALARM")


UNIT = Unit("calendar", 1, frozenset({"ics"}), _examine, IMPORTS)
