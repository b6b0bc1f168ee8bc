"""Asks for message ids in a thread of its own, so that the window never waits for a query."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from workbench.errors import Cancelled, WorkbenchError
from workbench.model.rows import Sort, View
from workbench.store.filtering import Filter

BREATH = 0.1  # seconds between two batches; more often, the window would only repaint
JOIN = 2.0  # seconds the thread has to end


class IdSource(Protocol):
    """What is asked of ``workbench.store.reader.ListReader``."""

    def ids(self, view: View, filter: Filter, sort: Sort) -> Iterator[list[int]]: ...

    def counts(self) -> dict[View, int]: ...

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Question:
    view: View
    filter: Filter
    sort: Sort


class IdStream(QObject):
    """Every answer carries the generation of its question; answers of an old one are late."""

    batch = Signal(int, object)  # generation, array("q")
    ended = Signal(int)
    failed = Signal(int, str)
    counted = Signal(object)  # dict[View, int]

    def __init__(self, connect: Callable[[], IdSource], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connect = connect
        self._source: IdSource | None = None
        self._questions: queue.SimpleQueue[tuple[int, Question | None]] = queue.SimpleQueue()
        self._generation = 0
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="list", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> int:
        """Starts over; what runs is stopped first, else it could be this one that stops."""
        self._generation += 1
        self._interrupt()
        self._questions.put((self._generation, question))
        return self._generation

    def count(self) -> None:
        """Ask for the number of messages in each view; never in the way of a list."""
        self._questions.put((self._generation, None))

    def close(self) -> bool:
        """False when the thread would not end in time."""
        self._closing = True
        self._generation += 1
        self._interrupt()
        self._questions.put((self._generation, None))
        self._thread.join(JOIN)
        return not self._thread.is_alive()

    def _interrupt(self) -> None:
        if self._source is not None:
            self._source.interrupt()

    def _serve(self) -> None:
        try:
            self._source = self._connect()
        except WorkbenchError as error:
            self._refuse(str(error))
            return
        while not self._closing:
            self._turn(self._source)
        self._source.close()

    def _refuse(self, problem: str) -> None:
        """Every question gets the reason why there is no list, also one asked later."""
        while not self._closing:
            generation, _ = self._questions.get()
            if not self._closing:
                self.failed.emit(generation, problem)

    def _turn(self, source: IdSource) -> None:
        """Everything waiting at once: only the last question counts, then one count."""
        waiting = [self._questions.get()]
        while not self._questions.empty():
            waiting.append(self._questions.get())
        asked = [(generation, question) for generation, question in waiting if question]
        if asked:
            self._answer(source, asked[-1][1], asked[-1][0])
        if len(asked) < len(waiting) and not self._closing:
            self._count(source)

    def _answer(self, source: IdSource, question: Question, generation: int) -> None:
        while generation == self._generation and not self._closing:
            try:
                self._stream(source, question, generation)
            except Cancelled:
                continue  # by a newer question, or by one that had just been answered
            except (WorkbenchError, sqlite3.Error) as error:
                self.failed.emit(generation, str(error))
            return

    def _stream(self, source: IdSource, question: Question, generation: int) -> None:
        held, told = array("q"), 0.0
        for ids in source.ids(question.view, question.filter, question.sort):
            if generation != self._generation:
                return
            held.extend(ids)
            if time.monotonic() - told >= BREATH:
                self.batch.emit(generation, held)
                held, told = array("q"), time.monotonic()
        if held:
            self.batch.emit(generation, held)
        self.ended.emit(generation)

    def _count(self, source: IdSource) -> None:
        generation = self._generation
        try:
            self.counted.emit(source.counts())
        except (WorkbenchError, sqlite3.Error) as error:
            if generation != self._generation:  # interrupted in favour of a list
                self.count()
            else:
                self.failed.emit(generation, f"The queues cannot be counted: {error}")
