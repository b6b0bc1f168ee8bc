"""One thread that does jobs in the order they come, and something else while none comes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

Job = Callable[[], object]


class JobThread:
    """``idle`` is called after each ``idle_seconds`` without a job, ``last`` before the end;
    all in the one thread."""

    def __init__(self, name: str, idle: Job, idle_seconds: float, last: Job) -> None:
        self._jobs: queue.SimpleQueue[tuple[Future[object], Job] | None] = queue.SimpleQueue()
        self._idle = idle
        self._idle_seconds = idle_seconds
        self._last = last
        self._lock = threading.Lock()
        self._closed = False
        self._abandoned = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[object]:
        """The job's future; already cancelled when the thread has been told to end."""
        future: Future[object] = Future()
        with self._lock:
            if self._closed:
                future.cancel()
            else:
                self._jobs.put((future, job))
        return future

    def end(self, seconds: float) -> bool:
        """Does what is queued and ends; False when it has not ended after ``seconds``."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def abandon(self) -> None:
        """What is queued and not begun is cancelled instead of done."""
        self._abandoned = True

    def _work(self) -> None:
        while self._step():
            pass
        self._last()

    def _step(self) -> bool:
        try:
            entry = self._jobs.get(timeout=self._idle_seconds)
        except queue.Empty:
            self._idle()
            return True
        if entry is None:
            return False
        future, job = entry
        if self._abandoned:
            future.cancel()
        elif future.set_running_or_notify_cancel():
            _do(future, job)
        return True


def _do(future: Future[object], job: Job) -> None:
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - handed on whole to whoever waits
        future.set_exception(error)
    else:
        future.set_result(result)
