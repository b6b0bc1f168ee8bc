"""The reading pane leads from a reason, a link or a failure to where one goes on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.models.test_layering import WHOLE as REPORT
from tests.ui.reading.conftest import PROFILE, on_screen, press
from tests.ui.tray import Tray, opened, scope
from ui.models.messages import MessageList
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.reading.pane import MessagePane
from workbench.errors import Unreachable
from workbench.jobs import Progress
from workbench.model.opened import OpenMessage

Key = Qt.Key
Cases = Mapping[str, OpenMessage]
ORDER = ("credential-link", "macro-invoice", "html-smuggling", "chief-fraud", "qr-picture")


@pytest.fixture
def pane(
    cases: Cases,
    tray: Tray,
    theme: Theme,
    reading: ReadingPresenter,
    remedy: RemedyPresenter,
    campaign: CampaignPresenter,
    qtbot: QtBot,
) -> MessagePane:
    """On a desk with real mail, the first message open."""
    tray.messages = {n: replace(cases[name], id=n) for n, name in enumerate(ORDER, start=1)}
    made = MessagePane(theme, reading, remedy, MessageList(), campaign)
    on_screen(made, qtbot, 830, 820)
    made.show_message(1)
    qtbot.waitUntil(lambda: opens(reading, 1))
    return made


def opens(reading: ReadingPresenter, id: int) -> bool:
    message = reading.state.message
    return message is not None and message.id == id


def test_tabs_say_how_much_is_in_them(
    reading: ReadingPresenter, pane: MessagePane, qtbot: QtBot
) -> None:
    texts = [pane.tab_bar.tabText(n) for n in range(pane.tab_bar.count())]
    assert texts == ["Message", "Headers", "URLs  2", "Attachments", "Mailboxes", "Raw"]
    reading.show_message(2)
    qtbot.waitUntil(lambda: opens(reading, 2))
    assert pane.tab_bar.tabText(3) == "Attachments  2"


def test_a_reason_leads_to_the_artifact(
    reading: ReadingPresenter, pane: MessagePane, qtbot: QtBot
) -> None:
    reading.show_message(2)
    qtbot.waitUntil(lambda: opens(reading, 2))
    row = next(row for row in pane.card.rows if ".docm" in row.accessibleName())
    row.setFocus()
    press(Key.Key_Return)
    assert pane.attachments.isVisible()
    message = reading.state.message
    assert message is not None
    assert message.analysis is not None
    name = message.analysis.nodes[pane.attachments.tree.current_id].name
    assert name.endswith(".docm")
    assert pane.attachments.tree.hasFocus()


def test_a_reason_about_the_message_leads_to_its_headers(pane: MessagePane) -> None:
    pane.card.rows[0].setFocus()
    press(Key.Key_Space)
    assert pane.headers.isVisible()
    assert pane.headers.origin.hasFocus()


def test_a_link_leads_to_its_address(pane: MessagePane) -> None:
    pane.message.take_focus()
    press(Key.Key_Tab)
    press(Key.Key_Return)
    assert pane.urls.table.hasFocus()
    shown = pane.urls.whole.toPlainText()
    assert shown.startswith("hxxps://login[.]velrnora")
    assert "In the message: hxxps://eur04[.]safelinks" in shown


def test_a_failure_can_be_tried_again(
    reading: ReadingPresenter, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["open"] = Unreachable("the tenant does not answer")
    reading.show_message(2)
    qtbot.waitUntil(pane.banner.isVisible)
    assert pane.banner.text == "Not analysed: the tenant does not answer"
    assert pane.card.label.text == "Not analysed"
    tray.fails.clear()
    pane.banner.acted.emit()
    qtbot.waitUntil(lambda: opens(reading, 2))
    assert not pane.banner.isVisible()


def test_a_notice_closed_by_hand_stays_closed(
    reading: ReadingPresenter, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    tray.messages[2] = opened(2, problem="no tenant is connected")
    reading.show_message(2)
    qtbot.waitUntil(pane.banner.isVisible)
    pane.banner.closed.emit()
    pane.banner.hide()
    reading.find_copies()
    qtbot.waitUntil(lambda: reading.state.scope is not None)
    assert not pane.banner.isVisible()


def test_news_that_fail_leave_what_was_known(
    reading: ReadingPresenter, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["open"] = Unreachable("no answer")
    reading.again()
    qtbot.waitUntil(pane.banner.isVisible)
    assert pane.banner.text == "This is what was known before: no answer"
    assert pane.card.rows


def test_steps_of_a_long_opening_are_told(
    reading: ReadingPresenter, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("open")
    tray.steps = (Progress(1, 3, "analysing"),)
    reading.show_message(2)
    qtbot.waitUntil(lambda: pane.card.label.text == "Analysing…")
    qtbot.waitUntil(pane.message.place.notice.isVisible)
    tray.let_go("open")
    qtbot.waitUntil(lambda: opens(reading, 2))


def test_a_preview_changes_nothing_and_a_run_refreshes_the_copies(
    reading: ReadingPresenter,
    remedy: RemedyPresenter,
    connection: ConnectionPresenter,
    pane: MessagePane,
    tray: Tray,
    qtbot: QtBot,
) -> None:
    tray.scopes[1] = scope(1, 3)
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: reading.state.may_search)
    reading.find_copies()
    qtbot.waitUntil(lambda: pane.tab_bar.tabText(4) == "Mailboxes  3")
    pane.quarantine([])
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    assert tray.times("quarantine") == 0
    remedy.confirm("phish", None)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    qtbot.waitUntil(lambda: tray.times("scope") == 3)


def test_undo_shows_what_would_happen(
    remedy: RemedyPresenter, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    pane.undo_last()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.FAILED)
    assert tray.times("undo") == 0


def test_tab_goes_round_the_pane_and_reaches_the_evidence(pane: MessagePane) -> None:
    pane.header.copy.setFocus()
    reached: set[QWidget] = set()
    for _ in range(40):
        press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
    assert set(pane.card.rows) <= reached
    assert {pane.card.folding, pane.tab_bar, pane.message.readable} <= reached


def test_a_report_leads_to_its_original_and_back(
    tray: Tray, reading: ReadingPresenter, pane: MessagePane, qtbot: QtBot
) -> None:
    tray.messages[6] = replace(opened(6), analysis=REPORT, raw=tray.messages[1].raw)
    reading.show_message(6)
    qtbot.waitUntil(lambda: opens(reading, 6))
    assert pane.layers.isVisible()
    assert pane.header.subject.text() == "Report"
    pane.layers.chosen.emit(1)
    assert pane.header.subject.text() == "Evil"
    assert pane.header.facts == []
    reading.show_message(1)
    qtbot.waitUntil(lambda: opens(reading, 1))
    assert not pane.layers.isVisible()
    assert pane.header.subject.text() != "Evil"
