"""Where the copies are: what was known, what was answered, and who did not answer."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import Read, copied, copy, on_screen, press
from tests.ui.tray import NOW, Tray, opened, scope
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter
from ui.theme import Theme
from ui.views.reading.mailboxes_tab import MailboxesTab
from workbench.errors import Unreachable
from workbench.model.rows import Source


def later() -> datetime:
    return NOW + timedelta(minutes=5)


@pytest.fixture
def tab(theme: Theme, reading: ReadingPresenter, qtbot: QtBot) -> MailboxesTab:
    """Not yet opened; it follows the presenter as in the pane."""
    made = MailboxesTab(theme, reading, later)
    reading.changed.connect(made.draw)
    qtbot.addWidget(made)
    return made


def cells(tab: MailboxesTab, column: int) -> list[str]:
    rows = tab.table.rows
    return [rows.cell(row, column).text for row in range(rows.rowCount())]


def test_before_anybody_asked_no_place_is_claimed(tab: MailboxesTab, read: Read) -> None:
    read(copied(3))
    assert cells(tab, 0) == [f"user{n}@contoso.example" for n in range(3)]
    assert set(cells(tab, 1)) == {"not asked yet"}
    assert cells(tab, 2) == ["unread", "read", "unread"]
    assert not tab.ask.isEnabled()


def test_opening_the_tab_asks_once(
    connected: ConnectionPresenter, tab: MailboxesTab, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    tray.scopes[1] = scope(1, 3)
    read(copied(3))
    assert tray.times("scope") == 0
    on_screen(tab, qtbot)
    tab.draw(tab._reading.state)
    qtbot.waitUntil(lambda: set(cells(tab, 1)) == {"Inbox"})
    assert tab._note.text() == "3 copies in 3 mailboxes · asked 5 minutes ago"
    read(copied(2, id=2))
    assert set(cells(tab, 1)) == {"not asked yet"}
    assert tray.times("scope") == 1


def test_f5_asks_again(
    connected: ConnectionPresenter, tab: MailboxesTab, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    on_screen(tab, qtbot)
    read(copied(2))
    qtbot.waitUntil(lambda: tray.times("scope") == 1)
    qtbot.waitUntil(lambda: tab._reading.state.scope is not None)
    tray.hold("scope")
    tab.take_focus()
    press(Qt.Key.Key_F5)
    assert not tab.ask.isEnabled()
    assert "Esc stops" in tab._note.text()
    tray.let_go("scope")
    qtbot.waitUntil(lambda: tab.ask.isEnabled())
    assert tray.times("scope") == 2


def test_who_did_not_answer_is_named_with_the_reason(
    connected: ConnectionPresenter, tab: MailboxesTab, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    tray.scopes[1] = replace(
        scope(1, 2), unreached=(("hold@contoso.example", "the mailbox is offline"),)
    )
    on_screen(tab, qtbot)
    read(copied(4))
    qtbot.waitUntil(lambda: tab.banner.isVisible())
    text = "1 mailbox could not be asked: hold@contoso.example (the mailbox is offline)"
    assert tab.banner.text == text
    assert cells(tab, 1) == [
        "Inbox",
        "Inbox",
        "no longer found",
        "no longer found",
        "could not be asked",
    ]


def test_a_failed_question_keeps_what_was_known(
    connected: ConnectionPresenter, tab: MailboxesTab, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["scope"] = Unreachable("The network is down")
    on_screen(tab, qtbot)
    read(copied(2))
    qtbot.waitUntil(lambda: tab.banner.isVisible())
    assert "The network is down" in tab.banner.text
    assert set(cells(tab, 1)) == {"not asked yet"}
    del tray.fails["scope"]
    tab.banner.acted.emit()
    qtbot.waitUntil(lambda: set(cells(tab, 1)) >= {"Inbox"})
    assert not tab.banner.isVisible()


def test_a_file_from_disk_has_no_copies_to_ask_for(
    connected: ConnectionPresenter, tab: MailboxesTab, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    on_screen(tab, qtbot)
    read(opened(1, source=Source.FILE))
    assert "Opened from a file" in tab._note.text()
    assert not tab.ask.isEnabled()
    qtbot.wait(20)
    assert tray.times("scope") == 0


def test_what_is_copied_runs_in_no_spreadsheet(tab: MailboxesTab, read: Read) -> None:
    hostile = (
        copy(0, mailbox_address="=cmd|' /C calc'!A0@x.example"),
        copy(1, mailbox_address='"quoted", @x.example'),
        copy(2, mailbox_address=" +1@x.example"),
    )
    read(opened(1, copies=hostile))
    tab.copy.click()
    rows = list(csv.reader(io.StringIO(QApplication.clipboard().text())))
    assert rows[0][:2] == ["Mailbox", "Folder now"]
    assert [row[0] for row in rows[1:]] == [
        "' +1@x.example",
        '"quoted", @x.example',
        "'=cmd|' /C calc'!A0@x.example",
    ]
