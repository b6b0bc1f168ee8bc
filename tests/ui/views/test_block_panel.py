"""What is offered for blocking becomes a task to paste, and nothing but the clipboard changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, opened
from ui.presenters.blocking import BlockPresenter
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter
from ui.theme import Theme
from ui.views.block_panel import BlockPanel
from workbench.errors import StoreError
from workbench.model.mail import Copy, MessageRef

WHEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def copy_from(sender: str) -> Copy:
    ref = MessageRef("contoso", "ann", "1")
    return Copy(
        ref, "ann@contoso.example", "<1@x>", "", sender, "Pay", WHEN, WHEN, "inbox", False, False
    )


@pytest.fixture
def presenter(connection: ConnectionPresenter, tray: Tray) -> BlockPresenter:
    tray.messages[7] = opened(7, copies=(copy_from("pay@mail.evil.example"),))
    reading = ReadingPresenter(connection, connection.activity)
    campaign = CampaignPresenter(connection, reading, connection.activity)
    return BlockPresenter(connection, reading, campaign, connection.activity)


@pytest.fixture
def panel(theme: Theme, presenter: BlockPresenter, qtbot: QtBot) -> BlockPanel:
    home = QWidget()
    home.resize(1_000, 760)
    qtbot.addWidget(home)
    made = BlockPanel(theme, presenter, home)
    home.show()
    return made


def ask(panel: BlockPanel, presenter: BlockPresenter, qtbot: QtBot) -> None:
    panel.ask(7)
    qtbot.waitUntil(lambda: not presenter.state.busy)


def test_the_sender_is_ticked_and_the_domain_is_a_choice(
    panel: BlockPanel, presenter: BlockPresenter, qtbot: QtBot
) -> None:
    ask(panel, presenter, qtbot)
    assert [(row.value, row.chosen) for row in presenter.state.rows] == [
        ("pay@mail.evil.example", True), ("evil.example", False),
    ]  # fmt: skip
    assert panel.problem.text() == "Its links are not known: it is not analysed."
    assert "'pay@mail.evil.example'" in panel.task.toPlainText()
    panel.table.setFocus()
    panel.table.selectRow(1)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    assert "'evil.example'" in panel.task.toPlainText()
    assert "people here cannot write" in panel.told.text()


def test_task_and_values_are_copied_as_they_stand(
    panel: BlockPanel, presenter: BlockPresenter, qtbot: QtBot
) -> None:
    ask(panel, presenter, qtbot)
    panel.copy.click()
    assert QApplication.clipboard().text() == presenter.state.task
    panel.values.click()
    assert QApplication.clipboard().text() == "pay@mail.evil.example"


def test_with_nothing_ticked_there_is_nothing_to_copy(
    panel: BlockPanel, presenter: BlockPresenter, qtbot: QtBot
) -> None:
    ask(panel, presenter, qtbot)
    presenter.tick([0], chosen=False)
    assert panel.task.toPlainText() == ""
    assert not panel.copy.isEnabled()
    assert panel.task.placeholderText() == "Tick something above"


def test_a_message_that_does_not_open_says_so(
    panel: BlockPanel, presenter: BlockPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["open"] = StoreError("The workspace is gone")
    ask(panel, presenter, qtbot)
    assert panel.problem.text() == "The workspace is gone"
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
