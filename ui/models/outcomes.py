"""States of actions and of their copies in words; what is not proven is never called done."""

from __future__ import annotations

from collections.abc import Iterable

from ui.models.copies import many
from ui.tokens import Tone
from workbench.model.remediation import ActionKind, ActionState, ActionView, ItemState, ItemView

KINDS = {
    ActionKind.QUARANTINE: "Quarantine",
    ActionKind.STRONG: "Strong quarantine",
    ActionKind.JUNK: "Move to junk",
    ActionKind.DELETED: "Move to deleted items",
    ActionKind.FOLDER: "Move to a folder",
    ActionKind.TAG: "Tag only, move nothing",
    ActionKind.UNDO: "Put back",
}
_DONE = {
    ActionKind.QUARANTINE: "Quarantined",
    ActionKind.UNDO: "Put back",
    ActionKind.TAG: "Tagged",
}

ACTIONS = {
    ActionState.PLANNED: ("planned, nothing sent", Tone.UNKNOWN),
    ActionState.AWAITING_APPROVAL: ("waits for a second person", Tone.SUSPICIOUS),
    ActionState.RUNNING: ("running", Tone.INFO),
    ActionState.PAUSED: ("paused", Tone.SUSPICIOUS),
    ActionState.HALTED: ("halted: needs you", Tone.MALICIOUS),
    ActionState.COMPLETED: ("completed", Tone.CLEAN),
    ActionState.COMPLETED_WITH_EXCEPTIONS: ("completed with exceptions", Tone.SUSPICIOUS),
    ActionState.CANCELLED: ("cancelled", Tone.UNKNOWN),
}

_TONES = {
    ItemState.PENDING: Tone.UNKNOWN,
    ItemState.INTENT: Tone.SUSPICIOUS,
    ItemState.DONE: Tone.CLEAN,
    ItemState.ALREADY: Tone.INFO,
    ItemState.GONE: Tone.UNKNOWN,
    ItemState.CHANGED: Tone.SUSPICIOUS,
    ItemState.DENIED: Tone.MALICIOUS,
    ItemState.REVIEW: Tone.SUSPICIOUS,
    ItemState.SKIPPED: Tone.UNKNOWN,
    ItemState.RESTORED_ELSEWHERE: Tone.SUSPICIOUS,
}

_MOVED = {
    ItemState.PENDING: "not begun",
    ItemState.INTENT: "asked for, not yet proven",
    ItemState.DONE: "moved and seen in quarantine",
    ItemState.ALREADY: "already in quarantine before us",
    ItemState.GONE: "no longer in its mailbox",
    ItemState.CHANGED: "moved or changed by somebody else: left alone",
    ItemState.DENIED: "refused by the tenant",
    ItemState.REVIEW: "unknown: could not be proven, needs you",
    ItemState.SKIPPED: "skipped: nothing was asked for",
}
_PUT_BACK = {
    **_MOVED,
    ItemState.DONE: "put back and seen as before",
    ItemState.ALREADY: "already back before us",
    ItemState.RESTORED_ELSEWHERE: "put back elsewhere: its folder is gone, or Gmail had deleted it",
}
NEXT = {
    ItemState.GONE: "nothing is left to move; an administrator can look into what was deleted",
    ItemState.CHANGED: "try again to see where it lies now",
    ItemState.DENIED: "ask an administrator for access to this mailbox, then try again",
    ItemState.REVIEW: "look at the mailbox, then try again",
    ItemState.SKIPPED: "try again to include it",
    ItemState.RESTORED_ELSEWHERE: "move it on by hand where that matters",
}
FINE = (ItemState.DONE, ItemState.ALREADY)
SHOWN = 8  # copies named one by one

_ELSEWHERE = {
    **_MOVED,
    ItemState.DONE: "moved and seen in their new place",
    ItemState.ALREADY: "already there before us",
}
_TAGGED = {
    **_MOVED,
    ItemState.DONE: "tagged and seen with the tag",
    ItemState.ALREADY: "tagged already before us",
    ItemState.CHANGED: "changed by somebody else: left alone",
}


def exception_lines(kind: ActionKind, items: Iterable[ItemView]) -> list[str]:
    """For each copy that is not where it shall be: where, why, and what can be done."""
    rest = [item for item in items if item.state not in FINE]
    lines = [_exception(kind, item) for item in rest[:SHOWN]]
    more = len(rest) - len(lines)
    return [*lines, f"{more:,} more: the journal has them all"] if more else lines


def _exception(kind: ActionKind, item: ItemView) -> str:
    why = item.error or item_word(kind, item.state)
    follow = NEXT.get(item.state, "let the action go on")
    return f"{item.mailbox_address}: {why}. Next: {follow}."


def may_go_on(action: ActionView) -> bool:
    """Whether it waits for a person's word, or left events of which nobody knows."""
    return is_stopped(action) or action.doubtful > 0


def is_stopped(action: ActionView) -> bool:
    return action.state in (ActionState.PAUSED, ActionState.HALTED)


def is_halted(action: ActionView) -> bool:
    """Whether going on takes a person's reason."""
    return action.state is ActionState.HALTED


def item_tone(state: ItemState) -> Tone:
    return _TONES[state]


def item_word(kind: ActionKind, state: ItemState) -> str:
    own = {ActionKind.UNDO: _PUT_BACK, ActionKind.QUARANTINE: _MOVED, ActionKind.TAG: _TAGGED}
    words = own.get(kind, _ELSEWHERE)
    return words.get(state, state.value)


def count_lines(action: ActionView) -> list[tuple[Tone, str]]:
    """One line for each state that occurs, in the order of the states."""
    return [
        (item_tone(state), f"{number:,} {item_word(action.kind, state)}")
        for state, number in action.counts
        if number
    ] + _doubt(action.doubtful)


def _doubt(events: int) -> list[tuple[Tone, str]]:
    if not events:
        return []
    return [(Tone.SUSPICIOUS, f"{many(events, 'calendar event')} not proven, needs you")]


def count_text(action: ActionView) -> str:
    return "; ".join(text for _, text in count_lines(action)) or "no copies"


def settled_title(action: ActionView) -> tuple[str, Tone]:
    """What became of an action as a whole."""
    done = sum(n for s, n in action.counts if s in (ItemState.DONE, ItemState.RESTORED_ELSEWHERE))
    whole = sum(number for _, number in action.counts)
    of = many(done, "copy", "copies") if done == whole else f"{done:,} of {whole:,} copies"
    what = _DONE.get(action.kind, "Moved")
    word, tone = ACTIONS[action.state]
    if action.state is ActionState.COMPLETED:
        return f"{what} {of}", tone
    if action.state is ActionState.AWAITING_APPROVAL:
        return f"{many(whole, 'copy', 'copies')}: {word}", tone
    return f"{what} {of}: {word}", tone


def not_touched(counts: Iterable[tuple[ItemState, int]], undoable: int) -> list[str]:
    """What taking an action back leaves alone, for each state."""
    lines = []
    for state, number in counts:
        left = number - undoable if state is ItemState.DONE else number
        if left > 0:
            was = "moved, but since reported otherwise" if state is ItemState.DONE else ""
            lines.append(f"{left:,} {was or item_word(ActionKind.QUARANTINE, state)}")
    return lines


def why_final(action: ActionView) -> str:
    """Why an action cannot be taken back, "" where it can."""
    if action.kind is ActionKind.UNDO:
        return "This action put copies back; quarantine them again instead"
    if action.reversed_by:
        return "Already taken back"
    return "" if action.undoable else "Nothing of it was moved by us, so nothing can be put back"
