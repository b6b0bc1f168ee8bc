"""The panel: nothing moves before it was shown and confirmed; done means proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen, press
from tests.ui.tray import Tray, action, scope
from ui.fonts import font
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.reading.remedy_panel import RemedyPanel
from ui.widgets.boxes import column
from workbench.errors import BadInput, RemediationRefused
from workbench.jobs import Progress
from workbench.model.remediation import ActionKind, ActionState, ItemState, Scope, Tier

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(theme: Theme, qtbot: QtBot) -> QWidget:
    """What lies behind the panel, with a field that has the focus."""
    made = QWidget()
    field = QLineEdit(made)
    made.setLayout(column(field, None))
    on_screen(made, qtbot, 1100, 760)
    field.setFocus()
    return made


@pytest.fixture
def panel(
    connected: ConnectionPresenter, home: QWidget, theme: Theme, remedy: RemedyPresenter
) -> RemedyPanel:
    return RemedyPanel(theme, remedy, ApprovalPresenter(connected, connected.activity), home)


@pytest.fixture
def reach(remedy: RemedyPresenter, qtbot: QtBot) -> Callable[[Stage], None]:
    def wait(stage: Stage) -> None:
        qtbot.waitUntil(lambda: remedy.state.stage is stage)

    return wait


@pytest.fixture
def previewed(
    panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> RemedyPanel:
    remedy.preview(1)
    reach(Stage.PREVIEW)
    return panel


def test_an_address_outside_the_pilot_is_shown_below_and_cannot_be_ticked(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    tray.scopes[1] = replace(scope(1, 1), outside=("far@b.example",))
    remedy.preview(1)
    reach(Stage.PREVIEW)
    table = panel.preview.table
    last = table.rows.index(1, 0)
    assert last.data() == "far@b.example"
    assert last.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not last.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert "never touched" in table.rows.index(1, 4).data(Qt.ItemDataRole.ToolTipRole)
    table.setFocus()
    table.choose(1)
    press(Key.Key_Space)
    assert scope_of(remedy).selected == scope(1, 1).rows
    table.selectAll()
    press(Key.Key_Space)
    assert not scope_of(remedy).selected


def scope_of(remedy: RemedyPresenter) -> Scope:
    assert remedy.state.scope is not None
    return remedy.state.scope


def test_the_preview_says_what_would_happen(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    found = scope(1, 3)
    rows = (
        replace(found.rows[0], note="deleted by the user"),
        found.rows[1],
        replace(found.rows[2], tier=Tier.WEAK, selected=False, note="same Message-ID"),
    )
    tray.scopes[1] = replace(found, rows=rows, unreached=(("hold@b.example", "offline"),))
    remedy.preview(1)
    reach(Stage.PREVIEW)
    assert panel.title.text() == "Quarantine 2 of 3 copies in 2 mailboxes"
    assert panel.preview.sentence.text() == (
        "Moves 2 messages in 2 mailboxes to a hidden folder; all can be put back; "
        "1 already deleted by the user; leaves 1 copy where it is; "
        "1 mailbox could not be asked."
    )
    assert "shares only the Message-ID" in panel.preview.weak.text
    assert "hold@b.example (offline)" in panel.preview.unreached.text
    assert panel.preview.table.ticks.is_ticked(0)
    assert not panel.preview.table.ticks.is_ticked(1)  # unread copies come first


def test_enter_alone_moves_nothing_and_control_enter_does(
    previewed: RemedyPanel, tray: Tray, reach: Callable[[Stage], None]
) -> None:
    for field in (previewed.preview.table, previewed.preview.reason):
        field.setFocus()
        press(Key.Key_Return)
        press(Key.Key_Enter)
    assert tray.times("quarantine") == 0
    QTest.keyClicks(previewed.preview.reason, "macro dropper")
    press(Key.Key_Return, CONTROL)
    reach(Stage.DONE)
    call = tray.asked[-1]
    assert (call[0], call[2:]) == ("quarantine", ("macro dropper", None))


def test_space_ticks_what_is_chosen(previewed: RemedyPanel, remedy: RemedyPresenter) -> None:
    table = previewed.preview.table
    assert table.hasFocus()
    press(Key.Key_Space)
    assert remedy.state.scope is not None
    assert [row.selected for row in remedy.state.scope.rows] == [False, True]
    assert previewed.title.text() == "Quarantine 1 of 2 copies in 1 mailbox"
    assert table.currentIndex().row() == 0
    press(Key.Key_A, CONTROL)
    press(Key.Key_Space)
    assert previewed.title.text() == "Quarantine 2 copies in 2 mailboxes"
    press(Key.Key_Space)
    assert not previewed.preview.confirm.isEnabled()
    assert "no copy is ticked" in previewed.preview.sentence.text()


def test_a_click_on_the_box_ticks_its_row(previewed: RemedyPanel, remedy: RemedyPresenter) -> None:
    table = previewed.preview.table
    index = table.rows.index(1, 0)
    option = QStyleOptionViewItem()
    table._delegate.initStyleOption(option, index)
    option.rect = table.visualRect(index)
    box = table.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table
    )
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert remedy.state.scope is not None
    assert [row.selected for row in remedy.state.scope.rows] == [True, False]


def test_a_large_action_wants_its_count_typed(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    tray.scopes[1] = scope(1, 27, per_box=3)
    remedy.preview(1)
    reach(Stage.PREVIEW)
    page = panel.preview
    assert page.count.isVisible()
    assert not page.confirm.isEnabled()
    press(Key.Key_Return, CONTROL)
    page.count.setFocus()
    QTest.keyClicks(page.count, "26")
    press(Key.Key_Return, CONTROL)
    assert tray.times("quarantine") == 0
    page.count.clear()
    QTest.keyClicks(page.count, "27")
    assert page.confirm.isEnabled()
    press(Key.Key_Return, CONTROL)
    reach(Stage.DONE)
    assert tray.asked[-1][3] == 27


def test_a_typed_word_is_no_count(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    tray.scopes[1] = scope(1, 2)
    remedy.preview(1)
    reach(Stage.PREVIEW)
    panel.preview.count.setText("two")
    panel.preview.confirm_now()
    reach(Stage.DONE)
    assert tray.asked[-1][3] is None


def test_weak_copies_stay_out_unless_ticked(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    tray.scopes[1] = scope(1, 2, Tier.WEAK)
    remedy.preview(1)
    reach(Stage.PREVIEW)
    assert not panel.preview.confirm.isEnabled()
    press(Key.Key_Space)
    assert "1 ticked: a second person must approve" in panel.preview.weak.text


def test_esc_closes_the_preview_and_the_focus_goes_back(
    previewed: RemedyPanel, home: QWidget, remedy: RemedyPresenter
) -> None:
    press(Key.Key_Escape)
    assert not previewed.isVisible()
    assert remedy.state.stage is Stage.IDLE
    assert QApplication.focusWidget() is home.findChild(QLineEdit)


def test_the_focus_stays_inside_and_no_shortcut_works_behind(
    previewed: RemedyPanel, home: QWidget
) -> None:
    behind = QAction(home)
    behind.setShortcut("Ctrl+K")
    home.addAction(behind)
    fired: list[bool] = []
    behind.triggered.connect(fired.append)
    for _ in range(9):
        press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert previewed.isAncestorOf(focus)
        press(Key.Key_K, CONTROL)
    assert fired == []
    QTest.mouseClick(previewed, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert previewed.isVisible()


def test_esc_stops_a_search(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, qtbot: QtBot
) -> None:
    tray.hold("scope")
    tray.steps = (Progress(4, 12, "2 copies found"),)
    remedy.preview(1)
    qtbot.waitUntil(lambda: "4 of 12 mailboxes asked · 2 copies found" in panel.progress.text)
    assert panel.isVisible()
    press(Key.Key_Escape)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: tray.cancelled == ["scope"])


def test_a_run_counts_and_can_be_put_out_of_sight(
    tray: Tray,
    previewed: RemedyPanel,
    remedy: RemedyPresenter,
    reach: Callable[[Stage], None],
    qtbot: QtBot,
) -> None:
    tray.hold("quarantine")
    tray.steps = (Progress(1, 2),)
    previewed.preview.confirm.click()
    qtbot.waitUntil(lambda: "1 of 2 copies settled" in previewed.progress.text)
    assert previewed.title.text() == "Quarantining 2 copies"
    press(Key.Key_Escape)
    assert not previewed.isVisible()
    assert remedy.state.stage is Stage.RUNNING
    remedy.preview(1)
    assert previewed.isVisible()
    tray.let_go("quarantine")
    reach(Stage.DONE)
    assert previewed.title.text() == "Quarantined 2 copies"


def test_stopping_says_that_it_is_polite(
    tray: Tray, previewed: RemedyPanel, reach: Callable[[Stage], None], qtbot: QtBot
) -> None:
    tray.hold("quarantine")
    previewed.preview.confirm.click()
    qtbot.waitUntil(lambda: tray.times("quarantine") == 1)
    previewed.progress.stop.click()
    assert not previewed.progress.stop.isEnabled()
    assert "resolved first" in previewed.progress.text
    reach(Stage.DONE)
    assert previewed.title.text() == "Quarantined 2 copies: cancelled"


def test_what_is_not_proven_is_not_called_done(panel: RemedyPanel, remedy: RemedyPresenter) -> None:
    counts = ((ItemState.DONE, 24), (ItemState.GONE, 1), (ItemState.REVIEW, 1))
    mixed = action(state=ActionState.COMPLETED_WITH_EXCEPTIONS, counts=counts, undoable=24)
    remedy._show(stage=Stage.DONE, action=mixed)
    assert panel.title.text() == "Quarantined 24 of 26 copies: completed with exceptions"
    assert panel.result.text.splitlines()[:3] == [
        "24 moved and seen in quarantine",
        "1 no longer in its mailbox",
        "1 unknown: could not be proven, needs you",
    ]


def test_undo_is_previewed_like_everything_else(
    tray: Tray,
    panel: RemedyPanel,
    remedy: RemedyPresenter,
    reach: Callable[[Stage], None],
) -> None:
    counts = ((ItemState.DONE, 24), (ItemState.CHANGED, 2))
    remedy._show(stage=Stage.DONE, action=action("a7", counts=counts, undoable=24))
    panel.result.undo.click()
    assert panel.title.text() == "Put back 24 copies"
    assert panel.preview.untouched.text() == (
        "Not touched: 2 moved or changed by somebody else: left alone."
    )
    assert not panel.preview.table.isVisible()
    assert panel.preview.confirm.accessibleName() == "Put back 24 copies (Ctrl+Enter)"
    for field in (panel.preview.reason, panel.preview.confirm):
        field.setFocus()
        press(Key.Key_Return)
    assert remedy.state.stage is Stage.PREVIEW
    panel.preview.cancel.setFocus()
    press(Key.Key_Return)
    assert not panel.isVisible()
    assert tray.times("undo") == 0


def test_putting_back_runs_with_control_enter(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    remedy.preview_undo(action("a7", undoable=2))
    press(Key.Key_Return, CONTROL)
    reach(Stage.DONE)
    assert tray.asked[-1] == ("undo", "a7")
    assert panel.title.text() == "Put back 2 copies"
    assert panel.result.undo.isHidden()


def test_a_refusal_is_told_in_full_and_can_be_tried_again(
    tray: Tray,
    previewed: RemedyPanel,
    remedy: RemedyPresenter,
    reach: Callable[[Stage], None],
) -> None:
    tray.fails["quarantine"] = RemediationRefused("A second person must approve this")
    previewed.preview.confirm.click()
    reach(Stage.FAILED)
    assert previewed.title.text() == "The quarantine is not finished"
    assert "A second person must approve this" in _words(previewed)
    previewed.result.again.click()
    reach(Stage.PREVIEW)
    assert remedy.state.message_id == 1


def test_the_journal_is_one_click_away(
    panel: RemedyPanel, remedy: RemedyPresenter, qtbot: QtBot
) -> None:
    remedy._show(stage=Stage.DONE, action=action("a9", kind=ActionKind.UNDO))
    with qtbot.waitSignal(panel.journal_asked) as asked:
        panel.result.journal.click()
    assert asked.args == ["a9"]
    assert not panel.isVisible()


def _words(panel: RemedyPanel) -> str:
    return "\n".join(label.text() for label in panel.result.findChildren(QLabel))


def test_a_second_identity_is_unlocked_for_the_action(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None]
) -> None:
    tray.needs_unlocking = True
    remedy.preview(1)
    reach(Stage.PREVIEW)
    line = panel.preview.passphrase
    assert line.isVisible()
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setFocus()
    QTest.keyClicks(line, "correct horse")
    press(Key.Key_Return, CONTROL)
    reach(Stage.DONE)
    assert [call[:2] for call in tray.asked[-2:]] == [
        ("unlocked", "correct horse"), ("quarantine", tray.asked[-1][1]),
    ]  # fmt: skip
    assert line.text() == ""


def test_a_wrong_passphrase_is_typed_again_without_another_preview(
    tray: Tray, panel: RemedyPanel, remedy: RemedyPresenter, reach: Callable[[Stage], None],
    qtbot: QtBot,
) -> None:  # fmt: skip
    tray.needs_unlocking = True
    tray.fails["unlocked"] = BadInput("The passphrase does not open the key")
    remedy.preview(1)
    reach(Stage.PREVIEW)
    preview = panel.preview
    QTest.keyClicks(preview.reason, "phish")
    QTest.keyClicks(preview.passphrase, "wrong")
    preview.confirm_now()
    qtbot.waitUntil(lambda: bool(remedy.state.unlock_problem))
    assert remedy.state.stage is Stage.PREVIEW
    assert preview.unlock_problem.text() == "The passphrase does not open the key"
    assert (preview.reason.text(), preview.passphrase.text()) == ("phish", "")
    assert (tray.times("scope"), tray.times("quarantine")) == (1, 0)
    del tray.fails["unlocked"]
    QTest.keyClicks(preview.passphrase, "right")
    preview.confirm_now()
    reach(Stage.DONE)
    assert tray.times("quarantine") == 1
    assert not remedy.state.unlock_problem


def test_one_identity_asks_for_no_passphrase(previewed: RemedyPanel) -> None:
    assert not previewed.preview.passphrase.isVisible()


@pytest.mark.parametrize("wide", [1280, 1440])
def test_an_address_is_read_in_full_beside_its_marks(
    home: QWidget, previewed: RemedyPanel, wide: int
) -> None:
    home.resize(wide, 800)
    table = previewed.preview.table
    address = font(12, mono=True)
    room = table.columnWidth(0) - 40  # the tick and its margins
    assert QFontMetrics(address).horizontalAdvance("johanna.keller@contoso.example") < room
    assert table.viewport().width() - table.columnViewportPosition(5) > table.columnWidth(4)
