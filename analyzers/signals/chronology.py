"""Whether the Date field can be true: against itself and against the receiving server's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from analyzers.lib.dates import parse_date
from analyzers.lib.fields import values
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\s{0,9}([A-Za-z]{3})[a-z]{0,6}[,\s]")
_ZONE = re.compile(r"\d\s([+-])(\d{2}):?(\d{2})\b")
# Zones in use reach from -1200 to +1400, in quarters of an hour (IANA time zone database).
_WEST, _EAST = 12 * 60, 14 * 60
_AHEAD = timedelta(days=1)  # a wrong zone makes less
_BEHIND = timedelta(days=14)  # queues give up after five days (RFC 5321, 4.5.4.1)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its times are unknown")
    found = values(message, "date", "received")
    if not found["date"]:
        return
    text = found["date"][0][:200]
    yield from _zone(text)
    if not message.date:
        return
    moment = datetime.fromisoformat(message.date)
    yield from _weekday(text, moment)
    yield from _received(moment, next(iter(found["received"]), ""))


def _zone(text: str) -> Iterator[Finding]:
    match = _ZONE.search(text)
    if match is None:
        return
    minutes = int(match[2]) * 60 + int(match[3])
    if minutes > (_EAST if match[1] == "+" else _WEST) or int(match[3]) % 15:
        title = "Date names a time zone that does not exist"
        yield Finding("date.zone", Severity.LOW, title, text, "Date")


def _weekday(text: str, moment: datetime) -> Iterator[Finding]:
    match = _WEEKDAY.match(text)
    day = match[1].lower() if match else ""
    if day in _DAYS and day != _DAYS[moment.weekday()]:
        title = "Date names a day of the week that the date is not"
        yield Finding("date.weekday", Severity.INFO, title, text, "Date")


def _received(moment: datetime, newest: str) -> Iterator[Finding]:
    """``newest`` is the Received field on top, which the last server wrote by its own clock."""
    arrived = parse_date(newest.rpartition(";")[2])
    if not arrived:
        return
    delay = datetime.fromisoformat(arrived) - moment
    evidence = f"dated {moment.isoformat()}, received {arrived}"
    if delay < -_AHEAD:
        title = "Date lies more than a day after the message arrived"
        yield Finding("date.future", Severity.LOW, title, evidence, "Date")
    elif delay > _BEHIND:
        title = "Date lies more than two weeks before the message arrived"
        yield Finding("date.past", Severity.INFO, title, evidence, "Date")


UNIT = Unit("chronology", 1, frozenset({"eml"}), _examine)
