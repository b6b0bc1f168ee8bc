"""Password and raised limits under an object's name: reachable by keys, told where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Analysis, Examination, Outcome
from analyzers.model.observation import Finding, Severity
from tests.ui.reading.conftest import Read, node_id, on_screen, press
from tests.ui.tray import NOW, Tray, opened
from ui.presenters.reading import ReadingPresenter
from ui.theme import Theme
from ui.views.reading.again_bar import AgainBar
from ui.views.reading.attachments_tab import AttachmentsTab
from workbench.errors import IsolationFailed
from workbench.model.opened import Reexamined
from workbench.model.reexamination import Came, Reexamination, Wish

Key = Qt.Key


@pytest.fixture
def tab(
    theme: Theme, analysis: Analysis, reading: ReadingPresenter, read: Read, qtbot: QtBot
) -> AttachmentsTab:
    made = AttachmentsTab(theme)
    on_screen(made, qtbot)
    reading.changed.connect(made.draw)
    made.detail.again.wished.connect(reading.examine_again)
    made.detail.again.stopped.connect(reading.stop_examining)
    read(opened(1, analysis=analysis))
    made.show_node(node_id(analysis, "locked.zip"))
    return made


@pytest.fixture
def bar(tab: AttachmentsTab) -> AgainBar:
    return tab.detail.again


def wish_of(tray: Tray) -> Wish:
    call = next(call for call in tray.asked if call[0] == "examine_again")
    assert isinstance(call[2], Wish)
    return call[2]


def idle(reading: ReadingPresenter) -> Callable[[], bool]:
    return lambda: not reading.state.again


def enter(bar: AgainBar, text: str) -> None:
    bar.password.setFocus()
    QTest.keyClicks(bar.password, text)
    press(Key.Key_Return)


def test_only_what_is_locked_or_cut_short_has_an_offer(
    tab: AttachmentsTab, bar: AgainBar, analysis: Analysis
) -> None:
    assert bar.password.isVisible()
    assert not bar.raise_limits.isVisible()
    assert "locked.zip" in bar.password.accessibleName()
    tab.show_node(node_id(analysis, "logo.png"))
    assert not bar.isVisible()


def test_enter_tries_the_password_and_what_was_typed_stays_with_its_object(
    tab: AttachmentsTab,
    bar: AgainBar,
    reading: ReadingPresenter,
    tray: Tray,
    qtbot: QtBot,
    analysis: Analysis,
) -> None:
    tray.reexamined = Reexamined(None, "This password does not open it")
    enter(bar, "a b")
    qtbot.waitUntil(lambda: tray.times("examine_again") == 1)
    qtbot.waitUntil(idle(reading))
    locked = analysis.nodes[node_id(analysis, "locked.zip")]
    assert wish_of(tray) == Wish(locked.sha256, "a b")
    assert bar.problem.text() == "This password does not open it"
    assert bar.password.accessibleDescription() == bar.problem.text()
    assert bar.password.text() == "a b"
    tab.show_node(node_id(analysis, "logo.png"))
    assert not bar.isVisible()
    tab.show_node(node_id(analysis, "locked.zip"))
    assert bar.password.text() == ""


def test_nothing_typed_is_said_and_asks_nobody(bar: AgainBar, tray: Tray) -> None:
    bar.attempt.click()
    assert bar.problem.text() == "Type a password first"
    assert tray.times("examine_again") == 0
    QTest.keyClicks(bar.password, "a")
    assert not bar.problem.isVisible()


def test_while_it_runs_it_can_be_stopped(
    bar: AgainBar, reading: ReadingPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("examine_again")
    enter(bar, "a")
    qtbot.waitUntil(lambda: tray.times("examine_again") == 1)
    assert bar.stop.isVisible()
    assert "Examining again" in bar.step.text()
    assert not bar.password.isEnabled()
    bar.stop.click()
    qtbot.waitUntil(idle(reading))
    assert tray.cancelled == ["examine_again"]
    assert "all is as it was" in bar.problem.text()
    assert bar.password.isEnabled()
    assert not bar.stop.isVisible()


def test_what_opened_takes_the_place_of_what_was_shown(
    tab: AttachmentsTab,
    bar: AgainBar,
    reading: ReadingPresenter,
    tray: Tray,
    qtbot: QtBot,
    analysis: Analysis,
) -> None:
    number = node_id(analysis, "locked.zip")
    open_now = replace(
        analysis.nodes[number], examinations=(Examination("zip", 1, Outcome.COMPLETE),)
    )
    nodes = (*analysis.nodes[:number], open_now, *analysis.nodes[number + 1 :])
    done = Reexamination(Wish(open_now.sha256, "a"), "locked.zip", Came.OPENED, "ann", NOW)
    message = opened(1, analysis=replace(analysis, nodes=nodes), reexaminations=(done,))
    tray.reexamined = Reexamined(message)
    enter(bar, "a")
    qtbot.waitUntil(lambda: reading.state.message is message)
    assert tab.tree.current_id == number
    assert not bar.password.isVisible()
    assert "password a: opened" in bar.history.text()


def test_a_failure_is_told_in_place(
    bar: AgainBar, reading: ReadingPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["examine_again"] = IsolationFailed("The object could not be reached again")
    enter(bar, "a")
    qtbot.waitUntil(lambda: tray.times("examine_again") == 1)
    qtbot.waitUntil(idle(reading))
    assert bar.problem.text() == "The object could not be reached again"


def test_what_was_cut_short_can_be_examined_with_raised_limits(
    tab: AttachmentsTab, bar: AgainBar, tray: Tray, qtbot: QtBot, analysis: Analysis, read: Read
) -> None:
    number = node_id(analysis, "tools.zip")
    cap = Finding("limit.zip.member", Severity.MEDIUM, "A member is too large to unpack")
    run = Examination("zip", 1, Outcome.LIMITED, cap.title, findings=(cap,))
    node = replace(analysis.nodes[number], examinations=(run,))
    nodes = (*analysis.nodes[:number], node, *analysis.nodes[number + 1 :])
    read(opened(2, analysis=replace(analysis, nodes=nodes)))
    tab.show_node(number)
    assert not bar.password.isVisible()
    assert "A member is too large to unpack" in bar.cost.text()
    assert bar.raise_limits.accessibleDescription() == bar.cost.text()
    bar.raise_limits.setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: tray.times("examine_again") == 1)
    assert wish_of(tray) == Wish(node.sha256, raised=True)


def test_the_field_leads_on_to_its_button(bar: AgainBar) -> None:
    assert bar.password.nextInFocusChain() is bar.attempt
