"""Tells whoever shows something what has changed, so that it can read that again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.model.signing import SignInStep


@dataclass(frozen=True, slots=True)
class Change:
    """Ids of messages and actions to read again; ``lists`` when rows came or went; ``live``
    when the watch for new mail stands otherwise; ``proposals`` when what waits for a decision
    came or went; ``anchors`` when a sink of the audit log stands otherwise; ``sign_in`` is what a
    user has to do for work that nobody watches."""

    messages: frozenset[int] = frozenset()
    actions: frozenset[str] = frozenset()
    lists: bool = False
    live: bool = False
    proposals: bool = False
    anchors: bool = False
    sign_in: SignInStep | None = None


class Changes:
    """Listeners are called in the thread that made the change."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        self._listeners.append(listener)

    def tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
