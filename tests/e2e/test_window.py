"""The whole way by keyboard: reported, judged, found everywhere, quarantined, proven, taken back.

The real window, host, workspace and connector; the tenant is a second process reached over TLS.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.tenant import recording
from ui import fonts
from ui.app import Application
from ui.presenters.connection import Link
from ui.presenters.remedy import Stage
from workbench.app import Opening
from workbench.model.remediation import ActionKind, ItemState
from workbench.model.verdict import Label
from workbench.settings import WindowSettings
from workbench.simulation.options import Simulation, Size

pytestmark = pytest.mark.e2e
PATIENCE = 60_000  # milliseconds on a busy machine
CONTROL = Qt.KeyboardModifier.ControlModifier
SUBJECT = "Overdue: invoice 48213"


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    settings = WindowSettings(tmp_path / "demo.workspace", demo=True)
    made = Opening(settings, Simulation(Size(mailboxes=40, messages=500), record=recording()))
    yield made
    made.close()


@pytest.fixture
def application(
    opening: Opening, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Application]:
    fonts.install()
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = Application(qapp, opening, settings)
    qtbot.addWidget(made.window)
    made.start()
    with qtbot.waitActive(made.window):
        made.window.activateWindow()
    yield made
    made.window.close()
    assert made.left == []


def tenant(opening: Opening, do: str, **members: str) -> dict[str, Any]:
    """Asks the server itself, by the back door, how things stand."""
    facts = opening.simulated
    parts = urlsplit(facts["control"])
    trust = ssl.create_default_context(cafile=facts["ca"])
    connection = http.client.HTTPSConnection(parts.netloc, timeout=30, context=trust)
    try:
        connection.request("POST", parts.path, json.dumps({"do": do, **members}))
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        return answer
    finally:
        connection.close()


def copies(opening: Opening, internet_id: str) -> dict[str, tuple[str, bool]]:
    """Key of each copy to the folder it lies in and whether it is read."""
    rows = tenant(opening, "messages", internet_id=internet_id)["messages"]
    return {row["key"]: (row["folder"], row["is_read"]) for row in rows}


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the focus is, as a real keyboard does."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def write(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE)


def find_the_invoice(application: Application, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Slash)
    write('subject:"48213"')
    until(qtbot, lambda: application.model.rowCount() == 1)
    press(Qt.Key.Key_Escape)
    reading = application.reading
    until(qtbot, lambda: reading.state.message is not None and not reading.state.busy)


def confirm(application: Application) -> None:
    """Types the count where it is asked for, then Ctrl+Enter, and once more to end the hold."""
    scope = application.remedy.state.scope
    if application.remedy.state.needs_count and scope is not None:
        application.remedy_panel.preview.count.setFocus()
        write(str(len(scope.selected)))
    press(Qt.Key.Key_Return, CONTROL)
    if application.remedy.state.stage is Stage.HOLD:
        assert application.remedy.state.held == 10
        press(Qt.Key.Key_Return, CONTROL)


def test_from_report_to_undo(application: Application, opening: Opening, qtbot: QtBot) -> None:
    until(qtbot, lambda: application.connection.state.link is Link.CONNECTED)
    until(qtbot, lambda: application.model.rowCount() > 5)
    application.window.list.table.setFocus()
    find_the_invoice(application, qtbot)

    opened = application.reading.state.message
    assert opened is not None
    assert opened.verdict is not None
    assert opened.verdict.label is Label.MALICIOUS
    assert "macro" in opened.verdict.headline.casefold()
    assert opened.reports
    message = opened.analysis.message if opened.analysis else None
    assert message is not None
    assert message.subject == SUBJECT
    before = copies(opening, message.message_id)
    assert len(before) >= 5

    application.window.list.table.setFocus()
    press(Qt.Key.Key_5)
    until(qtbot, lambda: application.reading.state.scope is not None)
    application.window.list.table.setFocus()
    press(Qt.Key.Key_Q)
    until(qtbot, lambda: application.remedy.state.stage is Stage.PREVIEW)
    assert copies(opening, message.message_id) == before
    confirm(application)
    until(qtbot, lambda: application.remedy.state.stage in (Stage.DONE, Stage.FAILED))
    action = application.remedy.state.action
    assert action is not None, application.remedy.state.problem
    moved = dict(action.counts)[ItemState.DONE]
    assert moved >= 4

    after = copies(opening, message.message_id)
    changed = [key for key in before if after[key][0] != before[key][0]]
    assert len(changed) == moved
    assert all(after[key][1] == before[key][1] for key in before)

    press(Qt.Key.Key_Escape)
    application.window.list.table.setFocus()
    press(Qt.Key.Key_Z)
    until(qtbot, lambda: application.remedy.state.stage is Stage.PREVIEW)
    confirm(application)
    until(qtbot, lambda: application.remedy.state.stage in (Stage.DONE, Stage.FAILED))
    assert application.remedy.state.problem == ""
    assert copies(opening, message.message_id) == before

    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_5, CONTROL)
    until(qtbot, lambda: len(application.journal.state.actions) == 2)
    undo, quarantine = application.journal.state.actions
    assert (undo.kind, quarantine.kind) == (ActionKind.UNDO, ActionKind.QUARANTINE)
    assert undo.reverses == quarantine.id
    effects = tenant(opening, "effects")["effects"]
    moves = [effect for effect in effects if effect["kind"] == "move"]
    assert len(moves) == 2 * moved
