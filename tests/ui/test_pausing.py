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
from workbench.model.remediation import ActionState, ItemState

PAUSED = action(
    "a1",
    state=ActionState.PAUSED,
    counts=((ItemState.DONE, 3), (ItemState.PENDING, 9)),
    note="Paused by ann",
)


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
    assert not panel.result.go_on.isVisible()


def test_a_paused_result_offers_to_go_on(
    tray: Tray, remedy: RemedyPresenter, panel: RemedyPanel, qtbot: QtBot
) -> None:
    remedy._show(stage=Stage.DONE, action=PAUSED)
    assert panel.result.go_on.isVisible()
    assert not panel.result.again.isVisible()
    assert "Paused by ann" in panel.result.text
    panel.result.go_on.click()
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)


def test_the_journal_offers_it_too(
    tray: Tray,
    connection: ConnectionPresenter,
    remedy: RemedyPresenter,
    theme: Theme,
    qtbot: QtBot,
) -> None:
    tray.journal = [PAUSED, action("a0")]
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
    journal.choose("a1")
    page.go_on.click()
    qtbot.waitUntil(lambda: tray.times("proceed") == 1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
