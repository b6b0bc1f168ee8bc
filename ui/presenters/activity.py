"""The work the analyst waits for: one line of progress, one way to stop it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job, JobRunner
from workbench.jobs import Progress

NOTHING = Progress(0, 0)


@dataclass(frozen=True, slots=True)
class ActivityState:
    """``title`` is empty while nothing runs; ``others`` counts what runs beside it."""

    title: str = ""
    progress: Progress = NOTHING
    others: int = 0


class Activity(QObject):
    """Shows the job started last; when it ends, the one before it."""

    changed = Signal(object)  # ActivityState
    failed = Signal(str, str)  # what was done, what went wrong
    stopped = Signal(str)  # what was done
    signing = Signal(object, str, object)  # the Job, what it does, SignInStep
    ended = Signal(object, str)  # the Job, what went wrong

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._titles: dict[Job, str] = {}
        self._progress: dict[Job, Progress] = {}
        self._problems: dict[Job, str] = {}

    @property
    def state(self) -> ActivityState:
        if not self._titles:
            return ActivityState()
        job = self._last()
        progress = self._progress.get(job, NOTHING)
        return ActivityState(self._titles[job], progress, len(self._titles) - 1)

    @property
    def busy(self) -> bool:
        return bool(self._titles)

    def run(self, title: str, job: Job) -> Job:
        """Start a job that is connected already; ``title`` says what it does: "Opening 3 files".

        While the program ends nothing starts any more: the job is cancelled at once.
        """
        if self._runner.closing:
            job.cancelled.emit()
            job.finished.emit()
            return job
        self._titles[job] = title
        job.progressed.connect(self._on_progress)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.finished.connect(self._on_finished)
        self._runner.start(job)
        self._tell()
        return job

    def cancel(self) -> bool:
        """Stop what is shown; False when nothing runs."""
        if self._titles:
            self._last().cancel()
        return self.busy

    def _last(self) -> Job:
        return next(reversed(self._titles))

    def _job(self) -> Job:
        job = self.sender()
        assert isinstance(job, Job)
        return job

    def _tell(self) -> None:
        self.changed.emit(self.state)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        job = self._job()
        self._progress[job] = progress
        self._tell()
        if progress.sign_in is not None:
            self.signing.emit(job, self._titles.get(job, ""), progress.sign_in)

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        job = self._job()
        self._problems[job] = problem
        self.failed.emit(self._titles[job], problem)

    @Slot()
    def _on_cancelled(self) -> None:
        self.stopped.emit(self._titles[self._job()])

    @Slot()
    def _on_finished(self) -> None:
        job = self._job()
        self._titles.pop(job, None)
        self._progress.pop(job, None)
        self._tell()
        self.ended.emit(job, self._problems.pop(job, ""))
