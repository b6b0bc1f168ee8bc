"""The search page of the real window, by keyboard: asked, found, read, gone back, acted on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.e2e.test_window import CONTROL, application, copies, press, until, write
from ui.app import Application
from ui.presenters.connection import Link
from ui.presenters.navigation import SEARCH
from ui.presenters.remedy import Stage
from ui.presenters.searching import Phase
from ui.views.search_page import SearchPage
from workbench.app import Opening
from workbench.settings import WindowSettings
from workbench.simulation.options import Simulation, Size

__all__ = ["application"]  # the fixture
pytestmark = [pytest.mark.e2e, pytest.mark.long]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    settings = WindowSettings(tmp_path / "demo.workspace", demo=True)
    made = Opening(settings, Simulation(Size(mailboxes=20, messages=120)))
    yield made
    made.close()


def read_id(application: Application) -> str:
    """The Message-ID of what the reading pane shows, "" before it is open."""
    message = application.reading.state.message
    analysis = message.analysis if message is not None else None
    return analysis.message.message_id if analysis and analysis.message else ""


def test_found_read_and_acted_on(application: Application, opening: Opening, qtbot: QtBot) -> None:
    search, reading = application.search, application.reading
    until(qtbot, lambda: application.connection.state.link is Link.CONNECTED)
    press(Qt.Key.Key_6, CONTROL)
    page = application.window.pages[SEARCH]
    assert isinstance(page, SearchPage)
    assert page.form.fields["sender"].hasFocus()
    press(Qt.Key.Key_Tab)
    write("48213")
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: search.state.phase is Phase.ENDED)
    chosen = search.rows.copy(0)
    assert chosen is not None
    held = copies(opening, chosen.internet_id)
    assert search.state.copies >= len(held) > 1

    press(Qt.Key.Key_Return)
    until(qtbot, lambda: read_id(application) == chosen.internet_id)
    message = reading.state.message
    assert message is not None
    until(qtbot, lambda: application.window.list.table.current_id == message.id)

    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert application.navigation.current.key == SEARCH
    assert QApplication.focusWidget() is page.table
    press(Qt.Key.Key_Q)
    until(qtbot, lambda: application.remedy.state.stage is Stage.PREVIEW)
    scope = application.remedy.state.scope
    assert scope is not None
    assert scope.message_id == message.id
    assert {row.ref.key for row in scope.rows} >= {chosen.ref.key}
    press(Qt.Key.Key_Escape)
    assert copies(opening, chosen.internet_id) == held
