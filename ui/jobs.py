"""Work off the UI thread, with progress, cancelling and one way to end.

``finished`` always comes, once, last; before it comes exactly one of ``succeeded``, ``failed`` and
``cancelled``.  Make the job, connect to it, then start it, all in the UI thread: a job that runs
before it is connected loses signals.  Connect to slots of QObjects, so that signals are queued to
the UI thread and ``sender()`` tells a presenter whether it still cares.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal, Slot

from workbench.errors import Cancelled, WorkbenchError
from workbench.jobs import Hold, Progress

if TYPE_CHECKING:  # the window is painted before asyncio is needed: 70 ms less of a cold start
    import asyncio

log = logging.getLogger(__name__)

QUIET = 0.05  # seconds between two progress signals of one job; nobody reads faster
PATIENCE = 3.0  # seconds work has to stop
PUMP = 5  # milliseconds the UI thread waits for signals at a time while it shuts down
JOIN = 2.0  # seconds the io thread has to end once its loop has stopped

Work = Callable[..., Coroutine[Any, Any, Any]]


class Job(QObject):
    """One call of ``work(*args, report)`` on the io loop.  The object lives in the UI thread."""

    progressed = Signal(object)  # workbench.jobs.Progress
    succeeded = Signal(object)  # what the work returned
    failed = Signal(str)  # text for the analyst
    cancelled = Signal()
    finished = Signal()

    def __init__(self, work: Work, *args: Any) -> None:
        super().__init__()
        self.name = getattr(work, "__name__", "job")
        self._work = work
        self._args = args
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unwanted = threading.Event()
        self._told = 0.0
        self._begun = False
        self._hold: Hold | None = None
        self.paused = False

    def cancel(self) -> None:
        """Ask the work to stop; it may still succeed if it was already done."""
        self._unwanted.set()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cancel_task)

    def pause(self) -> None:
        """Hold the work up before its next step; only work that follows pages heeds it."""
        self.paused = True
        self._on_loop()

    def resume(self) -> None:
        self.paused = False
        self._on_loop()

    def _on_loop(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heed)

    def _heed(self) -> None:
        if self._hold is not None:
            self._hold.pause() if self.paused else self._hold.resume()

    def start_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the runner alone."""
        self._loop = loop
        loop.call_soon_threadsafe(self._make_task, loop)

    def _make_task(self, loop: asyncio.AbstractEventLoop) -> None:
        self._task = loop.create_task(self._run(), name=self.name)

    def _cancel_task(self) -> None:
        if self._begun and self._task is not None:  # a task cancelled before its first step is mute
            self._task.cancel()

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told >= QUIET or progress.done == progress.total:
            self._told = now
            self.progressed.emit(progress)

    @property
    def ended(self) -> bool:
        """Whether the io thread has let go of the job."""
        return self._task is not None and self._task.done()

    async def _run(self) -> None:
        from asyncio import CancelledError

        self._begun = True
        try:
            if self._unwanted.is_set():
                raise Cancelled
            self._hold = Hold()
            self._heed()
            result = await self._work(*self._args, Told(self._report, self._hold))
        except (Cancelled, CancelledError):
            self.cancelled.emit()
        except WorkbenchError as error:
            self.failed.emit(str(error))
        except Exception as error:
            log.exception("A background job broke: %s", self.name)
            self.failed.emit(f"Something broke inside the workbench ({type(error).__name__})")
        else:
            self.succeeded.emit(result)
        finally:
            self.finished.emit()


class Told:
    """The report that work is given, and the way it is held up."""

    def __init__(self, report: Callable[[Progress], None], hold: Hold) -> None:
        self._report = report
        self.hold = hold

    def __call__(self, progress: Progress) -> None:
        self._report(progress)


class JobRunner(QObject):
    """Owns the io thread and its loop; keeps jobs alive while they run, ends them all at the end.

    The thread is a daemon: what still hangs after ``shut_down`` does not keep the program.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: set[Job] = set()
        self._ending: set[Job] = set()  # finished here, maybe still held in the io thread
        self.closing = False  # from the start of ``shut_down``
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def start(self, job: Job) -> None:
        if self._closed:
            raise RuntimeError("the workbench is closing")
        self._jobs.add(job)
        job.finished.connect(self._forget)
        job.start_on(self._running_loop())

    def shut_down(self, last: Work | None = None, patience: float = PATIENCE) -> list[str]:
        """Cancel everything, wait at most ``patience`` seconds, then do ``last`` as long at most.

        Signals that are queued land meanwhile.  Returns the names of jobs that would not end.
        """
        self.closing = True
        for job in self._jobs:
            job.cancel()
        self._wait(patience)
        if last is not None and not self._jobs:
            self.start(Job(last))
            self._wait(patience)
        self._closed = True
        self._stop_loop()
        return [job.name for job in self._jobs]

    def _wait(self, patience: float) -> None:
        end = time.monotonic() + patience
        while self._jobs and time.monotonic() < end:
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, PUMP
            )
            time.sleep(PUMP / 1000)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            import asyncio

            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._turn, name="io", daemon=True)
            self._thread.start()
        return self._loop

    def _turn(self) -> None:
        assert self._loop is not None
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_end_tasks())
        finally:
            self._loop.close()

    def _stop_loop(self) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(JOIN)

    @Slot()
    def _forget(self) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        self._jobs.discard(job)
        # A QObject must die in its own thread, so the io thread must not hold the last reference.
        self._ending = {ending for ending in self._ending | {job} if not ending.ended}
        if not self._jobs:
            self.idle.emit()


async def _end_tasks() -> None:
    """Cancel what work left behind on the loop, so that it closes without complaint."""
    import asyncio

    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.wait(rest, timeout=JOIN / 2) if rest else None
    await asyncio.get_running_loop().shutdown_asyncgens()
