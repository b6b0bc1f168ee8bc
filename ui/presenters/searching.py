"""The search page: what is looked for, what came, how far it is and what nobody could answer."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal, Slot

from ui.jobs import Job
from ui.models.found import FoundRows
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter, ConnectionState, Link
from ui.presenters.recent import RecentSearches
from workbench.errors import BadInput
from workbench.jobs import Progress
from workbench.model.found import Step
from workbench.searching.said import Said

GATHER = 100  # milliseconds in which answers are gathered into one change of the table
STOPPED = "stopped by you"
NOTHING = Said()


class Phase(enum.Enum):
    OFFLINE = enum.auto()  # no tenant is connected
    EMPTY = enum.auto()  # nothing was asked yet
    RUNNING = enum.auto()
    ENDED = enum.auto()


@dataclass(frozen=True, slots=True)
class SearchState:
    """``ended`` says why a search came to its end early, ``problem`` why it was not begun.
    ``done`` of ``total`` mailboxes were asked; ``left`` are seconds, None while nobody knows."""

    phase: Phase = Phase.OFFLINE
    connecting: bool = False
    said: Said = NOTHING
    copies: int = 0
    recorded: int = 0  # rows of the provider's records without a copy
    done: int = 0
    total: int = 0
    question: int = 1
    questions: int = 1
    note: str = ""
    left: float | None = None
    paused: bool = False
    unreached: tuple[tuple[str, str], ...] = ()
    cut: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    approximate: bool = False
    ended: str = ""
    problem: str = ""
    recent: tuple[Said, ...] = ()

    @property
    def asked(self) -> int:
        """Mailboxes that answered."""
        return max(0, self.done - len(self.unreached))

    @property
    def is_partial(self) -> bool:
        """Whether a mailbox may hold more than is listed."""
        missed = self.done < self.total or self.question < self.questions
        return bool(self.ended or self.unreached or self.cut or missed)


class SearchPresenter(QObject):
    """``rows`` is what was found; ``opened`` and ``chosen`` carry the id of a message in the
    workspace, to be read or to be acted on."""

    changed = Signal(object)  # SearchState
    opened = Signal(int)
    chosen = Signal(int)
    _came = Signal(int, object)  # number of the search, Step; from the io thread

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = SearchState()
        self.rows = FoundRows()
        self._connection = connection
        self._activity = activity
        self._recent = RecentSearches(settings)
        self._job: Job | None = None
        self._keeping: dict[Job, bool] = {}  # whether it is to be acted on
        self._number = 0
        self._tenant = ""
        self._steps: list[Step] = []
        self._gather = QTimer(self, singleShot=True, interval=GATHER)
        self._gather.timeout.connect(self._take)
        self._came.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        connection.changed.connect(self._on_connection)

    def search(self, said: Said) -> None:
        """Asks every mailbox, or those named; a search that still runs is left."""
        desk = self._connection.desk
        if desk is None or desk.tenant is None:
            self._show(problem="Connect a tenant first: its mailboxes are asked.")
            return
        try:
            wanted = said.wanted()
        except BadInput as error:
            self._show(problem=str(error), said=said)
            return
        self._forget()
        number, came = self._number, self._came
        self._job = job = Job(desk.searches.search, wanted, lambda step: came.emit(number, step))
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_ended)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._recent.add(self._tenant, said)
        begun = SearchState(Phase.RUNNING, said=said, approximate=wanted.is_approximate)
        self.state = replace(begun, recent=self._recent.of(self._tenant))
        self._show()
        self._activity.run("Searching mailboxes", job)

    @Slot()
    def stop(self) -> None:
        """What was found stays."""
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def flip_pause(self) -> None:
        """Hold the search up between two answers, or let it go on."""
        if self._job is not None:
            self._job.resume() if self._job.paused else self._job.pause()
            self._show(paused=self._job.paused, left=None)

    def open(self, row: int, *, act: bool = False) -> None:
        """Take the message of a row into the workspace; ``opened`` or, to act, ``chosen``
        follows."""
        desk, copies = self._connection.desk, self.rows.same(row)
        if desk is None or not copies:
            return
        job = Job(desk.searches.keep, copies)
        job.succeeded.connect(self._on_kept)
        job.finished.connect(self._on_keeping_over)
        self._keeping[job] = act
        self._activity.run("Opening what was found", job)

    @Slot()
    def clear_recent(self) -> None:
        self._recent.clear(self._tenant)
        self._show(recent=())

    def _forget(self) -> None:
        """What still comes of the search before is for nobody."""
        self.stop()
        self._job = None
        self._number += 1
        self._steps.clear()
        self._gather.stop()
        self.rows.clear()

    @Slot(int, object)
    def _on_step(self, number: int, step: Step) -> None:
        if number == self._number:
            self._steps.append(step)
            if not self._gather.isActive():
                self._gather.start()

    @Slot()
    def _take(self) -> None:
        """All answers that came meanwhile in one change of the table."""
        self._gather.stop()
        steps, self._steps = self._steps, []
        if not steps:
            return
        hits = [hit for step in steps for hit in step.hits]
        recorded = [one for step in steps for one in step.recorded]
        self.rows.append([*hits, *recorded, *(one for step in steps for one in step.silent)])
        state, last = self.state, steps[-1]
        self._show(
            copies=state.copies + len(hits),
            recorded=state.recorded + len(recorded),
            done=last.done,
            total=last.total,
            question=last.question,
            questions=last.questions,
            unreached=_more(state.unreached, [one for step in steps for one in step.unreached]),
            cut=_more(state.cut, [one for step in steps for one in step.cut]),
            gaps=_more(state.gaps, [one for step in steps for one in step.gaps]),
            notes=_more(state.notes, [one for step in steps for one in step.notes]),
        )

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self.sender() is self._job and self._job is not None:
            note = "" if self._job.paused else progress.note
            self._show(note=note, left=progress.left)

    @Slot(str)
    def _on_ended(self, why: str) -> None:
        self._end(why)

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        self._end(problem)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(STOPPED)

    def _end(self, why: str) -> None:
        if self.sender() is self._job:
            self._job = None
            self._take()
            self._show(phase=Phase.ENDED, ended=why, paused=False, left=None, note="")

    @Slot(object)
    def _on_kept(self, message_id: int) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        (self.chosen if self._keeping.get(job) else self.opened).emit(message_id)

    @Slot()
    def _on_keeping_over(self) -> None:
        job = self.sender()
        assert isinstance(job, Job)
        self._keeping.pop(job, None)

    @Slot(object)
    def _on_connection(self, state: ConnectionState) -> None:
        """Another tenant holds other mail; a connection that broke takes nothing away."""
        desk = self._connection.desk
        tenant = desk.tenant.id if desk is not None and desk.tenant is not None else ""
        connecting = state.link in (Link.CONNECTING, Link.OPENING)
        if tenant and tenant != self._tenant:
            self._tenant = tenant
            self._forget()
            self.state = SearchState(Phase.EMPTY, recent=self._recent.of(tenant))
            self._show()
        elif connecting != self.state.connecting:
            self._show(connecting=connecting)

    def _show(self, **changes: object) -> None:
        changes.setdefault("problem", "")
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)


def _more(known: tuple[object, ...], come: list[object]) -> tuple[object, ...]:
    """Each once, in the order they came."""
    return tuple(dict.fromkeys((*known, *come)))
