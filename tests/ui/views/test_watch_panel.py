"""Mailboxes to watch are found by a filter, ticked by key, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.watching import WatchingPresenter, read, written
from ui.theme import Theme
from ui.views.watch_panel import WatchPanel
from workbench.model.live import DAYS, WatchChoice
from workbench.model.tenant import Mailbox, TenantProfile

PROFILE = TenantProfile("t", "https://g.example", "https://a.example/t", "c", name="Contoso")
BOXES = tuple(Mailbox(f"k{n}", f"{name}@contoso.example", f"{name.title()} <b>Berg</b>")
              for n, name in enumerate(("ann", "ben", "chris", "anton")))  # fmt: skip


@pytest.fixture
def presenter(connection: ConnectionPresenter, tmp_path: Path) -> WatchingPresenter:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    return WatchingPresenter(connection, connection.activity, settings)


@pytest.fixture
def panel(
    theme: Theme, presenter: WatchingPresenter, connection: ConnectionPresenter, tray: Tray,
    qtbot: QtBot,
) -> WatchPanel:  # fmt: skip
    home = QWidget()
    home.resize(1_000, 700)
    qtbot.addWidget(home)
    made = WatchPanel(theme, presenter, home)
    home.show()
    tray.boxes = BOXES
    with qtbot.waitSignal(connection.connected):
        connection.connect_tenant(PROFILE)
    with qtbot.waitSignal(presenter.listed):
        presenter.ask()
    return made


def test_all_are_watched_without_a_tick(panel: WatchPanel, tray: Tray, qtbot: QtBot) -> None:
    assert panel.isVisible()
    assert panel.filter.hasFocus()
    assert panel.count.text() == "all 4"
    panel.begin.click()
    qtbot.waitUntil(lambda: tray.times("watch_these") == 1)
    assert tray.asked[-1] == ("watch_these", WatchChoice((), DAYS))


def test_a_filter_and_a_key_choose(
    panel: WatchPanel, presenter: WatchingPresenter, tray: Tray, qtbot: QtBot
) -> None:
    QTest.keyClicks(panel.filter, "an")
    assert panel.rows.rowCount() == 2
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    panel.filter.setText("chris")
    panel.all.click()
    assert panel.count.text() == "2 of 4 ticked"
    panel.days.setValue(90)
    panel.begin.click()
    qtbot.waitUntil(lambda: tray.times("watch_these") == 1)
    assert tray.asked[-1] == ("watch_these", WatchChoice(("k0", "k2"), 90))
    assert presenter.choice == WatchChoice(("k0", "k2"), 90)
    with qtbot.waitSignal(presenter.listed):
        presenter.ask()
    assert panel.rows.chosen == ("k0", "k2")
    assert panel.days.value() == 90


def test_escape_changes_nothing(panel: WatchPanel, tray: Tray) -> None:
    panel.all.click()
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert tray.times("watch_these") == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"days": "x"}', '{"mailboxes": 3, "days": 1}', "[" * 10_000]
)
def test_settings_that_are_not_ours_watch_all(text: str) -> None:
    assert read(text) == WatchChoice()


def test_a_choice_is_read_as_it_was_written() -> None:
    choice = WatchChoice(("a", "b"), 7)
    assert read(written(choice)) == choice
    assert read(written(WatchChoice((), 10_000))).days == DAYS
