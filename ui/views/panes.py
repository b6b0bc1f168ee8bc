"""What the window asks of the panes that are put into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame

from ui.presenters.connection import ConnectionPresenter
from ui.theme import Theme


class Pane(QFrame):
    """A part of the window that takes the keyboard as a whole (F6)."""

    def take_focus(self) -> None:
        raise NotImplementedError

    def escape(self) -> bool:
        """Stop what this pane runs; False where nothing does."""
        return False


class ReadingPane(Pane):
    """Shows one message.  Ids are those of the workspace; -1 is no message."""

    def show_message(self, message_id: int) -> None:
        raise NotImplementedError

    def page(self) -> bool:
        """Scroll the body down by a page; False at its end."""
        raise NotImplementedError

    def show_tab(self, number: int) -> None:
        """``number`` counts from 1; a tab that is not there is ignored."""
        raise NotImplementedError

    def next_body_view(self) -> None:
        raise NotImplementedError

    def step_alike(self, by: int) -> None:
        """The next message of the campaign, an older one with 1."""
        raise NotImplementedError

    def quarantine(self, message_ids: Sequence[int], *, together: bool = False) -> None:
        """Show what a quarantine would do; nothing is changed by this call.  ``together``: of all
        messages that are one row with it."""
        raise NotImplementedError

    def block(self, message_ids: Sequence[int]) -> None:
        """Offer the task that blocks senders, domains and links of a message."""
        raise NotImplementedError

    def undo_last(self) -> None:
        """Show what undoing the last action would do; nothing is changed by this call."""
        raise NotImplementedError


MakeReadingPane = Callable[[Theme, ConnectionPresenter], ReadingPane]
MakePage = Callable[[Theme, ConnectionPresenter], Pane]
