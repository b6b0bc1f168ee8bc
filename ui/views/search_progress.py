"""How far a search is, with the ways to hold it up and to end it; afterwards, how it ended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.models import searched
from ui.naming import named
from ui.presenters.searching import Phase, SearchState
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel
from ui.widgets.progress import left
from workbench.jobs import Progress


class SearchProgress(QFrame):
    """Hidden before the first search."""

    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = named(ElidingLabel("", 13), "search.words")
        self.bar = QProgressBar()
        self.bar.setFixedSize(160, 6)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Mailboxes asked")
        self.pause = named(Button(theme, "Pause"), "search.pause")
        self.stop = named(Button(theme, "Stop", "", "close"), "search.stop")
        self.pause.clicked.connect(self.pause_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.setLayout(row(self.words, None, self.bar, self.pause, self.stop))

    def draw(self, state: SearchState) -> None:
        runs = state.phase is Phase.RUNNING
        self.setVisible(runs or state.phase is Phase.ENDED)
        for part in (self.bar, self.pause, self.stop):
            part.setVisible(runs)
        self.pause.set_label("Go on" if state.paused else "Pause")
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self.words.setText(" · ".join(filter(None, _words(state))))
        self.words.set_tone("suspicious" if not runs and state.is_partial else "")


def _words(state: SearchState) -> tuple[str, ...]:
    progress = Progress(state.done, state.total, left=state.left)
    runs = state.phase is Phase.RUNNING
    asked = searched.boxes(state.asked, state.total) if state.total else ""
    return (
        f"Ended early: {state.ended}" if state.ended else "",
        searched.rounds(state.question, state.questions),
        asked,
        searched.found(state.copies, state.recorded) if asked else "",
        "approximate: " + searched.APPROXIMATE if state.approximate else "",
        "paused" if state.paused else state.note if runs else "",
        left(progress) if runs and not state.paused else "",
    )
