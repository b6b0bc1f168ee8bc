"""What a confirmed preview asks of the desk, and how it is called while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from ui.presenters.ports import Act, Desk
from workbench.model.remediation import CUSTOMARY, ActionKind, ActionView, Choice, Scope


@dataclass(frozen=True, slots=True)
class Work:
    act: Act
    title: str


def confirmed(
    desk: Desk,
    undoing: ActionView | None,
    scope: Scope | None,
    choice: Choice,
    reason: str,
    count: int | None,
) -> Work | None:
    """None where there is nothing to act on; ``count`` is what was typed."""
    if undoing is not None:
        return Work(partial(desk.undo, undoing.id), "Taking back")
    if scope is None:
        return None
    if choice == CUSTOMARY:
        return Work(partial(desk.quarantine, scope, reason, count), "Quarantining")
    title = "Tagging copies" if choice.kind is ActionKind.TAG else "Moving copies"
    return Work(partial(desk.act, scope, choice, reason, count), title)
