"""Nothing is moved before it was shown; a run always ends in what the journal has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action, scope
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from ui.presenters.stages import NOTHING
from workbench.changes import Change
from workbench.errors import RemediationRefused, Unreachable
from workbench.jobs import Progress
from workbench.model.remediation import ActionState, ActionView, Tier
from workbench.model.safeguards import UNTOLD
from workbench.model.thresholds import Thresholds


@pytest.fixture
def remedy(connection: ConnectionPresenter) -> RemedyPresenter:
    return RemedyPresenter(connection, connection.activity)


@pytest.fixture
def previewed(remedy: RemedyPresenter, qtbot: QtBot) -> RemedyPresenter:
    remedy.preview(1)
    assert remedy.state.stage is Stage.SCOPING
    reaches(remedy, Stage.PREVIEW, qtbot)
    return remedy


def reaches(remedy: RemedyPresenter, stage: Stage, qtbot: QtBot) -> RemedyState:
    qtbot.waitUntil(lambda: remedy.state.stage is stage)
    qtbot.waitUntil(lambda: not remedy._activity.busy)
    return remedy.state


def test_a_preview_freezes_the_scope_and_changes_nothing(
    previewed: RemedyPresenter, tray: Tray
) -> None:
    assert previewed.state == RemedyState(Stage.PREVIEW, 1, scope(1))
    assert tray.asked == [("scope", 1)]


def test_ticks_say_what_is_moved(previewed: RemedyPresenter, tray: Tray, qtbot: QtBot) -> None:
    previewed.tick([0], selected=False)
    assert previewed.state.scope is not None
    assert [row.selected for row in previewed.state.scope.rows] == [False, True]
    previewed.tick([0, 1], selected=False)
    previewed.confirm("phish", None)
    assert previewed.state.stage is Stage.PREVIEW
    previewed.tick([1], selected=True)
    previewed.confirm("phish", None)
    reaches(previewed, Stage.DONE, qtbot)
    frozen, reason, count = tray.asked[-1][1:]
    assert (frozen, reason, count) == (previewed.state.scope, "phish", None)


def test_done_tells_everybody_that_shows_it(
    previewed: RemedyPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    settled: list[ActionView] = []
    changes: list[Change] = []
    previewed.settled.connect(settled.append)
    connection.altered.connect(changes.append)
    previewed.confirm("phish", None)
    state = reaches(previewed, Stage.DONE, qtbot)
    assert state.action == action()
    assert settled == [action()]
    assert changes == [Change(actions=frozenset({"a1"}), lists=True)]


@pytest.mark.parametrize(
    ("copies", "per_box", "tier", "typed"),
    [
        (10, 1, Tier.EXACT, False),
        (11, 1, Tier.EXACT, True),
        (25, 5, Tier.EXACT, False),
        (26, 5, Tier.EXACT, True),
        (40, 1, Tier.WEAK, False),  # none of them is ticked
    ],
)
def test_a_large_action_wants_its_count_typed(
    copies: int, per_box: int, tier: Tier, typed: bool
) -> None:
    frozen = scope(1, copies, tier, per_box)
    assert RemedyState(Stage.PREVIEW, 1, frozen).needs_count is typed


def test_a_stricter_profile_wants_it_typed_earlier(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.scopes = {1: scope(1, 2)}
    tray.limits = Thresholds(count_items=1)
    remedy.preview(1)
    reaches(remedy, Stage.PREVIEW, qtbot)
    assert remedy.state.needs_count


def test_a_mailbox_of_which_nobody_told_what_it_is_wants_it_typed() -> None:
    frozen = scope(1, 2)
    row = replace(frozen.rows[0], mailbox_marks=(UNTOLD,))
    state = RemedyState(Stage.PREVIEW, 1, replace(frozen, rows=(row, *frozen.rows[1:])))
    assert state.needs_count
    assert not replace(state, scope=frozen).needs_count


def test_progress_is_followed_while_it_runs(
    previewed: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("quarantine")
    tray.steps = (Progress(1, 2, "moving"),)
    previewed.confirm("phish", None)
    assert previewed.state.progress == NOTHING
    qtbot.waitUntil(lambda: previewed.state.progress == Progress(1, 2, "moving"))
    tray.let_go("quarantine")
    reaches(previewed, Stage.DONE, qtbot)


def test_a_run_cannot_be_put_away_or_overtaken(
    previewed: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("quarantine")
    previewed.confirm("phish", None)
    running = previewed.state
    previewed.close()
    previewed.confirm("phish", None)
    previewed.preview(2)
    previewed.preview_undo(action())
    previewed.preview_undo_last()
    previewed.tick([0], selected=False)
    assert previewed.state == running
    tray.let_go("quarantine")
    reaches(previewed, Stage.DONE, qtbot)
    assert [call[0] for call in tray.asked] == ["scope", "quarantine"]


def test_a_run_out_of_sight_goes_on_and_can_be_seen_again(
    previewed: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    seen: list[bool] = []
    previewed.changed.connect(lambda state: seen.append(state.hidden))
    previewed.hide()  # a preview is closed, not hidden
    tray.hold("quarantine")
    previewed.confirm("phish", None)
    previewed.hide()
    previewed.preview(2)
    assert seen == [False, True, False]
    tray.let_go("quarantine")
    reaches(previewed, Stage.DONE, qtbot)


def test_stopping_ends_with_what_the_journal_has(
    previewed: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("quarantine")
    previewed.confirm("phish", None)
    qtbot.waitUntil(lambda: tray.times("quarantine") == 1)
    previewed.stop()
    state = reaches(previewed, Stage.DONE, qtbot)
    assert state.action is not None
    assert state.action.state is ActionState.CANCELLED


def test_a_refusal_is_told(previewed: RemedyPresenter, tray: Tray, qtbot: QtBot) -> None:
    tray.fails["quarantine"] = RemediationRefused("more than 500 copies need a second person")
    previewed.confirm("phish", None)
    state = reaches(previewed, Stage.FAILED, qtbot)
    assert state.problem == "more than 500 copies need a second person"


def test_stopping_before_the_preview_says_that_nothing_was_changed(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("scope")
    remedy.preview(1)
    qtbot.waitUntil(lambda: tray.times("scope") == 1)
    remedy.stop()
    state = reaches(remedy, Stage.FAILED, qtbot)
    assert "nothing was changed" in state.problem


def test_a_scope_that_comes_late_is_not_shown(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("scope")
    remedy.preview(1)
    qtbot.waitUntil(lambda: tray.times("scope") == 1)
    tray.let_go("scope")
    assert tray.answered.wait(5)
    remedy.close()
    qtbot.waitUntil(lambda: not remedy._activity.busy)
    assert remedy.state == RemedyState()


def test_a_second_preview_takes_the_place_of_the_first(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("scope")
    remedy.preview(1)
    qtbot.waitUntil(lambda: tray.times("scope") == 1)
    tray.let_go("scope")
    remedy.preview(2)
    assert reaches(remedy, Stage.PREVIEW, qtbot).scope == scope(2)


def test_a_tenant_that_does_not_answer_is_told(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["scope"] = Unreachable("no answer")
    remedy.preview(1)
    assert reaches(remedy, Stage.FAILED, qtbot).problem == "no answer"
    remedy.close()
    assert remedy.state == RemedyState()


def test_taking_back_is_shown_before_it_is_done(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    remedy.preview_undo(action("a7"))
    assert remedy.state == RemedyState(Stage.PREVIEW, undoing=action("a7"))
    assert not remedy.state.needs_count
    assert tray.asked == []
    remedy.confirm("", None)
    state = reaches(remedy, Stage.DONE, qtbot)
    assert tray.asked == [("undo", "a7")]
    assert state.action is not None
    assert state.action.reverses == "a7"


def test_the_last_action_that_can_be_taken_back_is_offered(
    remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.journal = [
        action("undo", undoable=0),
        action("undone", reversed_by="undo"),
        action("last"),
        action("older"),
    ]
    remedy.preview_undo_last()
    assert reaches(remedy, Stage.PREVIEW, qtbot).undoing == action("last")


def test_nothing_to_take_back_is_told(remedy: RemedyPresenter, qtbot: QtBot) -> None:
    remedy.preview_undo_last()
    assert reaches(remedy, Stage.FAILED, qtbot).problem == "There is nothing to take back"


def test_without_desk_or_message_nothing_begins(
    remedy: RemedyPresenter, connection: ConnectionPresenter, tray: Tray
) -> None:
    remedy.preview(-1)
    remedy.confirm("phish", None)
    remedy.stop()
    connection.desk = None
    remedy.preview(1)
    remedy.preview_undo_last()
    assert remedy.state == RemedyState()
    assert tray.asked == []
