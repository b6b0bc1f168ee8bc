"""One list that is read whenever somebody asks, one reading at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job, Work
from ui.presenters.activity import Activity

STOPPED = "Stopped before it was read"


class Listing(QObject):
    """Asked while a reading is under way, it reads once more at its end: what changed meanwhile
    may be missing in what comes."""

    began = Signal()
    came = Signal(object)  # what was read
    failed = Signal(str)  # or was stopped

    def __init__(self, activity: Activity, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._activity = activity
        self._title = title
        self._reading: Job | None = None
        self._again: Work | None = None

    def ask(self, work: Work) -> None:
        if self._reading is not None:
            self._again = work
            return
        self._reading = job = Job(work)
        job.succeeded.connect(self._on_came)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.began.emit()
        self._activity.run(self._title, job)

    def forget(self) -> None:
        """Another workspace: what is under way is of no interest any more."""
        self._reading = self._again = None

    @Slot(object)
    def _on_came(self, found: object) -> None:
        if self.sender() is not self._reading:
            return
        self._reading, again, self._again = None, self._again, None
        self.came.emit(found)
        if again is not None:
            self.ask(again)

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self.sender() is self._reading:
            self.forget()
            self.failed.emit(problem)

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._reading:
            self.forget()
            self.failed.emit(STOPPED)
