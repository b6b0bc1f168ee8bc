"""The search page in the whole window: its key, what Esc stops, where a result is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import noon
from tests.ui.searched import SearchTray, hit
from tests.ui.tray import Ready, Tray
from ui.app import Application
from ui.presenters.navigation import SEARCH
from ui.presenters.queue import Phase as Listed
from ui.presenters.remedy import Stage
from ui.presenters.searching import STOPPED, Phase
from ui.views.search_page import SearchPage
from workbench.model.found import Step
from workbench.model.rows import View
from workbench.model.tenant import TenantProfile
from workbench.searching.said import Said

NONE, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


@pytest.fixture
def program(
    tray: Tray,
    workspace: Path,
    qtbot: QtBot,
    qapp: QApplication,
    bundled_fonts: None,
    settings: QSettings,
) -> Iterator[Application]:
    """The window with the morning's mail, a tenant connected, on the search page."""
    qapp.setStyleSheet("")  # one that is there already is applied again at every step
    tray.reader_path = workspace
    made = Application(qapp, Ready(tray, workspace), settings, clock=noon)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.start()
    qtbot.waitUntil(lambda: made.queue.state.phase is Listed.READY)
    qtbot.waitUntil(lambda: made.connection.desk is not None)
    made.connection.connect_tenant(TenantProfile("contoso", "", "", "", "", ""))
    qtbot.waitUntil(lambda: made.search.state.phase is Phase.EMPTY)
    press(Qt.Key.Key_6, CONTROL)
    yield made
    made.window.close()
    assert made.left == []


@pytest.fixture
def page(program: Application) -> SearchPage:
    found = program.window.pages[SEARCH]
    assert isinstance(found, SearchPage)
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def lay(tray: Tray, *steps: Step) -> None:
    assert isinstance(tray.searches, SearchTray)
    tray.searches.steps = list(steps)


def test_its_key_leads_to_the_fields(program: Application, page: SearchPage) -> None:
    assert program.window.stack.currentWidget() is page
    assert page.form.fields["sender"].hasFocus()
    press(Qt.Key.Key_F6)
    assert program.window.nav.items[SEARCH].hasFocus()
    press(Qt.Key.Key_F6)
    assert page.form.fields["sender"].hasFocus()


@pytest.mark.parametrize("paused", [False, True])
def test_esc_stops_the_search_though_something_else_began_later(
    program: Application, page: SearchPage, tray: Tray, paused: bool, qtbot: QtBot
) -> None:
    tray.hold("search", "actions")
    program.search.search(Said(subject="pay"))
    qtbot.waitUntil(lambda: tray.times("search") == 1)
    if paused:
        program.search.flip_pause()
    program.journal.load()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.search.state.phase is Phase.ENDED)
    assert program.search.state.ended == STOPPED
    assert "actions" not in tray.cancelled
    tray.let_go("actions")
    qtbot.waitUntil(lambda: not program.activity.busy)


def test_a_result_is_read_among_all_mail_and_back_leads_to_it(
    program: Application, page: SearchPage, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step((hit(1), hit(2)), done=2, total=2))
    page.form.fill(Said(subject="pay"))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.search.state.phase is Phase.ENDED)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.reading.state.id == 7)  # as which the tray keeps it
    assert program.navigation.current.key == View.ALL
    qtbot.waitUntil(lambda: program.window.list.table.current_id == 7)
    press(Qt.Key.Key_Left, ALT)
    assert program.window.stack.currentWidget() is page
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 1
    press(Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: program.remedy.state.stage is Stage.PREVIEW)
    assert program.remedy.state.message_id == 7
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table.hasFocus())
