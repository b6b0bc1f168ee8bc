"""An unfinished action of a locked remediator is asked about, and never gone on with silently."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.unlocking import UnlockingPresenter
from ui.theme import Theme
from ui.views.unlock_panel import UnlockPanel
from workbench.errors import BadInput
from workbench.model.tenant import TenantProfile

PROFILE = TenantProfile("t", "https://g.example", "https://a.example/t", "c", name="Contoso")


@pytest.fixture
def presenter(connection: ConnectionPresenter) -> UnlockingPresenter:
    return UnlockingPresenter(connection, connection.activity)


@pytest.fixture
def panel(theme: Theme, presenter: UnlockingPresenter, qtbot: QtBot) -> UnlockPanel:
    home = QWidget()
    home.resize(1_000, 700)
    qtbot.addWidget(home)
    made = UnlockPanel(theme, presenter, home)
    home.show()
    return made


def connect(connection: ConnectionPresenter, presenter: UnlockingPresenter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(presenter.asked):
        connection.connect_tenant(PROFILE)


def test_it_asks_and_goes_on(
    panel: UnlockPanel, presenter: UnlockingPresenter, connection: ConnectionPresenter,
    tray: Tray, qtbot: QtBot,
) -> None:  # fmt: skip
    tray.waiting = ("a1", "a2")
    connect(connection, presenter, qtbot)
    assert panel.isVisible()
    assert panel.passphrase.hasFocus()
    assert "2 actions" in panel.told.text()
    QTest.keyClicks(panel.passphrase, "correct horse")
    with qtbot.waitSignal(presenter.changed):
        panel.go_on.click()
    assert panel.passphrase.text() == ""
    assert "1 action " in panel.told.text()
    with qtbot.waitSignal(presenter.changed):
        panel.go_on.click()
    assert not panel.isVisible()
    assert [call for call in tray.asked if call[0] == "unlocked"] == [
        ("unlocked", "correct horse"), ("unlocked", ""),
    ]  # fmt: skip


def test_a_wrong_passphrase_is_told_and_nothing_goes_on(
    panel: UnlockPanel, presenter: UnlockingPresenter, connection: ConnectionPresenter,
    tray: Tray, qtbot: QtBot,
) -> None:  # fmt: skip
    tray.waiting = ("a1",)
    tray.fails["unlocked"] = BadInput("The passphrase does not open the stored secrets")
    connect(connection, presenter, qtbot)
    with qtbot.waitSignal(presenter.changed):
        panel.go_on.click()
    assert panel.problem.text() == "The passphrase does not open the stored secrets"
    assert tray.times("go_on") == 0
    panel.later.click()
    assert not panel.isVisible()
    assert tray.waiting == ("a1",)
