"""Sets the times that Outlook stores beside those of the headers, and beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from analyzers.lib.dates import parse_date
from analyzers.lib.headers import Block
from analyzers.lib.mapi import Properties
from analyzers.model.observation import Fact, Finding, Severity

SUBMITTED, DELIVERED, CREATED, CHANGED = "0039", "0E06", "3007", "3008"
_LABELS: Final = (
    (SUBMITTED, "Submitted (MAPI)"),
    (DELIVERED, "Delivered (MAPI)"),
    (CREATED, "Created (MAPI)"),
    (CHANGED, "Last modified (MAPI)"),
)
_SAVING = timedelta(minutes=1)  # what writing the file may take between the two times it gets
_SENDING = timedelta(minutes=10)  # clocks that differ; both times are the sender's own
_DELIVERING = timedelta(hours=1)
_KEPT = timedelta(days=1)


def time_facts(own: Properties) -> Iterator[Fact]:
    for tag, label in _LABELS:
        if moment := own.moment(tag):
            yield Fact(label, moment)


def time_findings(own: Properties, block: Block) -> Iterator[Finding]:
    """Where two times that belong together lie apart."""
    times = {tag: _moment(own.moment(tag)) for tag, _ in _LABELS}
    delivered, created, changed = times[DELIVERED], times[CREATED], times[CHANGED]
    if created and changed and changed - created > _SAVING:
        title = "The file was changed after it was made"
        evidence = f"made {created.isoformat()}, last changed {changed.isoformat()}"
        yield Finding("message.outlook.edited", Severity.INFO, title, evidence)
    if delivered and created and created - delivered > _KEPT:
        title = "This copy was made long after delivery; it shows the message as it was then"
        evidence = f"delivered {delivered.isoformat()}, copied {created.isoformat()}"
        yield Finding("message.outlook.late-copy", Severity.INFO, title, evidence)
    if block.fields:
        yield from _against_headers(times, block)


def _against_headers(times: dict[str, datetime | None], block: Block) -> Iterator[Finding]:
    submitted, sent = times[SUBMITTED], _moment(parse_date(block.first("date")))
    if submitted and sent and abs(submitted - sent) > _SENDING:
        title = "The time of sending that Outlook stored is not that of the Date header"
        evidence = f"stored {submitted.isoformat()}, header {sent.isoformat()}"
        yield Finding("message.outlook.sent-time", Severity.LOW, title, evidence, "Date")
    delivered = times[DELIVERED]
    arrived = _moment(parse_date(block.first("received").rpartition(";")[2]))
    if delivered and arrived and abs(delivered - arrived) > _DELIVERING:
        title = "The time of delivery that Outlook stored is not that of the last Received header"
        evidence = f"stored {delivered.isoformat()}, header {arrived.isoformat()}"
        yield Finding("message.outlook.delivery-time", Severity.INFO, title, evidence, "Received")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
