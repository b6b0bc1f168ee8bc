"""What a job tells of a sign-in becomes what the panel shows, and never more than that."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action
from ui.jobs import Job
from ui.presenters.connection import ConnectionPresenter, Link
from ui.presenters.remedy import RemedyPresenter
from ui.presenters.signing import AWAY, UNWATCHED, SigningPresenter
from workbench.changes import Change
from workbench.errors import Unreachable
from workbench.jobs import Progress
from workbench.model.remediation import ActionState
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import TenantProfile

PROFILE = TenantProfile("t", "https://g.example", "https://a.example/t", "c", name="Contoso")
EXPIRED = SignInStep(stage=SignInStage.EXPIRED, problem="The code has expired")
CODE = SignInStep("https://a.example/code", "ABCD1234", 900)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signing(connection: ConnectionPresenter, clock: Clock) -> SigningPresenter:
    return SigningPresenter(connection, connection.activity, clock)


def steps(*told: SignInStep) -> tuple[Progress, ...]:
    return tuple(Progress(0, 0, step.told, sign_in=step) for step in told)


def test_time_goes_by_between_two_words_of_the_service(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, clock: Clock,
    qtbot: QtBot,
) -> None:  # fmt: skip
    tray.steps = steps(CODE)
    tray.hold("connect")
    with qtbot.waitSignal(signing.asked):
        connection.connect_tenant(PROFILE)
    assert signing.state.left == 900
    clock.now = 61.0
    signing.count_down()
    assert signing.state.left == 839
    clock.now = 1_000.0
    signing.count_down()
    assert signing.state.left == 0
    tray.let_go("connect")
    qtbot.waitUntil(lambda: signing.state == AWAY)


def test_a_failure_nobody_foretold_is_shown_with_its_words(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.steps = steps(CODE)
    tray.fails["connect"] = Unreachable("The sign-in service does not answer")
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: signing.state.renewable)
    step = signing.state.step
    assert step is not None
    assert (step.stage, step.problem) == (SignInStage.FAILED, "The sign-in service does not answer")
    tray.fails.clear()
    tray.steps = steps(CODE, SignInStep(stage=SignInStage.SIGNED_IN))
    signing.renew()
    qtbot.waitUntil(lambda: connection.state.link is Link.CONNECTED)
    assert signing.state == AWAY


def test_what_follows_a_sign_in_is_not_its_failure(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.steps = steps(CODE, SignInStep(stage=SignInStage.SIGNED_IN))
    tray.fails["connect"] = Unreachable("The tenant does not answer")
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: connection.state.link is Link.BROKEN)
    assert signing.state == AWAY


def test_a_connected_tenant_is_not_connected_again_for_a_code(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: connection.state.link is Link.CONNECTED)
    ended = SignInStep(stage=SignInStage.EXPIRED, problem="The code has expired")
    tray.steps = steps(CODE, ended)
    connection.activity.run("Quarantining", Job(tray.undo, "a1"))
    qtbot.waitUntil(lambda: signing.state.step == ended)
    assert signing.state.purpose == "Quarantining"
    assert not signing.state.renewable
    signing.renew()
    signing.cancel()
    assert signing.state == AWAY
    qtbot.waitUntil(lambda: not connection.activity.busy)
    assert tray.times("connect") == 1


def test_work_that_nobody_watches_asks_too_and_is_given_up(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: connection.state.link is Link.CONNECTED)
    with qtbot.waitSignal(signing.asked):
        tray.changes.tell(Change(sign_in=CODE))
    assert signing.state.purpose == UNWATCHED
    signing.cancel()
    assert signing.state == AWAY
    qtbot.waitUntil(lambda: not connection.activity.busy)
    with qtbot.waitSignal(signing.asked):
        tray.changes.tell(Change(sign_in=CODE))
    tray.changes.tell(Change(sign_in=SignInStep(stage=SignInStage.SIGNED_IN)))
    qtbot.waitUntil(lambda: signing.state == AWAY)


def test_a_job_that_was_given_up_asks_no_more(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.steps = steps(CODE)
    tray.hold("undo")
    job = Job(tray.undo, "a1")
    with qtbot.waitSignal(signing.asked):
        connection.activity.run("Putting back", job)
    signing.cancel()
    assert signing.state == AWAY
    connection.activity.signing.emit(job, "Putting back", CODE)
    assert signing.state == AWAY
    qtbot.waitUntil(lambda: tray.cancelled == ["undo"])


def test_an_action_that_an_expired_code_paused_goes_on_with_another_one(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    remedy = RemedyPresenter(connection, connection.activity)
    remedy.settled.connect(signing.settle)
    signing.going_on.connect(remedy.go_on)
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: connection.state.link is Link.CONNECTED)
    tray.steps = steps(CODE, EXPIRED)
    connection.activity.run("Quarantining", Job(tray.undo, "a1"))
    qtbot.waitUntil(lambda: signing.state.step == EXPIRED and not connection.activity.busy)
    signing.settle(action("a0", state=ActionState.PAUSED, note="A person paused it"))
    assert not signing.state.renewable
    signing.settle(action("a1", state=ActionState.PAUSED, note=f"Sign in again: {EXPIRED.problem}"))
    assert (signing.state.renewable, signing.state.goes_on) == (True, True)
    tray.steps = steps(CODE, SignInStep(stage=SignInStage.SIGNED_IN))
    with qtbot.waitSignal(signing.asked):
        signing.renew()
    qtbot.waitUntil(lambda: signing.state == AWAY)
    assert [call for call in tray.asked if call[0] == "proceed"] == [("proceed", "a1", "")]
    assert tray.times("connect") == 1


def test_an_action_that_goes_on_without_another_code_puts_the_panel_away(
    signing: SigningPresenter, connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    remedy = RemedyPresenter(connection, connection.activity)
    remedy.settled.connect(signing.settle)
    signing.going_on.connect(remedy.go_on)
    tray.steps = steps(CODE, EXPIRED)
    connection.activity.run("Quarantining", Job(tray.undo, "a1"))
    qtbot.waitUntil(lambda: signing.state.step == EXPIRED)
    signing.settle(action("a1", state=ActionState.PAUSED, note=EXPIRED.problem))
    tray.steps = ()
    signing.renew()
    qtbot.waitUntil(lambda: signing.state == AWAY)
    assert tray.times("proceed") == 1
