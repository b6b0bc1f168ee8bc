"""Headers as they stand, with offsets that lead to the bytes, and claims told as claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.message import Header, Message
from tests.ui.reading.conftest import on_screen, press
from tests.ui.reading.test_header import with_message
from tests.ui.tray import opened
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.headers_tab import VALUE, HeadersTab
from workbench.model.opened import OpenMessage

Cases = Mapping[str, OpenMessage]


@pytest.fixture
def tab(theme: Theme, qtbot: QtBot) -> HeadersTab:
    made = HeadersTab(theme)
    on_screen(made, qtbot)
    return made


def show(tab: HeadersTab, message: OpenMessage) -> None:
    tab.draw(ReadingState(message.id, message=message))


def message_of(message: OpenMessage) -> Message:
    assert message.analysis is not None
    assert message.analysis.message is not None
    return message.analysis.message


def test_offsets_lead_to_the_header_in_the_bytes(tab: HeadersTab, cases: Cases) -> None:
    message = cases["credential-link"]
    assert message.raw is not None
    show(tab, message)
    rows = tab.headers.rows
    assert rows.rowCount() == len(message_of(message).headers)
    for row in range(rows.rowCount()):
        offset, name = (str(rows.index(row, column).data()) for column in (1, 2))
        assert message.raw.data[int(offset, 16) :].startswith(name.encode() + b":")


def test_claims_name_who_claims_and_are_not_green(tab: HeadersTab, cases: Cases) -> None:
    show(tab, cases["credential-link"])
    rows = tab.claims.rows
    first = [str(rows.index(0, column).data()) for column in range(3)]
    assert first == ["SPF", "pass", "not named"]
    assert "nothing of it is verified" in tab.note
    assert tab.claims.isVisible()


def test_without_claims_that_is_said(tab: HeadersTab, cases: Cases) -> None:
    message = cases["chief-fraud"]
    show(tab, with_message(message, replace(message_of(message), authentication=())))
    assert "No server says anything" in tab.note
    assert not tab.claims.isVisible()


def test_the_chosen_header_shows_in_full_and_is_copied_defanged(
    tab: HeadersTab, cases: Cases
) -> None:
    show(tab, cases["credential-link"])
    tab.take_focus()
    assert tab.headers.hasFocus()
    press(Qt.Key.Key_Down)
    value = tab.headers.rows.cell(tab.headers.currentIndex().row(), VALUE).text
    assert tab.whole.toPlainText() == value
    press(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == value.replace(".", "[.]")
    press(Qt.Key.Key_Tab)
    assert tab.whole.hasFocus()


def test_hostile_headers_are_text_and_hold_nothing_up(tab: HeadersTab, cases: Cases) -> None:
    hostile = '<img src="file:///etc/passwd">\u202e' + "x" * 60_000
    headers = tuple(Header(hostile, hostile, hostile, number) for number in range(200))
    message = cases["chief-fraud"]
    show(tab, with_message(message, replace(message_of(message), headers=headers)))
    tab.headers.choose(0)
    shown = str(tab.headers.rows.index(0, VALUE).data())
    assert shown.startswith('<img src="file:///etc/passwd">[RLO]')
    assert len(shown) < 500
    assert "<img" not in str(tab.headers.rows.index(0, VALUE).data(Qt.ItemDataRole.ToolTipRole))
    assert len(tab.whole.toPlainText()) > 60_000


def test_a_file_that_is_no_message_has_no_headers(tab: HeadersTab, cases: Cases) -> None:
    message = cases["chief-fraud"]
    assert message.analysis is not None
    root = replace(message.analysis.root, examinations=())
    show(tab, replace(message, analysis=replace(message.analysis, nodes=(root,))))
    assert tab.place.notice.text.startswith("Not a message")
    tab.take_focus()
    assert tab.place.notice.hasFocus()


def test_what_was_not_analysed_says_why(tab: HeadersTab, cases: Cases) -> None:
    show(tab, cases["chief-fraud"])
    tab.draw(ReadingState(1, message=opened(1), problem="no tenant"))
    assert tab.place.notice.text.startswith("Not analysed\nno tenant")
    show(tab, cases["chief-fraud"])
    assert tab.headers.isVisible()
    QTest.keyClick(tab.headers, Qt.Key.Key_End)
    assert tab.headers.currentIndex().row() == tab.headers.rows.rowCount() - 1
