"""The message list on display: which queue, filter and order, and how far it has loaded."""

from __future__ import annotations

import enum
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.models.id_stream import IdSource, IdStream, Question
from ui.models.messages import MessageList, RowSource
from workbench.changes import Change
from workbench.errors import WorkbenchError
from workbench.model.rows import Sort, SortKey, View
from workbench.store.filtering import Filter, FilterProblem, parse

TYPING = 80  # milliseconds of rest before a filter is applied
SETTLE = 150  # milliseconds in which changes are gathered into one reload


NEWEST = Sort()
PRESSING = Sort(SortKey.PRIORITY)


class Reader(IdSource, RowSource, Protocol):
    """``workbench.store.reader.ListReader``."""


class Phase(enum.Enum):
    OFFLINE = enum.auto()  # no workspace yet
    LOADING = enum.auto()
    READY = enum.auto()
    EMPTY = enum.auto()
    NO_MATCH = enum.auto()
    PROBLEM = enum.auto()


@dataclass(frozen=True, slots=True)
class QueueState:
    view: View = View.REPORTED
    phase: Phase = Phase.OFFLINE
    shown: int = 0
    filter_text: str = ""
    filter_problem: str = ""
    filter_position: int = -1  # of the problem, in characters
    sort: Sort = NEWEST
    problem: str = ""


class QueuePresenter(QObject):
    changed = Signal(object)  # QueueState
    counted = Signal(object)  # dict[View, int]

    def __init__(self, model: MessageList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.state = QueueState()
        self._stream: IdStream | None = None
        self._rows: Reader | None = None
        self._filter = Filter()
        self._generation = 0
        self._held: array[int] | None = None  # ids of a reload, shown only once complete
        self._is_first = True
        self._typed = self._timer(TYPING, self._apply_filter)
        self._stale = self._timer(SETTLE, self._reload)
        model.broken.connect(self._on_broken)

    def open(self, path: Path, connect: Callable[[Path], Reader]) -> None:
        """Show the workspace in this file; ``connect`` is called in two threads."""
        self.close()
        try:
            self._rows = connect(path)
        except WorkbenchError as error:
            self._show(phase=Phase.PROBLEM, problem=str(error))
            return
        self.model.read_from(self._rows)
        self._stream = stream = IdStream(lambda: connect(path), self)
        stream.batch.connect(self._on_batch)
        stream.ended.connect(self._on_ended)
        stream.failed.connect(self._on_failed)
        stream.counted.connect(self.counted)
        self._ask()
        stream.count()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        self.model.read_from(None)
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    @property
    def is_collapsed(self) -> bool:
        """Whether one row stands for all messages alike."""
        return self._filter == Filter() and self.state.view in (View.REPORTED, View.FLAGGED)

    def show_view(self, view: View) -> None:
        """What was flagged comes in the order of what it may still do, unless one chose another."""
        usual = {False: NEWEST, True: PRESSING}
        if self.state.sort == usual[self.state.view is View.FLAGGED]:
            self.state = replace(self.state, sort=usual[view is View.FLAGGED])
        self.state = replace(self.state, view=view)
        self._ask()

    def sort_by(self, sort: Sort) -> None:
        self.state = replace(self.state, sort=sort)
        self._ask()

    def set_filter(self, text: str) -> None:
        """Applied after a moment's rest; while it is wrong the old result stays."""
        self.state = replace(self.state, filter_text=text)
        self._typed.start()

    def clear_filter(self) -> None:
        self.set_filter("")
        self._apply_filter()

    def apply_filter_now(self) -> None:
        if self._typed.isActive():
            self._apply_filter()

    @Slot()
    def reload(self) -> None:
        """Read the list again without taking from the screen what is on it."""
        if not self._stale.isActive():  # restarted, a stream of changes would put it off for ever
            self._stale.start()

    @Slot(object)
    def apply(self, change: Change) -> None:
        if change.messages:
            self.model.read_again(change.messages)
        if change.lists or change.messages:
            self.reload()

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def _apply_filter(self) -> None:
        self._typed.stop()
        try:
            wanted = parse(self.state.filter_text)
        except FilterProblem as problem:
            self._show(filter_problem=str(problem), filter_position=problem.position)
            return
        self.state = replace(self.state, filter_problem="", filter_position=-1)
        if wanted == self._filter:
            self._show()
            return
        self._filter = wanted
        self._ask()

    def _question(self) -> Question:
        return Question(self.state.view, self._filter, self.state.sort)

    def _ask(self) -> None:
        if self._stream is None:
            self._show()
            return
        self._held, self._is_first = None, True
        self._generation = self._stream.ask(self._question())
        self._show(phase=Phase.LOADING, problem="")

    @Slot()
    def _reload(self) -> None:
        if self._stream is None:
            return
        if self.state.phase is Phase.LOADING:  # its answer may lack what has changed
            self._ask()
        else:
            self._held = array("q")
            self._generation = self._stream.ask(self._question())
        self._stream.count()

    @Slot(int, object)
    def _on_batch(self, generation: int, ids: array[int]) -> None:
        if generation != self._generation:
            return
        if self._held is not None:
            self._held.extend(ids)
        elif self._is_first:
            self._is_first = False
            self.model.replace(ids)
            self._show(phase=Phase.LOADING, shown=self.model.rowCount())
        else:
            self.model.append(ids)
            self._show(shown=self.model.rowCount())

    @Slot(int)
    def _on_ended(self, generation: int) -> None:
        if generation != self._generation:
            return
        if self._held is not None:
            self.model.replace(self._held)
            self._held = None
        elif self._is_first:
            self.model.replace(array("q"))
        self._show(phase=self._settled(), shown=self.model.rowCount(), problem="")

    def _settled(self) -> Phase:
        if self.model.rowCount():
            return Phase.READY
        return Phase.EMPTY if self._filter == Filter() else Phase.NO_MATCH

    @Slot(int, str)
    def _on_failed(self, generation: int, problem: str) -> None:
        if generation >= self._generation:
            self._show(phase=Phase.PROBLEM, problem=problem)

    @Slot(str)
    def _on_broken(self, problem: str) -> None:
        self._show(phase=Phase.PROBLEM, problem=problem)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names checked by replace
        self.changed.emit(self.state)
