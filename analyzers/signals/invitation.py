"""Whether an invitation comes from whom its calendar part says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import charset, ics, invitations, lookalike, signedparts
from analyzers.lib.domains import registrable_domain
from analyzers.lib.fields import submitters
from analyzers.model.artifact import Artifact
from analyzers.model.calendar import CalendarEvent
from analyzers.model.message import Message, Part
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes", *charset.IMPORTS)
PARTS = 5  # calendar parts that are compared
BYTES = 256 << 10  # of one part
_HEADERS = 8 << 10  # bytes before a part's body in which its headers lie
_EVENTS = 20  # of one part

# In these the organiser is who sends; in an answer it is who gets it (RFC 5546, 1.4).
_SENT = frozenset({"REQUEST", "PUBLISH", "ADD", "CANCEL", "DECLINECOUNTER", ""})
_METHOD = re.compile(rb";\s{0,20}method\s{0,9}=\s{0,9}\"?([a-z]{1,20})", re.I)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its invitations are unknown")
    parts = [p for p in message.parts if _is_calendar(p) and p.offset >= 0]
    if len(parts) > PARTS:
        title, evidence = "There are more invitations than are compared", f"{len(parts)} parts"
        yield Finding("limit.calendar.compared", Severity.MEDIUM, title, evidence)
    for part in parts[:PARTS]:
        data = signedparts.decoded(artifact.data, part)
        label = f"text/calendar; charset={part.charset or 'utf-8'}"
        calendar = ics.read(charset.decode(data[:BYTES], label)[0])
        if len(data) > BYTES:
            title, evidence = "The invitation is larger than is compared", f"{len(data)} bytes"
            where = f"part {part.path}"
            yield Finding("limit.calendar.compared", Severity.MEDIUM, title, evidence, where)
        yield from _method(artifact.data, part, calendar.method)
        if calendar.method in _SENT:
            yield from _organizers(calendar, message, context, f"part {part.path}")


def _is_calendar(part: Part) -> bool:
    return part.content_type in ("text/calendar", "application/ics") or (
        part.filename.lower().endswith((".ics", ".vcs"))
    )


def _method(data: bytes, part: Part, method: str) -> Iterator[Finding]:
    """RFC 6047, 2.4: both must be equal; programs differ in which they follow."""
    start = part.header_offset if part.header_offset >= 0 else max(0, part.offset - _HEADERS)
    head = data[start : part.offset]
    if part.header_offset < 0:
        head = head[head.rfind(b"\n--") + 1 :]
    found = _METHOD.search(head)
    stated = found[1].decode("ascii").upper() if found else ""
    if stated and method and stated != method:
        title = "The invitation's type and its content name different methods"
        evidence = f"{stated} in the type, {method} in the calendar"
        yield Finding("calendar.method", Severity.LOW, title, evidence, f"part {part.path}")


def _organizers(
    calendar: ics.Calendar, message: Message, context: Context, where: str
) -> Iterator[Finding]:
    senders = {registrable_domain(a.domain) for a in message.sender} - {""}
    allowed = senders | {registrable_domain(a.domain) for a in submitters(message)}
    events = [invitations.event(c, calendar.method) for c in list(calendar.events())[:_EVENTS]]
    for event in events:
        domain = registrable_domain(event.organizer.domain)
        if senders and domain and domain not in allowed:
            yield from _differs(event, domain, senders, context, where)


def _differs(
    event: CalendarEvent, domain: str, senders: set[str], context: Context, where: str
) -> Iterator[Finding]:
    evidence = f"{event.organizer.address}; From is {', '.join(sorted(senders))}"
    known = senders | context.own_domains | context.known_domains
    imitated, how = lookalike.resemblance(domain, known)
    if imitated and how not in lookalike.WEAK:
        title = f"The organiser's domain resembles {imitated}: {how}"
        yield Finding("calendar.organizer.resembles", Severity.HIGH, title, evidence, where)
        return
    title = "The invitation's organiser is of another domain than the sender"
    if domain in {registrable_domain(own) for own in context.own_domains}:
        title = "The invitation names one of us as organiser; the sender is another"
    yield Finding("calendar.organizer.differs", Severity.LOW, title, evidence, where)


UNIT = Unit("invitation", 1, frozenset({"eml"}), _examine, IMPORTS)
