"""The one progress line: what runs, how far it is, and how to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar

from ui.widgets.boxes import row
from ui.widgets.label import ElidingLabel, PlainLabel
from workbench.jobs import Progress


class ProgressLine(QFrame):
    """Hidden while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self._note = ElidingLabel("", 12, ink="second")
        self._note.setMaximumWidth(420)
        self._bar = QProgressBar()
        self._bar.setFixedSize(96, 6)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._hint = PlainLabel("Esc cancels", 12, ink="third")
        self.setLayout(row(self._note, self._bar, self._hint))
        self.hide()

    def show_work(self, title: str, progress: Progress) -> None:
        """``title`` says what is done; the progress's note takes its place while there is one."""
        of = f" {progress.done:,} of {progress.total:,}" if progress.total else ""
        self._note.setText((progress.note or title) + of)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._bar.setVisible(progress.total > 0)
        self.show()

    @property
    def text(self) -> str:
        return self._note.text()
