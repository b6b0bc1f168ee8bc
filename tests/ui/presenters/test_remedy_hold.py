"""What was confirmed waits before anything is sent; until then it can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action, item, scope
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from workbench.model.remediation import ActionKind, ActionState, Choice, ItemState

SECONDS = 3


@pytest.fixture
def held(connection: ConnectionPresenter, qtbot: QtBot) -> RemedyPresenter:
    """Confirmed, and waiting."""
    remedy = RemedyPresenter(connection, connection.activity, hold=SECONDS)
    remedy.preview(1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    remedy.confirm("phish", None)
    assert (remedy.state.stage, remedy.state.held) == (Stage.HOLD, SECONDS)
    return remedy


def test_the_hold_runs_out_and_then_it_begins(
    held: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    for left in (2, 1):
        held._on_second()
        assert held.state.held == left
        assert tray.times("quarantine") == 0
    held._on_second()
    qtbot.waitUntil(lambda: held.state.stage is Stage.DONE)
    assert tray.asked[-1][2:] == ("phish", None)


def test_taken_back_nothing_was_sent(held: RemedyPresenter, tray: Tray) -> None:
    held.take_back()
    assert (held.state.stage, held.state.held) == (Stage.PREVIEW, 0)
    assert not held._second.isActive()
    held.begin()
    assert tray.times("quarantine") == 0


def test_closed_during_the_hold_nothing_is_sent(held: RemedyPresenter, tray: Tray) -> None:
    held.close()
    assert held.state.stage is Stage.IDLE
    assert not held._second.isActive()
    assert tray.times("quarantine") == 0


def test_nothing_is_ticked_or_chosen_during_the_hold(held: RemedyPresenter) -> None:
    before = held.state
    held.tick([0], selected=False)
    held.choose(Choice(ActionKind.JUNK))
    assert held.state == before


def test_taking_back_is_held_too(connection: ConnectionPresenter, tray: Tray, qtbot: QtBot) -> None:
    remedy = RemedyPresenter(connection, connection.activity, hold=SECONDS)
    remedy.preview_undo(action("a7"))
    remedy.confirm("", None)
    assert (remedy.state.stage, remedy.state.held) == (Stage.HOLD, SECONDS)
    remedy.take_back()
    assert remedy.state.stage is Stage.PREVIEW
    assert remedy.state.undoing == action("a7")
    assert tray.times("undo") == 0
    remedy.confirm("", None)
    remedy.begin()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert tray.asked[-1] == ("undo", "a7")


def test_all_messages_alike_are_looked_for_together(
    connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    remedy = RemedyPresenter(connection, connection.activity)
    remedy.preview(1, together=True)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    assert tray.asked == [("scope_alike", 1)]
    assert remedy.state.together


def test_another_action_goes_to_its_place(
    connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    remedy = RemedyPresenter(connection, connection.activity)
    remedy.preview(1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    remedy.choose(Choice(ActionKind.FOLDER))
    remedy.confirm("phish", None)
    assert remedy.state.stage is Stage.PREVIEW  # a folder without a path is no place
    chosen = Choice(ActionKind.FOLDER, "Cases")
    remedy.choose(chosen)
    remedy.confirm("phish", None)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert tray.asked[-1][0] == "act"
    assert tray.asked[-1][2] == chosen


def test_exceptions_are_named_with_cause_and_next_step(
    connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.copies["a1"] = (
        item(1), replace(item(2, ItemState.DENIED), error="access denied"),
        *(item(n, ItemState.REVIEW) for n in range(3, 13)),
    )  # fmt: skip
    remedy = RemedyPresenter(connection, connection.activity)
    counts = ((ItemState.DONE, 1), (ItemState.DENIED, 1), (ItemState.REVIEW, 10))
    rest = action(state=ActionState.COMPLETED_WITH_EXCEPTIONS, counts=counts)
    remedy._show(stage=Stage.DONE, action=rest)
    remedy._ask_exceptions(rest)
    qtbot.waitUntil(lambda: bool(remedy.state.exceptions))
    first, second, *_, last = remedy.state.exceptions
    assert first == (
        "user2@contoso.example: access denied. Next: ask an administrator for access to this "
        "mailbox, then try again."
    )
    assert second.startswith("user3@contoso.example: unknown: could not be proven")
    assert last == "3 more: the journal has them all"
    remedy._ask_exceptions(action())
    assert tray.times("items") == 1


def test_unread_copies_come_first(
    connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    found = scope(1, 4)
    tray.scopes[1] = replace(found, rows=tuple(reversed(found.rows)))
    remedy = RemedyPresenter(connection, connection.activity)
    remedy.preview(1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    assert remedy.state.scope is not None
    assert [row.is_read for row in remedy.state.scope.rows] == [False, False, True, True]
