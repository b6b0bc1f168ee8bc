"""One row of the message list, formatted for display once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ui import plain
from ui.tokens import Tone
from ui.verdicts import DISPOSITIONS, LABELS, Look, concluded
from workbench.model.rows import AnalysisState, MessageRow

INCIDENT = 12  # characters of an incident's number
_UNSPOKEN = {
    AnalysisState.FAILED: Look(Tone.UNKNOWN, "unknown", "Analysis failed"),
    AnalysisState.OUTDATED: Look(Tone.UNKNOWN, "clock", "Analysed by older checks"),
    AnalysisState.NOT_ANALYSED: Look(Tone.UNKNOWN, "unknown", "Not analysed"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """Everything is text that is safe to paint; ``marks`` are an icon and a count each."""

    id: int
    look: Look
    chip: str
    chip_tone: Tone
    score: str
    sender: str
    address: str
    subject: str
    time: str
    unread: bool
    marks: tuple[tuple[str, str], ...]
    spoken: str


def look_of(row: MessageRow) -> Look:
    """Only a complete and current analysis lets its verdict speak."""
    if row.analysis is AnalysisState.DONE:
        return concluded(row.label)
    return _UNSPOKEN[row.analysis]


def card(row: MessageRow, now: datetime) -> Card:
    """``now`` carries the time zone in which times are shown."""
    look = look_of(row)
    sender = plain.line(row.sender_name or row.sender_address) or "(no sender)"
    subject = plain.line(row.subject) or "(no subject)"
    chip, tone = _chip(row, look)
    score = str(row.score) if row.analysis is AnalysisState.DONE and look.word in _SCORED else ""
    return Card(
        id=row.id,
        look=look,
        chip=chip,
        chip_tone=tone,
        score=score,
        sender=sender,
        address=plain.line(row.sender_address) if row.sender_name else "",
        subject=subject,
        time=shown_time(row.received, now),
        unread=row.is_unread,
        marks=tuple(_marks(row)),
        spoken=_spoken(row, chip, score, sender, subject, now),
    )


_SCORED = frozenset(look.word for look in LABELS.values()) - {"Not analysed"}


def shown_time(moment: datetime, now: datetime) -> str:
    """Short enough for the end of a line: 09:41 today, 20 Nov this year, 2024-11-20 before."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    if local.year == now.year:
        return f"{local.day} {local:%b}"
    return f"{local:%Y-%m-%d}"


def _chip(row: MessageRow, look: Look) -> tuple[str, Tone]:
    """The analyst's decision stands above the engine's verdict."""
    if row.disposition is not None:
        decided = DISPOSITIONS[row.disposition]
        return f"Decided: {decided.word}", decided.tone
    headline = plain.line(row.headline, 80) if row.analysis is AnalysisState.DONE else ""
    if not headline or headline.casefold() == look.word.casefold():
        return look.word, look.tone
    return f"{look.word} · {headline}", look.tone


def _marks(row: MessageRow) -> list[tuple[str, str]]:
    marks = []
    if row.alike > 1:
        marks.append(("copy", f"{row.alike:,}"))
    if row.mailboxes:
        marks.append(("mailboxes", f"{row.mailboxes:,}"))
    if row.reports:
        marks.append(("report", f"{row.reports:,}"))
    if row.incident:
        marks.append(("flag", plain.line(row.incident, INCIDENT)))
    if row.has_attachments:
        marks.append(("attachment", ""))
    return marks


def _spoken(
    row: MessageRow, chip: str, score: str, sender: str, subject: str, now: datetime
) -> str:
    """One sentence for a screen reader, most telling first."""
    parts = [
        chip,
        f"score {score}" if score else "",
        f"from {sender}",
        subject,
        shown_time(row.received, now),
        _many(row.mailboxes, "mailbox", "mailboxes"),
        f"{row.alike:,} messages alike" if row.alike > 1 else "",
        f"reported {_many(row.reports, 'time', 'times')}" if row.reports else "",
        f"incident {plain.line(row.incident, INCIDENT)}" if row.incident else "",
        "attachments" if row.has_attachments else "",
        "unread" if row.is_unread else "read",
    ]
    return ", ".join(part for part in parts if part)


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""
