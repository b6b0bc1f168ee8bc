"""The window, driven as an analyst drives it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from ui.app import Application
from ui.presenters.connection import ConnectionState, Link
from ui.presenters.queue import Phase
from ui.tokens import DARK
from ui.views.reading.pane import MessagePane
from ui.widgets.drop_zone import local_files
from workbench.model.rows import View
from workbench.store.reader import ListReader

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NOTHING = Qt.KeyboardModifier.NoModifier
HOSTILE = '<img src="file:///etc/passwd"><b>x</b>\u202egpj'


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
    """Where the focus is, as a real keyboard does."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def current(application: Application) -> int:
    return application.window.list.table.current_id


def test_the_first_message_is_chosen_and_shown(triage: Application) -> None:
    assert current(triage) == 1
    reading = triage.window.reading
    assert isinstance(reading, MessagePane)
    texts = [label.text() for label in reading.findChildren(QLabel)]
    assert "Invoice INV-20418 overdue - action needed today" in texts


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([(Key.Key_J, NOTHING)], 2),
        ([(Key.Key_J, NOTHING), (Key.Key_J, NOTHING), (Key.Key_K, NOTHING)], 2),
        ([(Key.Key_Down, NOTHING)], 2),
        ([(Key.Key_F8, NOTHING), (Key.Key_Down, CONTROL), (Key.Key_F7, NOTHING)], 2),
        ([(Key.Key_N, NOTHING)], 2),
        ([(Key.Key_Space, NOTHING)], 2),
        ([(Key.Key_J, NOTHING), (Key.Key_J, NOTHING), (Key.Key_Left, ALT)], 2),
        ([(Key.Key_J, NOTHING), (Key.Key_Left, ALT), (Key.Key_Right, ALT)], 2),
        ([(Key.Key_K, NOTHING)], 1),
    ],
)
def test_keys_walk_the_list(
    triage: Application, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]], message: int
) -> None:
    for key, modifier in keys:
        press(key, modifier)
    assert current(triage) == message


def test_next_unreviewed_skips_what_was_read(triage: Application) -> None:
    for key in (Key.Key_J, Key.Key_J, Key.Key_K, Key.Key_K, Key.Key_N):
        press(key)
    assert current(triage) == 4


def test_keys_select_several(triage: Application) -> None:
    table = triage.window.list.table
    press(Key.Key_J, SHIFT)
    press(Key.Key_J, SHIFT)
    assert table.selected_ids() == [1, 2, 3]
    press(Key.Key_X)
    assert table.selected_ids() == [1, 2]
    press(Key.Key_A, CONTROL)
    assert len(table.selected_ids()) == 12


def test_letters_typed_in_the_filter_are_text(triage: Application, qtbot: QtBot) -> None:
    press(Key.Key_Slash)
    field = triage.window.top.filter
    assert field.hasFocus()
    QTest.keyClicks(field, "jknxeqzv1")
    assert field.text() == "jknxeqzv1"
    assert not triage.window.close_menu.isVisible()
    qtbot.waitUntil(lambda: triage.queue.state.phase is Phase.NO_MATCH)
    press(Key.Key_Escape)
    assert not field.hasFocus()


def test_the_filter_shows_where_it_is_wrong(triage: Application, qtbot: QtBot) -> None:
    field = triage.window.top.filter
    press(Key.Key_F, CONTROL)
    QTest.keyClicks(field, "invoice verdic:x")
    qtbot.waitUntil(lambda: field.property("validity") == "invalid")
    assert triage.window.problem.isVisible()
    assert '"verdic:" is not known' in triage.window.problem.text
    assert triage.window.list.table.isVisible()
    field.clear()
    QTest.keyClicks(field, "invoice")
    qtbot.waitUntil(lambda: field.property("validity") == "valid")
    assert not triage.window.problem.isVisible()


def test_no_match_offers_to_clear_the_filter(triage: Application, qtbot: QtBot) -> None:
    triage.queue.set_filter("from:nobody")
    notice = triage.window.list.notice
    qtbot.waitUntil(notice.isVisible)
    assert "from:nobody" in notice.text
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(triage.window.list.table.isVisible)
    assert triage.window.top.filter.text() == ""


def test_control_and_a_number_open_a_queue(triage: Application, qtbot: QtBot) -> None:
    press(Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: triage.queue.state.view is View.FLAGGED)
    qtbot.waitUntil(lambda: triage.queue.state.phase is Phase.READY)
    assert triage.window.nav.items["flagged"].is_current
    press(Key.Key_4, CONTROL)
    qtbot.waitUntil(triage.window.list.notice.isVisible)
    assert "No files opened" in triage.window.list.notice.text


def test_counts_stand_in_the_navigation(triage: Application, qtbot: QtBot) -> None:
    items = triage.window.nav.items
    qtbot.waitUntil(lambda: items["reported"].count == "12")
    assert [item.count for item in items.values()][:4] == ["12", "7", "13", "0"]
    assert "actions" in items


def test_the_selection_stays_with_its_message(
    triage: Application, workspace: Path, qtbot: QtBot
) -> None:
    from workbench.changes import Change
    from workbench.store.workspace import Workspace

    for _ in range(3):
        press(Key.Key_J)
    before = current(triage)
    store = Workspace.open(workspace)
    mailroom.deliver(store, (replace(mailroom.MORNING[0], minutes=1, subject="Another"),), first=50)
    store.close()
    triage.queue.apply(Change(lists=True))
    qtbot.waitUntil(lambda: triage.queue.model.rowCount() == 13)
    assert current(triage) == before
    assert triage.window.list.table.currentIndex().row() == 4


def test_f6_goes_round_the_panes(triage: Application) -> None:
    window = triage.window
    seen = []
    for _ in range(3):
        press(Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append([pane is focus or pane.isAncestorOf(focus) for pane in window.panes()])
    assert seen == [[False, False, True], [True, False, False], [False, True, False]]


def test_the_palette_finds_and_does(triage: Application) -> None:
    press(Key.Key_K, CONTROL)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "palette.line"
    QTest.keyClicks(focus, "flagg")
    press(Key.Key_Return)
    assert triage.queue.state.view is View.FLAGGED
    assert not triage.window.palette_panel.isVisible()


def test_a_panel_keeps_the_keyboard_until_escape(triage: Application) -> None:
    press(Key.Key_F1)
    assert triage.window.keys.isVisible()
    press(Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert triage.window.keys.isAncestorOf(focus)
    press(Key.Key_2, CONTROL)
    assert triage.queue.state.view is View.REPORTED
    press(Key.Key_Escape)
    assert not triage.window.keys.isVisible()
    assert triage.window.list.table.hasFocus()


def test_what_cannot_be_done_cannot_be_chosen(triage: Application) -> None:
    actions = triage.window.commands.actions
    assert not actions["quarantine"].isEnabled()  # no tenant
    assert not actions["close as"].isEnabled()  # no desk
    assert actions["next"].isEnabled()


def test_every_focusable_widget_has_a_name(triage: Application) -> None:
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in triage.window.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not _spoken(widget)
    ]
    assert nameless == []


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface else widget.accessibleName()


def test_hostile_text_shows_as_it_is_everywhere(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "hostile.workspace"
    hostile = replace(
        mailroom.MORNING[0], sender=HOSTILE, address=HOSTILE, subject=HOSTILE, headline=HOSTILE
    )
    mailroom.fill(path, (hostile,))
    application.queue.open(path, ListReader)
    qtbot.waitUntil(lambda: current(application) == 1)
    application.queue.set_filter(HOSTILE)
    application.window.notices.work.say(HOSTILE)
    labels = application.window.findChildren(QLabel)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText or not label.text() for label in labels
    )
    assert any("<b>x</b>[RLO]gpj" in label.text() for label in labels)
    for widget in application.window.findChildren(QWidget):
        document = QTextDocument()
        document.setHtml(widget.toolTip())
        assert "\ufffc" not in document.toPlainText()  # what stands for a picture
    assert application.window.windowTitle() == "Email Security Workbench"


def test_an_unused_workspace_shows_what_can_be_done(application: Application) -> None:
    window = application.window
    assert window.stack.currentWidget() is window.first_run
    assert window.first_run.demo.isVisible()
    assert not window.nav.drop.isVisible()
    shown = [button.text().strip() for button in (window.first_run.files, window.first_run.demo)]
    assert shown == ["Open files…", "Open the demo tenant"]


def test_trouble_is_told_with_a_way_on(application: Application, qtbot: QtBot) -> None:
    application.connection.start()
    link = application.window.notices.link
    qtbot.waitUntil(link.isVisible)
    assert link.text == "The workspace is locked"
    assert application.window.status.link.text() == "The workspace is locked"


def test_the_window_is_narrowed_sensibly(triage: Application, qtbot: QtBot) -> None:
    window = triage.window
    window.resize(1_440, 900)
    assert window.nav.width() == 204
    window.resize(1_100, 620)
    assert window.nav.width() == 56
    assert window.size().width() == 1_100
    qtbot.waitUntil(lambda: window.reading.width() >= 600)
    assert window.minimumSizeHint().width() <= 1_100
    assert window.minimumSizeHint().height() <= 620


def test_the_scheme_changes_at_once(triage: Application) -> None:
    window = triage.window
    QTest.mouseClick(window.top.scheme, Qt.MouseButton.LeftButton)
    assert triage.theme.tokens is DARK
    image = window.grab().toImage()
    assert image.pixelColor(5, window.height() // 2).name().upper() == DARK.app


def test_a_very_long_subject_moves_nothing(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "long.workspace"
    mailroom.fill(path, (replace(mailroom.MORNING[0], sender="x" * 10_000, subject="y" * 10_000),))
    application.window.resize(1_280, 720)
    application.queue.open(path, ListReader)
    qtbot.waitUntil(lambda: current(application) == 1)
    window = application.window
    assert window.size().width() == 1_280
    right = window.top.scheme.mapTo(window, window.top.scheme.rect().topRight())
    assert right.x() < 1_280


@pytest.mark.parametrize(
    ("url", "paths"),
    [
        ("file:///tmp/a.eml", [Path("/tmp/a.eml")]),
        ("file://server/share/a.eml", []),
        ("https://evil.example/a.eml", []),
        ("file:////server/share/a.eml", []),
    ],
)
def test_only_files_of_this_computer_are_dropped(url: str, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl(url)])
    assert local_files(data) == paths


def test_a_file_may_be_dropped_anywhere(application: Application) -> None:
    data = QMimeData()
    data.setUrls([QUrl("file:///tmp/a.eml")])
    event = QDragEnterEvent(
        QPoint(600, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        NOTHING,
    )
    event.ignore()
    QApplication.sendEvent(application.window, event)
    assert event.isAccepted()


def test_an_empty_queue_says_whether_anybody_was_asked(
    triage: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "quiet.workspace"
    mailroom.fill(path, (replace(mailroom.MORNING[0], reports=0, label=None),))
    triage.queue.open(path, ListReader)
    window = triage.window
    qtbot.waitUntil(window.list.notice.isVisible)
    assert "No tenant is connected" in window.list.notice.text
    state = ConnectionState(Link.CONNECTED, "Contoso", "Microsoft 365", refreshed=mailroom.NOW)
    window.list.draw_link(state)
    assert "The tenant was last asked at 12:00" in window.list.notice.text
    window.list.draw_link(replace(state, link=Link.CONNECTING))
    assert window.list.skeleton.isVisible()


def test_no_key_means_two_things(triage: Application) -> None:
    table = triage.window.commands.table
    keys = [key for command in table for key in command.all_keys]
    assert len(keys) == len(set(keys))
    assert {"next", "palette", "escape", "open files"} <= {command.name for command in table}


def test_leaving_the_filter_field_by_mouse_works(triage: Application) -> None:
    triage.window.top.filter.setFocus()
    table = triage.window.list.table
    spot = table.visualRect(triage.queue.model.index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NOTHING, spot)
    assert current(triage) == 5
