"""Stands in a tab's place while there is nothing to show in it, and says why."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QFrame, QStackedLayout, QWidget

from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.widgets.notice import Notice

PATIENCE = 150  # milliseconds in which a message that opens at once makes nothing flash


class Placeholder(QFrame):
    """``body`` is what the tab shows otherwise and ``home`` what has the focus in it; ``lost``
    tells what cannot be known while nothing is examined.

    The keyboard stays in the tab whatever is shown in it.
    """

    def __init__(self, theme: Theme, body: QWidget, home: QWidget, lost: str) -> None:
        super().__init__()
        self._lost = lost
        self._body = body
        self._home = home
        self._blank = QWidget()
        self.notice = Notice(theme)
        self._stack = QStackedLayout()
        for part in (body, self._blank, self.notice):
            self._stack.addWidget(part)
        self.setLayout(self._stack)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._show_notice)

    def set_home(self, home: QWidget) -> None:
        self._home = home

    def clear(self) -> None:
        """Show the body."""
        self._show(self._body)

    def say(self, icon: str, title: str, text: str) -> None:
        self.notice.say(icon, title, text)
        self._show_notice()

    def stand_in(self, state: ReadingState) -> None:
        """For a message that is not open, or not examined."""
        if not state.busy:
            reason = state.problem or "The message was not examined."
            self.say("unknown", "Not analysed", f"{reason}\n{self._lost}")
            return
        step = state.step.capitalize() or "Opening"
        self.notice.say("clock", f"{step}…", "It shows here as soon as it has been examined.")
        if self._stack.currentWidget() is self._body:
            self._show(self._blank)
            self._patience.start()

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        (self._home if shown is self._body else shown or self).setFocus()

    @Slot()
    def _show_notice(self) -> None:
        self._show(self.notice)

    def _show(self, part: QWidget) -> None:
        self._patience.stop()
        if part is self._stack.currentWidget():
            return
        focus = QApplication.focusWidget()
        had = focus is not None and self.isAncestorOf(focus)
        self._stack.setCurrentWidget(part)
        if had:
            self.take_focus()
