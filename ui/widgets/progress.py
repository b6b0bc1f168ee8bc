"""The one progress line: what runs, how far it is, and how to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar

from ui.widgets.boxes import row
from ui.widgets.label import ElidingLabel, PlainLabel
from workbench.jobs import Progress


def left(progress: Progress) -> str:
    """In words; "" while the pace does not tell."""
    if progress.left is None or progress.done >= progress.total:
        return ""
    seconds = progress.left
    return f"about {seconds:.0f} s left" if seconds < 90 else f"about {seconds / 60:.0f} min left"


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
        words = ((progress.note or title) + of, left(progress))
        self._note.setText(" · ".join(filter(None, words)))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._bar.setVisible(progress.total > 0)
        self.show()

    @property
    def text(self) -> str:
        return self._note.text()
