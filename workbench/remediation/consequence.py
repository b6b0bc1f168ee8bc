"""What an action would do, in one sentence that claims no more than is known."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.meetings import right_of
from workbench.model.remediation import CUSTOMARY, ActionKind, Choice, Scope, ScopeRow
from workbench.remediation import reasons

DELETED = "deleted by the user"  # how a scope notes it
PASSED_ON = "passed on by somebody who got it"  # likewise
ANSWERED = "an answer to it by somebody who got it"  # likewise
NOTHING = "moves nothing: no copy is ticked"
OWN = "the sender's own copy"  # likewise
TAGGED = "where they are"
_PLACES = {
    ActionKind.TAG: TAGGED,
    ActionKind.QUARANTINE: "a hidden folder",
    ActionKind.STRONG: "the recoverable items",
    ActionKind.JUNK: "the junk folder",
    ActionKind.DELETED: "the deleted items",
}


def place_words(choice: Choice, provider: str = "") -> str:
    """Where copies would go; Gmail's places have other names."""
    if choice.kind is ActionKind.FOLDER:
        return f"the folder {choice.folder or '…'}"
    if provider.startswith("Google"):
        gmail = {ActionKind.QUARANTINE: "the Bin, under a label of ours"}
        gmail |= {ActionKind.JUNK: "Spam", ActionKind.DELETED: "the Bin"}
        return gmail.get(choice.kind, _PLACES[choice.kind])
    return _PLACES[choice.kind]


def sentence(scope: Scope, choice: Choice = CUSTOMARY, provider: str = "") -> str:
    """What confirming would do, and what it would not reach."""
    chosen = scope.selected
    parts = [_moves(scope, chosen, place_words(choice, provider))]
    if chosen and choice.kind is ActionKind.TAG:
        parts.append("nothing moves, and the tag can be taken off again")
    elif chosen:
        parts.append("it can be put back" if len(chosen) == 1 else "all can be put back")
    parts += _events(chosen, scope.calendars, choice, provider)
    if deleted := sum(DELETED in row.note for row in chosen):
        parts.append(f"{deleted:,} already deleted by the user")
    guarded = {row.ref.mailbox: why for row in chosen if (why := _reason(row))}
    if why := reasons.told(guarded.values()):
        parts.append(f"{why}, so that a second person must approve")
    if unknown := reasons.untold(guarded.values()):
        parts.append(f"{unknown}, so that the number of copies is typed")
    if left := len(scope.rows) - len(chosen):
        where = "where it is" if left == 1 else "where they are"
        parts.append(f"leaves {_many(left, 'copy', 'copies')} {where}")
    if own := sum(OWN in row.note and not row.selected for row in scope.rows):
        parts.append(f"{_many(own, 'copy', 'copies')} of the sender's own not ticked")
    text = "; ".join((*parts, *_not_reached(scope)))
    return f"{text[0].upper()}{text[1:]}."


def _reason(row: ScopeRow) -> str:
    return reasons.marked(row.mailbox_marks)


def _events(
    chosen: Sequence[ScopeRow], may: bool | None, choice: Choice, provider: str
) -> list[str]:
    """What an invitation left in calendars, and whether it goes too."""
    found = {(r.ref.mailbox, r.meeting.key): r.meeting for r in chosen if r.meeting}
    own = sum(meeting.owned for meeting in found.values())
    parts = [f"{_many(own, 'event', 'events')} left with who organises it"] if own else []
    if not (rest := len(found) - own):
        return parts
    events = _many(rest, "calendar event", "calendar events")
    if choice.kind in (ActionKind.TAG, ActionKind.FOLDER):
        return [f"leaves {events}", *parts]
    if may is False:
        return [f"{events} left: the right {right_of(provider)} is not granted", *parts]
    where = "" if may else f" (where the right {right_of(provider)} is granted)"
    again = "undo makes it again" if rest == 1 else "undo makes them again"
    told, how = _ways(provider)
    return [f"also takes {events} out {told}{where}", f"{again}, {how}", *parts]


def _ways(provider: str) -> tuple[str, str]:
    """Google writes to nobody, but shows who organises an event that a guest has left it."""
    if provider.startswith("Google"):
        return "without writing to anybody", "without the other guests"
    return "without telling anybody", "with a new id and without guests"


def _not_reached(scope: Scope) -> list[str]:
    """What the action leaves where it is, known or not."""
    parts: list[str] = []
    if held := len(scope.held):
        lie = "lies" if held == 1 else "lie"
        parts.append(f"{held:,} more {lie} in the provider's quarantine and may be released")
    if lost := len(scope.missing):
        parts.append(f"{_many(lost, 'recipient', 'recipients')} on record without a copy")
    if silent := len(scope.unreached):
        parts.append(f"{_many(silent, 'mailbox', 'mailboxes')} could not be asked")
    if scope.excluded:
        parts.append(f"excluded by you: {_many(len(scope.excluded), 'mailbox', 'mailboxes')}")
    if others := len(scope.outside):
        parts.append(f"{_many(others, 'address', 'addresses')} outside the pilot left out")
    return parts


def _moves(scope: Scope, chosen: Sequence[ScopeRow], place: str) -> str:
    if not scope.rows:
        return "no copy was found"
    if not chosen:
        return "changes nothing: no copy is ticked" if place == TAGGED else NOTHING
    boxes = _many(len({row.ref.mailbox for row in chosen}), "mailbox", "mailboxes")
    what = _many(len(chosen), "message", "messages")
    if scope.alike:
        what = f"{_many(len(chosen), 'copy', 'copies')} of {len(scope.alike) + 1:,} messages alike"
    return f"tags {what} in {boxes}" if place == TAGGED else f"moves {what} in {boxes} to {place}"


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
