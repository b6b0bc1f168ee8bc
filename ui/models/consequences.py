"""What an action would do, in sentences that claim no more than is known."""

from __future__ import annotations

from collections.abc import Sequence

from ui.models.copies import (
    OUTSIDE,
    folder_cell,
    many,
    marks_cell,
    match_cell,
    note_cell,
    outside_cell,
    read_cell,
)
from ui.models.outcomes import not_touched
from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.remediation import (
    CUSTOMARY,
    ActionKind,
    ActionView,
    Choice,
    Scope,
    ScopeRow,
    Tier,
)
from workbench.remediation import choices, consequence
from workbench.remediation.consequence import ANSWERED, PASSED_ON

PACE_COPIES, PACE_SECONDS = 10, 3.0  # fewer tell nothing of the pace
DOING = {ActionKind.QUARANTINE: "Quarantining", ActionKind.TAG: "Tagging"}
TITLES = ("Mailbox", "From folder", "Read", "Match", "Marks", "Note")


def _boxes(rows: Sequence[ScopeRow]) -> int:
    return len({row.ref.mailbox for row in rows})


def quarantine_title(scope: Scope, choice: Choice = CUSTOMARY, provider: str = "") -> str:
    chosen, whole = scope.selected, len(scope.rows)
    if not scope.rows:
        return "No copy to quarantine"
    all_of = len(chosen) == whole
    copies = many(whole, "copy", "copies") if all_of else f"{len(chosen):,} of {whole:,} copies"
    boxes = many(_boxes(chosen), "mailbox", "mailboxes")
    if scope.alike:
        copies = f"{copies} of {len(scope.alike) + 1:,} messages alike"
    if choice.kind is ActionKind.QUARANTINE:
        return f"Quarantine {copies} in {boxes}"
    if choice.kind is ActionKind.TAG:
        return f"Tag {copies} in {boxes}"
    return f"Move {copies} in {boxes} to {consequence.place_words(choice, provider)}"


def back_sentence(choice: Choice, provider: str) -> str:
    """How far it can be taken back, and what no API tells."""
    back = choices.back(choice.kind, provider)
    if not back:
        return ""
    return (
        f"Each copy {back}. Whether a mailbox is under legal hold cannot be read here; a move "
        "inside the mailbox does not breach a hold."
    )


def quarantine_sentence(scope: Scope, choice: Choice = CUSTOMARY, provider: str = "") -> str:
    """What confirming would do, and what it would not reach."""
    return consequence.sentence(scope, choice, provider)


def weak_sentence(scope: Scope) -> str:
    """What the copies are that are not ticked by themselves, and what ticking one means."""
    weak = [row for row in scope.rows if row.tier is Tier.WEAK]
    if not weak:
        return ""
    ticked = sum(row.selected for row in weak)
    one, text = len(weak) == 1, " ".join(filter(None, (_disguised(weak), _related(weak))))
    if ticked:
        return f"{text} {ticked:,} ticked: a second person must approve such an action."
    out = "It is" if one else "They are"
    return f"{text} {out} left out; ticking needs the approval of a second person."


def _disguised(weak: Sequence[ScopeRow]) -> str:
    found = [row for row in weak if not _is_related(row)]
    if not found:
        return ""
    one = len(found) == 1
    verbs = (
        "shares only the Message-ID and differs" if one else "share only the Message-ID and differ"
    )
    return f"{many(len(found), 'copy', 'copies')} {verbs} in content."


def _related(weak: Sequence[ScopeRow]) -> str:
    found = [row for row in weak if _is_related(row)]
    if not found:
        return ""
    answered = any(ANSWERED in row.note for row in found)
    one = len(found) == 1
    if answered:
        words = "is a message that answers it" if one else "are messages that answer or pass it on"
        return f"{many(len(found), 'copy', 'copies')} {words}."
    words = "is a message that passes" if one else "are messages that pass"
    return f"{many(len(found), 'copy', 'copies')} {words} it on."


def _is_related(row: ScopeRow) -> bool:
    return PASSED_ON in row.note or ANSWERED in row.note


def undo_title(action: ActionView) -> str:
    return f"Put back {many(action.undoable, 'copy', 'copies')}"


def undo_sentence(action: ActionView) -> str:
    """What taking back does; read state is never written, so it needs no restoring."""
    one = action.undoable == 1
    if action.kind is ActionKind.TAG:
        what = "the message that carries" if one else f"the {action.undoable:,} messages that carry"
        return f"Takes the tag off {what} it by this action, and changes nothing else of them."
    what = "the message" if one else f"the {action.undoable:,} messages"
    home = "the folder it was in" if one else "the folder each was in"
    return (
        f"Moves {what} that this action itself moved back to {home}. "
        "A copy that somebody has moved or changed since stays where it is; "
        f"where a folder is gone, the copy goes to the Inbox.{_made_again(action.events)}"
    )


def _made_again(events: int) -> str:
    if not events:
        return ""
    what = (
        "The calendar event that went with it is"
        if events == 1
        else (f"The {events:,} calendar events that went with them are")
    )
    return f" {what} made again without other guests, so that nobody is told."


def untouched_sentence(action: ActionView) -> str:
    left = not_touched(action.counts, action.undoable)
    return f"Not touched: {'; '.join(left)}." if left else ""


def running_title(
    undoing: ActionView | None, scope: Scope | None, choice: Choice = CUSTOMARY
) -> str:
    if undoing is not None:
        return f"Putting back {many(undoing.undoable, 'copy', 'copies')}"
    verb = DOING.get(choice.kind, "Moving")
    return f"{verb} {many(len(scope.selected) if scope else 0, 'copy', 'copies')}"


def time_left(done: int, total: int, seconds: float) -> str:
    """From the pace so far; "" while that is too short to tell."""
    if done < PACE_COPIES or seconds < PACE_SECONDS or done >= total:
        return ""
    left = seconds / done * (total - done)
    return f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


def preview_rows(scope: Scope) -> list[tuple[Cell, ...]]:
    """The copies, which can be ticked, and below them addresses outside the pilot, which cannot."""
    return [*map(_ticked, scope.rows), *map(_outside, scope.outside)]


def _ticked(row: ScopeRow) -> tuple[Cell, ...]:
    cells = (folder_cell(row), read_cell(row.is_read), match_cell(row), marks_cell(row))
    return (Cell(row.mailbox_address), *cells, note_cell(row))


def _outside(address: str) -> tuple[Cell, ...]:
    place = Cell("not asked", Tone.UNKNOWN)
    return (Cell(address), place, Cell(""), Cell("–"), outside_cell(), Cell(OUTSIDE))
