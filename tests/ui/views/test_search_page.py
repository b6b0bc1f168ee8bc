"""The search page by keyboard: fields, pasted headers, results, and every state in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.searched import SearchTray, hit
from tests.ui.tray import Tray
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.searching import Phase, SearchPresenter
from ui.theme import Theme
from ui.views.search_page import SearchPage
from workbench.model.deliveries import Delivery
from workbench.model.found import Recorded, Standing, Step
from workbench.model.tenant import TenantProfile
from workbench.searching.said import Said
from workbench.searching.wanted import Wanted

PROFILE = TenantProfile("contoso", "", "", "", "", "")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEADERS = "Message-ID: <one@x.example>\nFrom: eve@evil.example\nSubject: Pay\n"
GONE = Delivery(
    "<one@x.example>", "", "ann@contoso.example", "eve@x.example", "Pay", NOW, "Delivered"
)


@pytest.fixture
def search(connection: ConnectionPresenter, settings: QSettings) -> SearchPresenter:
    return SearchPresenter(connection, connection.activity, settings)


@pytest.fixture
def page(theme: Theme, search: SearchPresenter, qtbot: QtBot) -> SearchPage:
    made = SearchPage(theme, search)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def ready(
    page: SearchPage, search: SearchPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> SearchPage:
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: search.state.phase is Phase.EMPTY)
    page.take_focus()
    return page


def lay(tray: Tray, *steps: Step) -> None:
    assert isinstance(tray.searches, SearchTray)
    tray.searches.steps = list(steps)


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def ask(page: SearchPage, search: SearchPresenter, qtbot: QtBot) -> None:
    page.form.fields["subject"].setFocus()
    QTest.keyClicks(page.form.fields["subject"], "pay")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: search.state.phase is Phase.ENDED)


def test_without_a_tenant_it_says_how_to_connect_one(page: SearchPage, qtbot: QtBot) -> None:
    assert "No tenant is connected" in page.notice.text
    assert "Ctrl+T" in page.notice.text
    with qtbot.waitSignal(page.tenants_asked):
        page.notice.button.click()
    page.form.go.click()
    assert "Connect a tenant first" in page.form.told.text()


def test_what_can_be_asked_is_shown_before_anything_was(ready: SearchPage) -> None:
    assert "eve@evil.example" in ready.notice.text
    assert ready.form.fields["sender"].hasFocus()
    assert not ready.progress.isVisible()


def test_typed_run_and_opened_by_keyboard_alone(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step((hit(1), hit(2), hit(3)), done=3, total=3))
    ask(ready, search, qtbot)
    assert ready.table.hasFocus()
    assert ready.progress.words.text() == "Asked 3 of 3 mailboxes · 3 copies"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_C)
    assert QApplication.clipboard().text().startswith("user2[@]contoso[.]example")
    with qtbot.waitSignal(search.opened):
        press(Qt.Key.Key_Return)
    assert tray.asked[-1][1][0] == hit(2).copy  # type: ignore[index]
    with qtbot.waitSignal(search.chosen):
        press(Qt.Key.Key_Q)
    press(Qt.Key.Key_Slash)
    assert ready.form.fields["sender"].hasFocus()


def test_sorted_by_title_and_by_key_with_the_chosen_row_kept(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step((hit(2), hit(3), hit(1)), done=3, total=3))
    ask(ready, search, qtbot)
    table, top = ready.table, ready.table.horizontalHeader()

    def addresses() -> list[str]:
        return [table.rows.index(row, 0).data()[4] for row in range(3)]

    assert addresses() == ["2", "3", "1"]
    at = QPoint(top.sectionViewportPosition(0) + 20, top.height() // 2)
    for order in (["1", "2", "3"], ["3", "2", "1"], ["2", "3", "1"]):
        QTest.mouseClick(top.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert addresses() == order
        assert table.rows.index(table.currentIndex().row(), 0).data() == "user2@contoso.example"
    press(Qt.Key.Key_S)
    assert addresses() == ["1", "2", "3"]
    QTest.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert addresses() == ["3", "2", "1"]
    for _ in range(6):
        press(Qt.Key.Key_S)
    assert addresses() == ["2", "3", "1"]
    with qtbot.waitSignal(search.opened):
        press(Qt.Key.Key_Return)
    assert tray.asked[-1][1][0] == hit(2).copy  # type: ignore[index]


def test_a_search_is_narrowed_to_mailboxes_by_name(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    ready.form.fields["mailboxes"].setText("ann@contoso.example; bo@contoso.example")
    ask(ready, search, qtbot)
    (_, wanted) = tray.asked[-1]
    assert wanted == Wanted(subject="pay", mailboxes=("ann@contoso.example", "bo@contoso.example"))


def test_letters_are_letters_in_the_fields(
    ready: SearchPage, search: SearchPresenter, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(search.chosen):
        QTest.keyClicks(ready.form.fields["sender"], "qjkp/c")
    assert ready.form.said().sender == "qjkp/c"


def test_headers_pasted_into_any_field_fill_the_form(ready: SearchPage) -> None:
    QApplication.clipboard().setText(HEADERS)
    field = ready.form.fields["subject"]
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert ready.form.said() == Said(internet_id="<one@x.example>")
    QApplication.clipboard().setText("plain words")
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert ready.form.said().subject == "plain words"
    ready.form.pasted.click()
    assert "no header lines" in ready.form.told.text()


def test_gaps_are_named_beside_what_was_found(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    silent = ("bob@contoso.example", "the mailbox did not answer")
    gone = Recorded(GONE, Standing.NOT_FOUND)
    lay(
        tray,
        Step(total=3, gaps=("online archives",), notes=("hunting names 2",)),
        Step((hit(1),), (silent,), ("eva@contoso.example",), 3, 3, recorded=(gone,)),
    )
    ask(ready, search, qtbot)
    assert "bob@contoso.example (the mailbox did not answer)" in ready.gaps.text()
    assert "narrow the search" in ready.gaps.text()
    assert "Not searched: online archives" in ready.gaps.text()
    assert ready.notes.text() == "hunting names 2"
    assert "Asked 2 of 3 mailboxes · 1 copy, 1 only in the records" in ready.progress.words.text()
    ready.table.choose(1)
    assert not ready.read.isEnabled()
    assert not ready.act.isEnabled()


def test_nothing_found_says_how_many_were_asked(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step(done=12, total=12))
    ask(ready, search, qtbot)
    assert ready.notice.text == "Nothing found\nAsked 12 of 12 mailboxes."


def test_nothing_found_among_some_is_not_told_as_nothing(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step(unreached=(("bob@contoso.example", "no answer"),), done=12, total=12))
    ask(ready, search, qtbot)
    assert not ready.notice.isVisible()
    assert ready.table.rows.index(0, 0).data() == "bob@contoso.example"
    assert ready.table.rows.index(0, 1).data() == "could not be asked"
    assert not ready.read.isEnabled()
    assert "0 copies" in ready.progress.words.text()


def test_a_tenant_that_does_not_answer_is_told_in_words(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    assert isinstance(tray.searches, SearchTray)
    tray.searches.ends = "The tenant could not be reached"
    ask(ready, search, qtbot)
    assert ready.notice.text == "No mailbox was asked\nThe tenant could not be reached"


def test_a_running_search_is_paused_and_stopped(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    lay(tray, Step((hit(1),), done=1, total=3))
    tray.hold("search")
    ready.form.fill(Said(subject="pay"))
    ready.form.go.click()
    qtbot.waitUntil(lambda: search.state.copies == 1)
    qtbot.waitUntil(lambda: "about 12 s left" in ready.progress.words.text())
    assert ready.progress.pause.isVisible()
    ready.table.setFocus()
    press(Qt.Key.Key_P)
    assert ready.progress.words.text().endswith("1 copy · paused")
    assert ready.progress.pause.text() == "Go on"
    press(Qt.Key.Key_P)
    assert ready.escape()
    qtbot.waitUntil(lambda: search.state.phase is Phase.ENDED)
    assert "Ended early: stopped by you" in ready.progress.words.text()
    assert not ready.escape()


def test_a_search_made_before_is_made_again_from_the_menu(
    ready: SearchPage, search: SearchPresenter, tray: Tray, qtbot: QtBot
) -> None:
    ask(ready, search, qtbot)
    ready.form.clear.click()
    assert ready.form.said() == Said()
    again, _, forget = ready.form.recent.menu().actions()
    assert again.text() == "subject pay"
    again.trigger()
    qtbot.waitUntil(lambda: tray.times("search") == 2)
    assert ready.form.said() == Said(subject="pay")
    qtbot.waitUntil(lambda: search.state.phase is Phase.ENDED)
    forget.trigger()
    assert not ready.form.recent.isVisible()
