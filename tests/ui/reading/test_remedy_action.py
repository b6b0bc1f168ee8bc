"""The choice of an action by keyboard, its consequences, and the hold as it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen, press
from tests.ui.tray import Tray, action, scope
from ui.models.consequences import time_left
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.reading.remedy_panel import RemedyPanel
from workbench.model.remediation import ActionKind, ActionState, Choice
from workbench.remediation.choices import GOOGLE, MICROSOFT

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def remedy(connected: ConnectionPresenter) -> RemedyPresenter:
    return RemedyPresenter(connected, connected.activity, hold=10)


@pytest.fixture
def panel(
    connected: ConnectionPresenter, remedy: RemedyPresenter, theme: Theme, qtbot: QtBot
) -> RemedyPanel:
    home = QWidget()
    on_screen(home, qtbot, 1100, 860)
    made = RemedyPanel(theme, remedy, ApprovalPresenter(connected, connected.activity), home)
    shown(remedy, MICROSOFT)
    return made


def shown(remedy: RemedyPresenter, provider: str) -> None:
    remedy.close()
    remedy._show(stage=Stage.PREVIEW, message_id=1, scope=scope(1), provider=provider)


def words(panel: RemedyPanel) -> tuple[str, str, str]:
    page = panel.preview
    return panel.title.text(), page.sentence.text(), page.confirm.accessibleName()


def test_what_is_offered_is_the_providers(panel: RemedyPanel, remedy: RemedyPresenter) -> None:
    kind = panel.preview.action.kind
    assert (kind.count(), kind.currentText()) == (6, "Quarantine")
    assert "legal hold cannot be read" in panel.preview.action.back.text()
    shown(remedy, GOOGLE)
    assert kind.count() == 5
    assert "30 days" in panel.preview.action.back.text()
    shown(remedy, "Folder")
    assert panel.preview.action.isHidden()


def test_keys_choose_the_action_and_everything_says_so(
    panel: RemedyPanel, remedy: RemedyPresenter
) -> None:
    press(Qt.Key.Key_3, CONTROL)
    assert remedy.state.choice == Choice(ActionKind.JUNK)
    title, sentence, confirm = words(panel)
    assert title == "Move 2 copies in 2 mailboxes to the junk folder"
    assert sentence == "Moves 2 messages in 2 mailboxes to the junk folder; all can be put back."
    assert confirm == "Move 2 copies (Ctrl+Enter)"
    assert "30 days by default" in panel.preview.action.back.text()
    press(Qt.Key.Key_9, CONTROL)
    assert remedy.state.choice.kind is ActionKind.JUNK


def test_a_folder_wants_its_path(panel: RemedyPanel, remedy: RemedyPresenter) -> None:
    press(Qt.Key.Key_5, CONTROL)
    page = panel.preview
    assert page.action.folder.isVisible()
    assert not page.confirm.isEnabled()
    QTest.keyClicks(page.action.folder, "Inbox/Cases")
    assert page.confirm.isEnabled()
    assert remedy.state.choice == Choice(ActionKind.FOLDER, "Inbox/Cases")
    press(Qt.Key.Key_1, CONTROL)
    assert page.action.folder.isHidden()
    assert remedy.state.choice == Choice()


def test_the_hold_is_shown_and_esc_takes_it_back(
    panel: RemedyPanel, remedy: RemedyPresenter, tray: Tray
) -> None:
    press(Qt.Key.Key_Return, CONTROL)
    assert remedy.state.stage is Stage.HOLD
    assert "Begins in 10 s; nothing has been sent" in panel.preview._promise.text()
    assert panel.preview.confirm.accessibleName() == "Begin now (10 s) (Ctrl+Enter)"
    assert not panel.preview.action.isEnabled()
    remedy._on_second()
    assert "Begins in 9 s" in panel.preview._promise.text()
    press(Qt.Key.Key_Escape)
    assert (remedy.state.stage, panel.isVisible()) == (Stage.PREVIEW, True)
    assert panel.preview.action.isEnabled()
    assert tray.times("quarantine") == 0


def test_control_enter_twice_begins_at_once(
    panel: RemedyPanel, remedy: RemedyPresenter, tray: Tray, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_Return, CONTROL)
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert tray.times("quarantine") == 1


def test_what_is_left_can_be_looked_for_again(panel: RemedyPanel, remedy: RemedyPresenter) -> None:
    rest = action(state=ActionState.COMPLETED_WITH_EXCEPTIONS)
    remedy._show(stage=Stage.DONE, action=rest)
    assert not panel.result.again.isHidden()
    remedy._show(stage=Stage.DONE, action=action())
    assert panel.result.again.isHidden()


def test_time_left_is_said_once_the_pace_is_known() -> None:
    assert time_left(9, 100, 60.0) == ""
    assert time_left(50, 100, 2.0) == ""
    assert time_left(100, 100, 60.0) == ""
    assert time_left(50, 100, 10.0) == "about 10 s left"
    assert time_left(100, 10_000, 10.0) == "about 16 min left"
