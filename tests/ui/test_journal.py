"""The actions page: found by words, read with its proof, taken back through the preview."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action, item
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.journal import JournalPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.journal import JournalPage
from ui.views.statusbar import StatusBar
from ui.widgets.data_table import DataTable
from workbench.changes import Change
from workbench.errors import StoreError
from workbench.model.anchors import SinkStanding
from workbench.model.remediation import ActionKind, ActionState, ItemState


@pytest.fixture
def journal(tray: Tray, connection: ConnectionPresenter) -> JournalPresenter:
    mixed = ((ItemState.DONE, 24), (ItemState.GONE, 1), (ItemState.REVIEW, 1))
    tray.journal = [
        action("a3", kind=ActionKind.UNDO, reverses="a1", undoable=0, subject="Parcel"),
        action(
            "a2",
            state=ActionState.COMPLETED_WITH_EXCEPTIONS,
            counts=mixed,
            undoable=24,
            subject="Invoice",
        ),
        action("a1", reversed_by="a3", subject="Parcel"),
    ]
    tray.copies = {
        "a2": (item(1), item(2, ItemState.REVIEW)),
        "a3": (item(3, ItemState.RESTORED_ELSEWHERE),),
    }
    return JournalPresenter(connection, connection.activity)


def test_a_sink_without_its_anchor_is_told(
    tray: Tray, page: JournalPage, journal: JournalPresenter, theme: Theme, qtbot: QtBot
) -> None:
    status = StatusBar(theme, journal._connection, journal._activity)
    qtbot.addWidget(status)
    journal.changed.connect(status.draw_anchors)
    journal.load()
    qtbot.waitUntil(lambda: not journal._activity.busy)
    assert not page.unanchored.isVisible()
    since = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    tray.sinks = (
        SinkStanding("file", 40, since),
        SinkStanding("https://hook.example/x", 30, since, since, "nobody there"),
    )
    tray.changes.tell(Change(anchors=True))
    qtbot.waitUntil(lambda: page.unanchored.isVisible())
    words = "Not anchored at https://hook.example/x since 2026-03-02 12:00 UTC: nobody there"
    assert page.unanchored.text() == status.anchors.text() == words
    tray.sinks = tray.sinks[:1]
    tray.changes.tell(Change(anchors=True))
    qtbot.waitUntil(lambda: not page.unanchored.isVisible())


@pytest.fixture
def remedy(connection: ConnectionPresenter) -> RemedyPresenter:
    return RemedyPresenter(connection, connection.activity)


@pytest.fixture
def page(
    theme: Theme, journal: JournalPresenter, remedy: RemedyPresenter, qtbot: QtBot
) -> JournalPage:
    made = JournalPage(theme, journal, remedy)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def loaded(page: JournalPage, journal: JournalPresenter, qtbot: QtBot) -> JournalPage:
    journal.load()
    qtbot.waitUntil(lambda: page.items_table.rows.rowCount() > 0)
    return page


def column(table: DataTable, number: int) -> list[str]:
    return [table.rows.cell(row, number).text for row in range(table.rows.rowCount())]


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def test_actions_show_newest_first_with_what_became_of_them(loaded: JournalPage) -> None:
    assert column(loaded.actions_table, 1) == ["Put back", "Quarantine", "Quarantine"]
    assert column(loaded.actions_table, 4) == [
        "completed",
        "completed with exceptions",
        "taken back",
    ]
    assert column(loaded.actions_table, 5)[1] == (
        "24 moved and seen in quarantine; 1 no longer in its mailbox; "
        "1 unknown: could not be proven, needs you"
    )


def test_the_copies_of_the_chosen_action_follow_the_keys(loaded: JournalPage, qtbot: QtBot) -> None:
    assert column(loaded.items_table, 3) == [
        "put back elsewhere: its folder is gone, or Gmail had deleted it"
    ]
    loaded.take_focus()
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: loaded.items_table.rows.rowCount() == 2)
    assert column(loaded.items_table, 3) == [
        "moved and seen in quarantine",
        "unknown: could not be proven, needs you",
    ]


def test_undo_is_offered_where_there_is_something_to_put_back(
    loaded: JournalPage, remedy: RemedyPresenter, tray: Tray
) -> None:
    assert not loaded.undo.isEnabled()
    loaded.actions_table.selectRow(2)
    assert not loaded.undo.isEnabled()
    assert loaded.undo.accessibleName() == "Already taken back"
    loaded.actions_table.selectRow(1)
    assert loaded.undo.isEnabled()
    loaded.undo.click()
    assert remedy.state.stage is Stage.PREVIEW
    assert remedy.state.undoing is not None
    assert remedy.state.undoing.id == "a2"
    assert tray.times("undo") == 0


@pytest.mark.parametrize(
    ("text", "ids"),
    [("invoice", ["a2"]), ("A1", ["a1"]), ("exceptions quarantine", ["a2"]), ("taken", ["a1"])],
)
def test_the_filter_finds_by_subject_id_and_state(
    loaded: JournalPage, journal: JournalPresenter, text: str, ids: list[str]
) -> None:
    QTest.keyClicks(loaded.filter, text)
    assert [one.id for one in loaded._listed] == ids
    assert journal.state.chosen == ids[0]


def test_no_match_offers_to_clear_the_filter(loaded: JournalPage) -> None:
    QTest.keyClicks(loaded.filter, "nothing like it")
    assert loaded.notice.isVisible()
    loaded.notice.button.click()
    assert loaded.actions_table.isVisible()
    assert loaded.filter.text() == ""


def test_an_action_can_be_shown_past_a_filter(
    loaded: JournalPage, journal: JournalPresenter, qtbot: QtBot
) -> None:
    QTest.keyClicks(loaded.filter, "parcel")
    loaded.show_action("a2")
    qtbot.waitUntil(lambda: loaded.items_table.rows.rowCount() == 2)
    assert loaded.actions_table.currentIndex().row() == 1


def test_an_action_that_is_still_to_be_read_is_chosen_when_it_comes(
    loaded: JournalPage, journal: JournalPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.journal.insert(1, action("a4"))
    journal.load()
    loaded.show_action("a4")
    qtbot.waitUntil(lambda: len(journal.state.actions) == 4)
    assert loaded.actions_table.currentIndex().row() == 1


def test_an_empty_journal_and_a_broken_one_say_so(
    page: JournalPage, journal: JournalPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.journal = []
    tray.fails["actions"] = StoreError("The disk is full")
    journal.load()
    assert "Reading the journal" in page.notice.text
    qtbot.waitUntil(lambda: "The disk is full" in page.notice.text)
    del tray.fails["actions"]
    page.take_focus()
    page.notice.button.click()
    qtbot.waitUntil(lambda: "No action yet" in page.notice.text)


@pytest.mark.parametrize(
    ("name", "form", "written"),
    [("j.csv", "CSV (*.csv)", "j.csv"), ("j", "JSON lines (*.jsonl)", "j.jsonl")],
)
def test_what_the_filter_shows_is_exported(
    loaded: JournalPage, tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    name: str, form: str, written: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), form))
    wanted = loaded._listed[0].id
    loaded.filter.setText(wanted)
    loaded.export.click()
    qtbot.waitUntil(lambda: not loaded.told.isHidden())
    assert ("export_journal", tmp_path / written, (wanted,)) in tray.asked
    assert loaded.told.text() == f"1 action written to {tmp_path / written}"
    tray.fails["export_journal"] = StoreError("it cannot be written")
    loaded.export.click()
    qtbot.waitUntil(lambda: loaded.told.text() == "it cannot be written")


def test_an_export_given_up_writes_nothing(
    loaded: JournalPage, tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    loaded.export.click()
    assert tray.times("export_journal") == 0
