"""What a user has to do to sign in, while a job waits for it: shown, opened, given up, repeated."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter, ConnectionState, Link
from workbench.changes import Change
from workbench.model.remediation import ActionState, ActionView
from workbench.model.signing import SignInStage, SignInStep

SECOND = 1_000  # milliseconds
UNWATCHED = "The tenant asks for it again"
ENDED = {SignInStage.EXPIRED, SignInStage.DECLINED, SignInStage.FAILED}


@dataclass(frozen=True, slots=True)
class SigningState:
    """``step`` is None while nobody is asked; ``purpose`` is what the job does; ``problem`` why the
    page was not opened; ``renewable`` whether another sign-in can be begun: the tenant connected
    again or, where it ``goes_on``, the action that waits for it.  ``unwatched`` is asked by work
    that nobody began."""

    step: SignInStep | None = None
    purpose: str = ""
    left: int = 0  # seconds
    problem: str = ""
    renewable: bool = False
    goes_on: bool = False
    unwatched: bool = False


AWAY = SigningState()


class SigningPresenter(QObject):
    asked = Signal(object)  # SigningState; a sign-in begins
    changed = Signal(object)  # SigningState
    going_on = Signal(object)  # ActionView: it asks for another sign-in by itself

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """``clock`` counts seconds and never goes back."""
        super().__init__(parent)
        self.state = AWAY
        self._connection = connection
        self._activity = activity
        self._clock = clock
        self._ends = 0.0
        self._job: Job | None = None  # the one that waits
        self._given_up: Job | None = None
        self._paused: ActionView | None = None  # by how the sign-in ended
        self._renewed = ""  # id of the action that was let go on
        self._timer = QTimer(self, interval=SECOND)
        self._timer.timeout.connect(self.count_down)
        activity.signing.connect(self._on_step)
        activity.ended.connect(self._on_ended)
        connection.changed.connect(self._on_connection)
        connection.altered.connect(self._on_altered)

    def open_page(self) -> None:
        """Open the address in the system's browser, again where it is open already."""
        if self._connection.desk is None:
            return
        job = Job(self._connection.desk.sign_ins.open_page)
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_not_opened)
        self._activity.run("Opening the browser", job)

    def cancel(self) -> None:
        """Stop what waits for the sign-in, or put away how it ended."""
        waiting = self.state.step is not None and self.state.step.stage is SignInStage.WAITING
        if waiting and self._connection.desk is not None:
            self._given_up = self._job
            if self._job is not None:
                self._job.cancel()
            self._activity.run("Giving up", Job(self._connection.desk.sign_ins.give_up))
        self._put_away()

    def renew(self) -> None:
        """Let the action that waits go on, or connect again, for a new code."""
        if not self.state.renewable:
            return
        paused, self._paused = self._paused, None
        self._show(replace(self.state, renewable=False))
        if paused is None:
            self._connection.refresh()
        else:
            self._renewed = paused.id
            self.going_on.emit(paused)

    @Slot(object)
    def settle(self, action: ActionView) -> None:
        """What became of an action: one that its sign-in paused can be let go on."""
        step = self.state.step
        if step is None or step.stage not in ENDED:
            return
        by_it = bool(step.problem) and step.problem in action.note
        if action.state is ActionState.PAUSED and by_it:
            self._paused = action
            self._show(replace(self.state, renewable=True, goes_on=True))
        elif action.id == self._renewed:
            self._put_away()

    @Slot()
    def count_down(self) -> None:
        left = max(0, round(self._ends - self._clock()))
        if left != self.state.left:
            self._show(replace(self.state, left=left))

    @Slot(object)
    def _on_altered(self, change: Change) -> None:
        if change.sign_in is not None:
            self._on_step(None, UNWATCHED, change.sign_in)

    @Slot(object, str, object)
    def _on_step(self, job: Job | None, purpose: str, step: SignInStep) -> None:
        if job is not None and job is self._given_up:
            return
        if step.stage is SignInStage.WAITING:
            self._on_waiting(job, purpose, step)
        elif step.stage is SignInStage.SIGNED_IN:
            self._put_away()
        else:
            self._end(step)

    def _on_waiting(self, job: Job | None, purpose: str, step: SignInStep) -> None:
        self._ends = self._clock() + step.seconds
        before = self.state
        self._show(SigningState(step, purpose, step.seconds, before.problem, unwatched=job is None))
        self._timer.start()
        self._job = job
        if before.step is None or before.step.stage in ENDED:
            self.asked.emit(self.state)

    def _end(self, step: SignInStep) -> None:
        """Nothing shows where it was never asked for or is put away."""
        self._timer.stop()
        self._paused = None
        if self.state.step is not None:
            ended = SigningState(step, self.state.purpose, unwatched=self.state.unwatched)
            self._show(replace(ended, renewable=self._is_broken))

    @property
    def _is_renewable(self) -> bool:
        return self._paused is not None or self._is_broken

    @property
    def _is_broken(self) -> bool:
        desk = self._connection.desk
        broken = self._connection.state.link is Link.BROKEN
        return broken and desk is not None and desk.tenant is None

    @Slot(object)
    def _on_connection(self, state: ConnectionState) -> None:
        step = self.state.step
        if step is not None and step.stage in ENDED and self.state.renewable != self._is_renewable:
            self._show(replace(self.state, renewable=self._is_renewable))

    @Slot()
    def _on_opened(self) -> None:
        self._show(replace(self.state, problem=""))

    @Slot(str)
    def _on_not_opened(self, problem: str) -> None:
        if self.state.step is not None:
            self._show(replace(self.state, problem=problem))

    @Slot(object, str)
    def _on_ended(self, job: Job, problem: str) -> None:
        """What ends without a word of the sign-in took it along."""
        if job is self._given_up:
            self._given_up = None
        if job is not self._job:
            return
        self._job = None
        step = self.state.step
        if step is None or step.stage is not SignInStage.WAITING:
            return
        if problem:
            self._end(SignInStep(stage=SignInStage.FAILED, problem=problem))
        else:
            self._put_away()

    def _put_away(self) -> None:
        self._timer.stop()
        self._paused = None
        self._show(AWAY)

    def _show(self, state: SigningState) -> None:
        self.state = state
        self.changed.emit(state)
