"""The journal as rows of cells."""

from __future__ import annotations

from collections.abc import Iterable

from ui.models.copies import time_word
from ui.models.outcomes import ACTIONS as STATES
from ui.models.outcomes import KINDS, count_text, item_tone, item_word
from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.remediation import ActionView, ItemView

ACTIONS = ("Time", "Action", "Subject", "Mailboxes", "State", "Copies", "By")
ITEMS = ("Mailbox", "From folder", "Read", "State", "What the tenant said")


def action_rows(actions: Iterable[ActionView]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(time_word(action.created)),
            Cell(KINDS[action.kind]),
            Cell(action.subject or "(no subject)"),
            Cell(f"{action.mailboxes:,}"),
            _state(action),
            Cell(count_text(action)),
            Cell(action.actor),
        )
        for action in actions
    ]


def _state(action: ActionView) -> Cell:
    word, tone = STATES[action.state]
    return Cell("taken back", Tone.UNKNOWN) if action.reversed_by else Cell(word, tone)


def item_rows(action: ActionView, items: Iterable[ItemView]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(item.mailbox_address),
            Cell(item.source_path or "not known"),
            Cell("read" if item.was_read else "unread"),
            Cell(item_word(action.kind, item.state), item_tone(item.state)),
            Cell(item.error),
        )
        for item in items
    ]


def matching(actions: tuple[ActionView, ...], text: str) -> tuple[ActionView, ...]:
    """Actions in whose subject, id, kind or state every word of ``text`` occurs."""
    words = text.casefold().split()
    return tuple(a for a in actions if all(word in _searched(a) for word in words))


def _searched(action: ActionView) -> str:
    taken = "taken back" if action.reversed_by else ""
    state = f"{action.state.value} {STATES[action.state][0]} {taken}"
    return f"{action.subject} {action.id} {KINDS[action.kind]} {state}".casefold()
