"""An action is paused from where it runs, says why it waits, and is let go on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.journal import JournalPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.journal import JournalPage
from ui.views.reading.remedy_panel import RemedyPanel
from workbench.errors import BadInput
from workbench.model.remediation import ActionState, ItemState

PAUSED = action(
    "a1",
    state=ActionState.PAUSED,
    counts=((ItemState.DONE, 3), (ItemState.PENDING, 9)),
    note="Paused by ann",
)
HALTED = action(
    "a2",
    state=ActionState.HALTED,
    counts=((ItemState.DENIED, 5), (ItemState.PENDING, 9)),
    note="5 of 5 copies of this wave were refused",
)


DOUBTFUL = action("a3", note="2 calendar events not proven: no answer", doubtful=2)


@pytest.fixture
def remedy(connection: ConnectionPresenter) -> RemedyPresenter:
    return RemedyPresenter(connection, connection.activity)


@pytest.fixture
def panel(
    theme: Theme, connection: ConnectionPresenter, remedy: RemedyPresenter, qtbot: QtBot
) -> RemedyPanel:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    made = RemedyPanel(theme, remedy, ApprovalPresenter(connection, connection.activity), window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return made


def test_the_key_pauses_and_the_result_goes_on(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    tray.hold("proceed")
    remedy.go_on(PAUSED)
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    assert remedy.state.stage is Stage.RUNNING
    assert panel.title.text() == "Going on with the action"
    assert panel.progress.pause.isVisible()
    QTest.keyClick(panel, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: tray.times("pause") == 1)
    assert "Stopping" in panel.progress.text
    QTest.keyClick(panel, Qt.Key.Key_P)
    tray.let_go("proceed")
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert tray.times("pause") == 1
    assert not panel.result.waiting.go_on.isVisible()


def test_a_paused_result_offers_to_go_on(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    remedy._show(stage=Stage.DONE, action=PAUSED)
    assert panel.result.waiting.go_on.isVisible()
    assert not panel.result.again.isVisible()
    assert "Paused by ann" in panel.result.text
    panel.result.waiting.go_on.click()
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)


def test_events_in_doubt_are_gone_on_with_after_the_end(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    remedy.show(DOUBTFUL)
    waiting = panel.result.waiting
    assert "2 calendar events not proven, needs you" in panel.result.text
    assert "no message is touched" in waiting.text
    assert not waiting.reason.isVisible()
    assert panel.result.undo.isVisible()
    waiting.go_on.click()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE and tray.times("proceed") == 1)
    assert tray.asked[-1] == ("proceed", "a3", "")


def test_a_halted_result_goes_on_for_a_reason_alone(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    remedy._show(stage=Stage.DONE, action=HALTED)
    waiting = panel.result.waiting
    assert waiting.reason.isVisible()
    assert not waiting.passphrase.isVisible()
    assert "the audit log keeps your words" in waiting.text
    waiting.reason.setFocus()
    QTest.keyClicks(waiting.reason, "   ")
    QTest.keyClick(waiting.reason, Qt.Key.Key_Return)
    assert not waiting.go_on.isEnabled()
    QTest.keyClicks(waiting.reason, "The five have left")
    QTest.keyClick(waiting.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE and tray.times("proceed") == 1)
    assert tray.asked[-1] == ("proceed", "a2", "The five have left")


def test_another_identity_is_unlocked_to_go_on(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    tray.needs_unlocking = True
    tray.fails["unlocked"] = BadInput("The passphrase does not open the key")
    remedy._show(stage=Stage.DONE, action=PAUSED)
    waiting = panel.result.waiting
    assert waiting.passphrase.isVisible()
    assert not waiting.reason.isVisible()
    waiting.passphrase.setText("wrong")
    waiting.go_on.click()
    qtbot.waitUntil(lambda: bool(remedy.state.problem))
    assert waiting.go_on.isVisible()
    assert "does not open the key" in panel.result.text
    assert tray.times("proceed") == 0
    tray.fails.clear()
    waiting.passphrase.setText("right")
    waiting.go_on.click()
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    assert ("unlocked", "right") in tray.asked
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)


def test_the_journal_shows_where_a_halted_one_takes_its_reason(
    tray: Tray,
    connection: ConnectionPresenter,
    remedy: RemedyPresenter,
    theme: Theme,
    qtbot: QtBot,
) -> None:
    tray.journal = [HALTED]
    journal = JournalPresenter(connection, connection.activity)
    page = JournalPage(theme, journal, remedy)
    qtbot.addWidget(page)
    page.show()
    journal.load()
    qtbot.waitUntil(lambda: journal.state.chosen == "a2")
    page.go_on.click()
    assert (remedy.state.stage, remedy.state.action) == (Stage.DONE, HALTED)
    assert tray.times("proceed") == 0


def test_the_journal_offers_it_too(
    tray: Tray,
    connection: ConnectionPresenter,
    remedy: RemedyPresenter,
    theme: Theme,
    qtbot: QtBot,
) -> None:
    tray.journal = [PAUSED, action("a0"), DOUBTFUL]
    journal = JournalPresenter(connection, connection.activity)
    page = JournalPage(theme, journal, remedy)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    journal.load()
    qtbot.waitUntil(lambda: journal.state.chosen == "a1")
    assert page.go_on.isVisible()
    assert "Paused by ann" in page._facts.text()
    journal.choose("a0")
    assert not page.go_on.isVisible()
    journal.choose("a3")
    assert page.go_on.isVisible()
    journal.choose("a1")
    page.go_on.click()
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
