"""Headers as they stand, the way they tell of, and claims told as claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.ambiguity import Ambiguity, Reading
from analyzers.model.authentication import AuthenticationResult, Signature, Standing
from analyzers.model.message import Header, Message
from analyzers.model.path import GatewayVerdict, Hop, TransportPath, Trust
from tests.ui.reading.conftest import on_screen, press
from tests.ui.reading.retold import CLAIM, with_message, with_records
from tests.ui.tray import opened
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.headers_page import VALUE
from ui.views.reading.headers_tab import HeadersTab, Page
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
    rows = tab.headers.table.rows
    assert rows.rowCount() == len(message_of(message).headers)
    for row in range(rows.rowCount()):
        offset, name = (str(rows.index(row, column).data()) for column in (1, 2))
        assert message.raw.data[int(offset, 16) :].startswith(name.encode() + b":")


def test_what_was_found_here_stands_beside_what_servers_say(tab: HeadersTab, cases: Cases) -> None:
    here = AuthenticationResult("spf", "", "a.example", Standing.UNCHECKED, "no lookup")
    show(tab, with_records(cases["credential-link"], CLAIM, here))
    rows = tab.origin.checks.table.rows
    assert [str(rows.index(0, column).data()) for column in range(4)] == [
        "SPF",
        "could not check",
        "pass (untrusted)",
        "a.example",
    ]
    assert "hearsay" in tab.origin.note.text()
    assert tab.origin.checks.isVisible()


def test_without_claims_that_is_said(tab: HeadersTab, cases: Cases) -> None:
    show(tab, with_records(cases["chief-fraud"]))
    assert "No server says anything" in tab.origin.note.text()
    assert not tab.origin.checks.isVisible()


def test_the_way_is_drawn_and_listed(tab: HeadersTab, cases: Cases) -> None:
    hop = Hop(0, 1, "helo.example", "", "192.0.2.1", server="mx.example", trust=Trust.OURS)
    path = TransportPath((hop,), 0, "ours by the tenant's id")
    filtered = GatewayVerdict("Some filter", (), True, True, Trust.OURS, 0)
    signed = Signature("DKIM", "a.example", "k1", "", Standing.UNCHECKED, detail="key unknown")
    show(tab, with_records(cases["chief-fraud"], path, filtered, signed))
    assert [one.name for one in tab.origin.line.shown] == ["192.0.2.1", "mx.example"]
    assert "ours by the tenant's id" in tab.origin.told.text()
    for section in (tab.origin.hops, tab.origin.gateways, tab.origin.signatures):
        assert section.table.rows.rowCount() == 1


def test_no_hop_is_said_to_be_none(tab: HeadersTab, cases: Cases) -> None:
    show(tab, with_records(cases["chief-fraud"]))
    assert "nothing shows how the message travelled" in tab.origin.told.text()


def test_pages_are_chosen_by_their_buttons(tab: HeadersTab, cases: Cases) -> None:
    two = Ambiguity("x.y", "From", "Two From fields", (Reading("Outlook", "first"),), 3)
    show(tab, with_records(cases["chief-fraud"], two))
    button = tab.choices[Page.READINGS]
    assert button.text() == f"Malformed  {tab.readings.count}"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tab.readings.isVisible()
    tab.take_focus()
    assert tab.readings.whole.toPlainText() == "Outlook: first"
    show(tab, with_records(cases["credential-link"]))
    assert tab.page is Page.READINGS


def test_the_chosen_header_shows_in_full_and_is_copied_defanged(
    tab: HeadersTab, cases: Cases
) -> None:
    tab.choose(Page.HEADERS)
    show(tab, cases["credential-link"])
    tab.take_focus()
    assert tab.headers.table.hasFocus()
    press(Qt.Key.Key_Down)
    value = tab.headers.table.rows.cell(tab.headers.table.currentIndex().row(), VALUE).text
    assert tab.headers.whole.toPlainText() == value
    press(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == value.replace(".", "[.]")
    press(Qt.Key.Key_Tab)
    assert tab.headers.whole.hasFocus()


def test_hostile_headers_are_text_and_hold_nothing_up(tab: HeadersTab, cases: Cases) -> None:
    hostile = '<img src="file:///etc/passwd">\u202e' + "x" * 60_000
    headers = tuple(Header(hostile, hostile, hostile, number) for number in range(200))
    message = cases["chief-fraud"]
    show(tab, with_message(message, replace(message_of(message), headers=headers)))
    tab.headers.table.choose(0)
    shown = str(tab.headers.table.rows.index(0, VALUE).data())
    assert shown.startswith('<img src="file:///etc/passwd">[RLO]')
    assert len(shown) < 500
    assert "<img" not in str(
        tab.headers.table.rows.index(0, VALUE).data(Qt.ItemDataRole.ToolTipRole)
    )
    assert len(tab.headers.whole.toPlainText()) > 60_000


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
    tab.choose(Page.HEADERS)
    show(tab, cases["chief-fraud"])
    assert tab.headers.isVisible()
    QTest.keyClick(tab.headers.table, Qt.Key.Key_End)
    assert tab.headers.table.currentIndex().row() == tab.headers.table.rows.rowCount() - 1
