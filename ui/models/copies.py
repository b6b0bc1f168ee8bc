"""The copies of a message: as known from the last round, and as the tenant answered just now."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.archives import BADGE as ARCHIVE
from workbench.model.deeds import DeedKind
from workbench.model.deliveries import Delivery
from workbench.model.mail import Copy, MessageRef
from workbench.model.remediation import Scope, ScopeRow, Tier
from workbench.model.safeguards import UNTOLD
from workbench.remediation.reasons import PROTECTED

TITLES = ("Mailbox", "Folder now", "Read", "Received", "Match", "Marks", "Note")
OUTSIDE = "named as a recipient; never asked, never touched"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run when a cell begins with it

Rows = list[tuple[Cell, ...]]

_HINTS = {
    PROTECTED: "protected by the profile: a second person must approve what touches it",
    UNTOLD: "nobody told what this mailbox is, and the profile protects kinds of them: the number "
    "of copies is typed before anything touches it",
    "shared mailbox": "shared mailbox: several people work in it",
    "room": "the mailbox of a room",
    ARCHIVE: "online archive, which no search reaches: copies that were moved there are not found",
}
_MATCHES = {
    Tier.EXACT: Cell("exact"),
    Tier.LIKELY: Cell("likely", Tone.INFO),
    Tier.WEAK: Cell("weak", Tone.SUSPICIOUS),
}


def known_rows(copies: Iterable[Copy]) -> Rows:
    """Before anybody asked: nothing is said about where a copy lies now."""
    return [
        (
            Cell(copy.mailbox_address),
            Cell("not asked yet", Tone.UNKNOWN),
            read_cell(copy.is_read),
            Cell(time_word(copy.received)),
            Cell("–"),
            Cell("–"),
            Cell("flagged by the user" if copy.is_flagged else ""),
        )
        for copy in sorted(copies, key=lambda copy: copy.mailbox_address)
    ]


def scope_rows(scope: Scope, copies: Iterable[Copy]) -> Rows:
    """What was found, then known copies that are gone, then what the provider recorded and no
    mailbox shows, then mailboxes that did not answer."""
    before = {copy.ref: copy for copy in copies}
    found = {row.ref for row in scope.rows}
    silent = {*(address for address, _ in scope.unreached), *scope.excluded}
    gone = [
        copy
        for ref, copy in before.items()
        if ref not in found and copy.mailbox_address not in silent
    ]
    return [
        *(_found(row, before) for row in scope.rows),
        *(_gone(copy) for copy in sorted(gone, key=lambda copy: copy.mailbox_address)),
        *(_held(one) for one in scope.held),
        *(_missing(one) for one in scope.missing),
        *(_silent(address, why) for address, why in scope.unreached),
        *(_outside(address) for address in scope.outside),
        *(_left_alone(address) for address in scope.excluded),
    ]


def _found(row: ScopeRow, before: dict[MessageRef, Copy]) -> tuple[Cell, ...]:
    known = before.get(row.ref)
    return (
        Cell(row.mailbox_address),
        folder_cell(row),
        read_cell(row.is_read),
        Cell(time_word(known.received) if known else "not known"),
        match_cell(row),
        marks_cell(row),
        note_cell(row),
    )


def _gone(copy: Copy) -> tuple[Cell, ...]:
    return (
        Cell(copy.mailbox_address),
        Cell("no longer found", Tone.UNKNOWN),
        Cell(""),
        Cell(time_word(copy.received)),
        Cell("–"),
        Cell("–"),
        Cell("known from before; the mailbox no longer shows it"),
    )


def _held(one: Delivery) -> tuple[Cell, ...]:
    return _recorded(
        one,
        Cell("the provider's quarantine", Tone.SUSPICIOUS),
        "not to be moved from here; it may be released later",
    )


def _missing(one: Delivery) -> tuple[Cell, ...]:
    return _recorded(
        one,
        Cell("not found", Tone.UNKNOWN),
        f"recorded as {one.action}: deleted for good, passed on by a rule, or a list",
    )


def _recorded(one: Delivery, place: Cell, note: str) -> tuple[Cell, ...]:
    received = Cell(time_word(one.received))
    return (Cell(one.recipient), place, Cell(""), received, Cell("–"), Cell("–"), Cell(note))


def _silent(address: str, why: str) -> tuple[Cell, ...]:
    asked = Cell("could not be asked", Tone.UNKNOWN)
    return (Cell(address), asked, Cell(""), Cell(""), Cell("–"), Cell("–"), Cell(why))


def _outside(address: str) -> tuple[Cell, ...]:
    place = Cell("not asked", Tone.UNKNOWN)
    return (Cell(address), place, Cell(""), Cell(""), Cell("–"), outside_cell(), Cell(OUTSIDE))


def _left_alone(address: str) -> tuple[Cell, ...]:
    told = Cell("excluded by you", Tone.INFO)
    why = "the profile leaves this mailbox alone; a copy lies there"
    return (Cell(address), told, Cell(""), Cell(""), Cell("–"), Cell("–"), Cell(why))


def unread_first(scope: Scope) -> Scope:
    """Whoever has not read it yet is helped first."""
    return replace(scope, rows=tuple(sorted(scope.rows, key=lambda row: row.is_read)))


def folder_cell(row: ScopeRow) -> Cell:
    return Cell(row.folder_path) if row.folder_path else Cell("folder not shown", Tone.UNKNOWN)


def read_cell(is_read: bool) -> Cell:
    return Cell("read", Tone.SUSPICIOUS) if is_read else Cell("unread")


def match_cell(row: ScopeRow) -> Cell:
    return _MATCHES[row.tier]


def marks_cell(row: ScopeRow) -> Cell:
    """What makes the mailbox special; what is unusual about the copy is in the note."""
    marks = row.mailbox_marks
    if not marks:
        return Cell("–")
    tone = Tone.SUSPICIOUS if {PROTECTED, UNTOLD}.intersection(marks) else Tone.INFO
    return Cell(", ".join(marks), tone, hint=". ".join(_HINTS.get(one, one) for one in marks))


def outside_cell() -> Cell:
    return Cell("outside the pilot", Tone.UNKNOWN, hint=f"outside the pilot: {OUTSIDE}")


def note_cell(row: ScopeRow) -> Cell:
    """What is special about the copy, and what its owner is known to have done with it: by the
    thread, and by the provider's log, which knows the moments."""
    left = ["calendar event"] if row.meeting is not None else []
    text = ", ".join(note for note in (row.note, *row.marks, *left, *row.done) if note)
    hint = "; ".join(f"{one.kind.value} first at {time_word(one.moment)}" for one in row.deeds)
    clicked = any(one.kind is DeedKind.CLICKED for one in row.deeds)
    tone = Tone.SUSPICIOUS if clicked else Tone.INFO
    return Cell(text, tone, hint=hint) if text else Cell("")


def time_word(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def age_word(since: timedelta) -> str:
    """How old an answer is."""
    seconds = max(0, int(since.total_seconds()))
    if seconds < 60:
        return "just now"
    for length, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= length:
            number = seconds // length
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    raise AssertionError(seconds)


def many(number: int, one: str, more: str = "") -> str:
    """The number with its noun: 1 copy, 27 copies."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def counted(copies: int, mailboxes: int) -> str:
    boxes = many(mailboxes, "mailbox", "mailboxes")
    return f"{many(copies, 'copy', 'copies')} in {boxes}"


def unreached_text(unreached: Sequence[tuple[str, str]], shown: int = 3) -> str:
    """Which mailboxes could not be asked, the first few with their reasons."""
    if not unreached:
        return ""
    named = "; ".join(f"{address} ({why})" for address, why in unreached[:shown])
    rest = f"; and {len(unreached) - shown:,} more" if len(unreached) > shown else ""
    boxes = many(len(unreached), "mailbox", "mailboxes")
    return f"{boxes} could not be asked: {named}{rest}"


def outside_text(outside: Sequence[str], shown: int = 3) -> str:
    """Whom the message names and the pilot leaves out."""
    if not outside:
        return ""
    more = f" and {len(outside) - shown:,} more" if len(outside) > shown else ""
    return f"outside the pilot and never touched: {', '.join(outside[:shown])}{more}"


def gaps_text(scope: Scope) -> str:
    """Mailboxes that could not be asked, and what nobody could be asked about."""
    told = [unreached_text(scope.unreached), outside_text(scope.outside)]
    if scope.excluded:
        told.append(f"excluded by you: {len(scope.excluded):,} ({', '.join(scope.excluded[:3])})")
    if scope.gaps:
        told.append(f"not known: {'; '.join(scope.gaps)}")
    told += scope.notes
    return ". ".join(one[0].upper() + one[1:] for one in told if one)


def as_csv(titles: Sequence[str], rows: Rows) -> str:
    """Comma-separated, every cell quoted; nothing in it is a formula to a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([[_inert(cell.text) for cell in row] for row in rows])
    return text.getvalue()


def _inert(text: str) -> str:
    begins = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if begins else text
