"""The whole program in one process, with its real desk, host and workspace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from ui.app import Application
from ui.presenters.connection import Link
from ui.presenters.queue import Phase
from ui.theme import Theme
from workbench.app import Opening
from workbench.model.rows import View
from workbench.model.verdict import Disposition
from workbench.settings import WindowSettings
from workbench.store.reader import ListReader

LETTER = (
    b"From: Payroll <pay@contoso-hr.example>\r\nTo: ann@contoso.example\r\n"
    b"Subject: Change form\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nPlease fill it in.\r\n"
)
PATIENCE = 20_000  # milliseconds; the desk loads its libraries and starts a process


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    made = Opening(WindowSettings(tmp_path / "case.workspace"))
    yield made
    made.close()


@pytest.fixture
def program(
    opening: Opening, qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings
) -> Iterator[Application]:
    made = Application(qapp, opening, settings)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.start()
    yield made
    made.window.close()
    assert made.left == []


def desk_opens(program: Application, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.connection.state.link is Link.OFFLINE, timeout=PATIENCE)


def test_a_file_is_opened_and_listed(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    desk_opens(program, qtbot)
    window = program.window
    assert window.stack.currentWidget() is window.first_run
    qtbot.waitUntil(lambda: program.navigation.is_empty is True)
    assert window.stack.currentWidget() is window.first_run
    assert "Analysis isolated" in window.status.isolation.text()
    letter = tmp_path / "letter.eml"
    letter.write_bytes(LETTER)
    window.first_run.dropped.emit([letter, tmp_path / "missing.eml"])
    items = window.nav.items
    qtbot.waitUntil(lambda: items["offline"].count == "1", timeout=PATIENCE)
    qtbot.waitUntil(window.notices.work.isVisible, timeout=PATIENCE)
    assert "missing.eml does not exist" in window.notices.work.text
    program.navigation.open("offline")
    qtbot.waitUntil(lambda: program.model.rowCount() == 1)
    card = program.model.card(0)
    assert card is not None
    assert card.subject == "Change form"


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen to grab the keyboard of
def test_e_and_a_letter_close_a_message(
    opening: Opening, qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings
) -> None:
    mailroom.fill(opening.workspace)
    program = Application(qapp, opening, settings)
    qtbot.addWidget(program.window)
    with qtbot.waitActive(program.window):
        program.start()
    desk_opens(program, qtbot)
    table = program.window.list.table
    qtbot.waitUntil(lambda: program.queue.state.phase is Phase.READY and table.hasFocus())
    assert table.current_id == 1
    QTest.keyClick(table, Qt.Key.Key_E)
    menu = program.window.close_menu
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: program.model.rowCount() == 11, timeout=PATIENCE)
    assert table.current_id == 2  # the next one has moved up
    qtbot.waitUntil(lambda: program.window.nav.items["reported"].count == "11")
    program.window.close()
    reader = ListReader(opening.workspace)
    assert reader.rows([1])[0].disposition is Disposition.PHISH
    reader.close()


def test_closing_while_the_desk_opens_is_bounded(
    opening: Opening, qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings
) -> None:
    program = Application(qapp, opening, settings)
    qtbot.addWidget(program.window)
    with qtbot.waitActive(program.window):
        program.start()
    qtbot.waitUntil(lambda: program.activity.busy)
    began = time.monotonic()
    program.window.close()
    assert time.monotonic() - began < 8
    assert program.queue.state.view is View.REPORTED


def test_dns_is_asked_once_it_is_allowed_and_in_the_next_window_too(
    program: Application, settings: QSettings, qtbot: QtBot
) -> None:
    desk_opens(program, qtbot)
    status = program.window.status
    assert "no network connection" in status.link.text()
    assert not status.dns.isVisible()
    action = program.window.commands.actions["dns"]
    action.trigger()
    qtbot.waitUntil(lambda: program.connection.state.dns)
    assert status.dns.isVisible()
    assert "no network connection" not in status.link.text()
    assert settings.value("dns") == "allowed"
    program.connection.ready.emit(program.connection.desk)  # as at the next start
    assert program.connection.state.dns
    action.trigger()
    qtbot.waitUntil(lambda: not program.connection.state.dns)
    assert settings.value("dns") == ""


def test_dns_allowed_before_is_asked_from_the_start(
    opening: Opening, qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings
) -> None:
    settings.setValue("dns", "allowed")
    made = Application(qapp, opening, settings)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.start()
    qtbot.waitUntil(lambda: made.connection.state.dns, timeout=PATIENCE)
    made.window.close()
    assert made.left == []


def test_new_mail_is_watched_for_once_it_is_asked_for_and_after_the_next_start(
    program: Application, settings: QSettings, qtbot: QtBot
) -> None:
    desk_opens(program, qtbot)
    status = program.window.status
    assert not status.live.isVisible()
    action = program.window.commands.actions["watch"]
    assert not action.isEnabled()
    program.connection.watch(True)  # without a tenant nothing happens
    assert settings.value("live") is None
    program.connection.watch_wanted.emit(True)
    assert settings.value("live") == "on"
    program.connection.watch_wanted.emit(False)
    assert settings.value("live") == ""
