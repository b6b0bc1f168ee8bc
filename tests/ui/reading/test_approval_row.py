"""An action that waits for a second person, in the panel and from the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen
from tests.ui.tray import Tray, action
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.reading.approval_row import LATER, WAITS
from ui.views.reading.remedy_panel import RemedyPanel
from workbench.errors import RemediationRefused
from workbench.model.remediation import SECOND_PERSON, ActionState, ItemState

WAITING = action(
    "w1",
    state=ActionState.AWAITING_APPROVAL,
    counts=((ItemState.PENDING, 501),),
    note="501 messages are more than 500",
    undoable=0,
)


@pytest.fixture
def panel(
    connected: ConnectionPresenter, remedy: RemedyPresenter, theme: Theme, qtbot: QtBot
) -> RemedyPanel:
    home = QWidget()
    on_screen(home, qtbot, 1100, 760)
    approval = ApprovalPresenter(connected, connected.activity)
    made = RemedyPanel(theme, remedy, approval, home)
    remedy.show(WAITING)
    return made


def _choose(monkeypatch: pytest.MonkeyPatch, which: str, path: str) -> None:
    monkeypatch.setattr(QFileDialog, which, lambda *_: (path, ""))


def test_it_says_what_to_do_and_that_nothing_was_moved(panel: RemedyPanel) -> None:
    assert panel.result.approval.text == WAITS
    assert panel.title.text() == "501 copies: waits for a second person"
    assert "501 messages are more than 500" in panel.result.text
    assert not panel.result.approval.passphrase.isVisible()


def test_the_request_is_written_where_the_analyst_says(
    panel: RemedyPanel, tray: Tray, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "asked.json"
    _choose(monkeypatch, "getSaveFileName", str(path))
    panel.result.approval.save.click()
    qtbot.waitUntil(lambda: str(path) in panel.result.approval.text)
    assert ("request_approval", "w1", path) in tray.asked


def test_an_answer_is_loaded_and_carried_out(
    panel: RemedyPanel,
    remedy: RemedyPresenter,
    tray: Tray,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    _choose(monkeypatch, "getOpenFileName", str(tmp_path / "signed.json"))
    panel.result.approval.load.click()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert ("approve", tmp_path / "signed.json") in tray.asked
    assert not panel.result.approval.isVisible()


def test_an_answer_that_does_not_hold_leaves_it_waiting(
    panel: RemedyPanel,
    remedy: RemedyPresenter,
    tray: Tray,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    tray.fails["approve"] = RemediationRefused("The signature is not that of sue@contoso.example")
    _choose(monkeypatch, "getOpenFileName", "signed.json")
    panel.result.approval.load.click()
    qtbot.waitUntil(lambda: "not that of sue" in panel.result.text)
    assert remedy.state.stage is Stage.DONE
    assert panel.result.approval.isVisible()


def test_a_dialog_that_is_closed_does_nothing(
    panel: RemedyPanel, tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(tray.asked)
    _choose(monkeypatch, "getOpenFileName", "")
    _choose(monkeypatch, "getSaveFileName", "")
    panel.result.approval.load.click()
    panel.result.approval.save.click()
    assert tray.asked == before


def test_an_action_under_a_profile_that_became_stricter_takes_an_answer_too(
    panel: RemedyPanel,
    remedy: RemedyPresenter,
    tray: Tray,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    paused = action("p1", state=ActionState.PAUSED, counts=((ItemState.PENDING, 30),))
    remedy.show(paused)
    assert not panel.result.approval.isVisible()
    tray.fails["proceed"] = RemediationRefused(f"{SECOND_PERSON}: 30 messages are more than 20")
    panel.result.waiting.go_on.click()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE and bool(remedy.state.problem))
    assert panel.result.approval.text == LATER
    assert "30 messages are more than 20" in panel.result.text
    _choose(monkeypatch, "getOpenFileName", str(tmp_path / "signed.json"))
    panel.result.approval.load.click()
    qtbot.waitUntil(lambda: ("approve", tmp_path / "signed.json") in tray.asked)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
