"""The text of a real mail in three views, and why there is none when there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Examination, Outcome
from analyzers.model.layers import Thread
from analyzers.model.observation import Relation
from tests.ui.reading.conftest import on_screen
from tests.ui.tray import opened
from tests.ui.widgets.ink import inks
from ui.presenters.reading import ReadingState
from ui.stylesheet import style_sheet
from ui.theme import Theme, palette
from ui.tokens import DARK, contrast
from ui.views.reading.message_tab import MessageTab, View
from ui.views.reading.placeholder import PATIENCE
from ui.widgets.mail_browser import MailBrowser
from ui.widgets.mail_text import MailText
from workbench.model.opened import OpenMessage

Cases = Mapping[str, OpenMessage]


@pytest.fixture
def tab(theme: Theme, qtbot: QtBot) -> MessageTab:
    made = MessageTab(theme)
    on_screen(made, qtbot)
    return made


def shown(message: OpenMessage) -> ReadingState:
    return ReadingState(message.id, message=message)


def test_readable_is_the_first_view_and_shows_what_the_sender_hid(
    tab: MessageTab, cases: Cases
) -> None:
    tab.draw(shown(cases["credential-link"]))
    text = tab.readable.toPlainText()
    assert tab.view is View.READABLE
    assert tab.readable.isVisible()
    assert "[hidden by the sender: display none]" in text
    assert "[leads on to hxxps://login[.]velrnora" in text
    assert "1 passage hidden by the sender, marked" in tab.note.text()


def test_v_goes_through_the_views_that_there_are(tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["credential-link"]))
    views = []
    for _ in range(3):
        tab.next_view()
        views.append(tab.view)
    assert views == [View.STYLED, View.TEXT, View.READABLE]
    tab.draw(shown(cases["chief-fraud"]))  # plain text only
    tab.next_view()
    assert tab.view is View.TEXT
    assert not tab.choices[View.STYLED].isEnabled()


def test_each_view_has_the_text(tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["html-smuggling"]))
    widgets: tuple[MailBrowser | MailText, ...] = (tab.readable, tab.styled, tab.text)
    views = (View.READABLE, View.STYLED, View.TEXT)
    for view, widget in zip(views, widgets, strict=True):
        tab.choose(view)
        assert widget.isVisible()
        assert tab.choices[view].isChecked()
        assert "Open the attached file to view the scan." in widget.toPlainText()


def test_a_styled_view_is_left_for_the_next_message_without_one(
    tab: MessageTab, cases: Cases
) -> None:
    tab.draw(shown(cases["credential-link"]))
    tab.choose(View.STYLED)
    tab.draw(shown(cases["chief-fraud"]))
    assert tab.view is View.READABLE
    tab.choose(View.STYLED)
    assert tab.view is View.READABLE


@pytest.fixture
def dark(theme: Theme, qapp: QApplication) -> Theme:
    """As the application changes its dress."""
    theme.switch()
    qapp.setPalette(palette(DARK))
    qapp.setStyleSheet(style_sheet(DARK))
    return theme


def test_the_paper_stays_white_in_the_dark(dark: Theme, tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["html-smuggling"]))
    assert DARK.sunken in inks(tab.readable.viewport().grab().toImage())
    tab.choose(View.STYLED)
    painted = inks(tab.styled.viewport().grab().toImage())
    assert "#FFFFFF" in painted
    assert DARK.sunken not in painted


def test_links_on_the_paper_are_readable_in_the_dark(dark: Theme, tab: MessageTab) -> None:
    tab.styled.setHtml('<p><a href="#link-0">link</a></p>')
    form = tab.styled.document().begin().begin().fragment().charFormat()
    assert contrast(form.foreground().color().name(), "#FFFFFF") >= 4.5


def test_what_is_not_loaded_is_told(tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["qr-picture"]))
    assert tab.note.text() == "1 attached picture not shown · language: en"


def test_who_wrote_what_is_offered_where_something_is_quoted(tab: MessageTab, cases: Cases) -> None:
    message = cases["chief-fraud"]
    assert message.analysis is not None
    nodes = list(message.analysis.nodes)
    body = next(n for n in nodes if n.relation is Relation.BODY)
    said = (Thread(0, "Own words"), Thread(1, "Quoted words"))
    runs = tuple(replace(run, records=tuple(r for r in run.records if not isinstance(r, Thread)))
                 for run in body.examinations)  # fmt: skip
    more = Examination("more", 1, Outcome.COMPLETE, records=said)
    nodes[body.id] = replace(body, examinations=(*runs, more))
    analysis = replace(message.analysis, nodes=tuple(nodes))
    tab.draw(shown(replace(message, analysis=analysis)))
    assert tab.choices[View.CONVERSATION].isVisible()
    tab.choose(View.CONVERSATION)
    assert tab.talk.toPlainText().index("Own words") < tab.talk.toPlainText().index("Quoted words")
    tab.draw(shown(cases["credential-link"]))
    assert not tab.choices[View.CONVERSATION].isVisible()
    assert tab.view is View.READABLE


def test_a_link_that_is_pointed_at_says_where_it_goes(
    tab: MessageTab, cases: Cases, qtbot: QtBot
) -> None:
    tab.draw(shown(cases["credential-link"]))
    before = tab.note.text()
    for view, browser in ((View.READABLE, tab.readable), (View.STYLED, tab.styled)):
        tab.choose(view)
        browser.setFocus()
        QTest.keyClick(browser, Qt.Key.Key_Tab)
        assert tab.note.text().startswith("goes to hxxps://eur04[.]safelinks")
        with qtbot.waitSignal(tab.link_chosen) as chosen:
            QTest.keyClick(browser, Qt.Key.Key_Return)
        assert str(chosen.args[0]).startswith("https://eur04.safelinks")
        browser.link_pointed.emit(-1)
        assert tab.note.text() == before


def test_paging_ends_at_the_end(tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["credential-link"]))
    tab.resize(600, 160)
    pages = 0
    while tab.page():
        pages += 1
    assert 1 <= pages < 20


def test_a_message_that_opens_at_once_flashes_nothing(
    tab: MessageTab, cases: Cases, qtbot: QtBot
) -> None:
    tab.draw(shown(cases["chief-fraud"]))
    tab.draw(ReadingState(9, busy=True, step="analysing"))
    assert not tab.place.notice.isVisible()
    assert not tab.readable.isVisible()
    tab.draw(shown(cases["chief-fraud"]))
    QTest.qWait(PATIENCE * 2)
    assert tab.readable.isVisible()


def test_what_takes_longer_says_what_is_being_done(tab: MessageTab, qtbot: QtBot) -> None:
    tab.draw(ReadingState(9, busy=True, step="analysing"))
    qtbot.waitUntil(tab.place.notice.isVisible)
    assert tab.place.notice.text.startswith("Analysing…")


@pytest.mark.parametrize(
    ("problem", "said"),
    [("no tenant is connected", "no tenant is connected"), ("", "The message was not examined.")],
)
def test_what_could_not_be_analysed_says_why(problem: str, said: str, tab: MessageTab) -> None:
    tab.draw(ReadingState(1, message=opened(1, problem=problem), problem=problem))
    assert tab.place.notice.isVisible()
    assert tab.place.notice.text.startswith(f"Not analysed\n{said}")


def test_a_message_without_text_and_a_file_that_is_none_say_so(
    tab: MessageTab, cases: Cases
) -> None:
    message = cases["chief-fraud"]
    assert message.analysis is not None
    bare = replace(message.analysis, nodes=message.analysis.nodes[:1])
    tab.draw(shown(replace(message, analysis=bare)))
    assert tab.place.notice.text.startswith("No text")
    root = replace(bare.root, examinations=())
    tab.draw(shown(replace(message, analysis=replace(bare, nodes=(root,)))))
    assert tab.place.notice.text.startswith("Not a message")


def test_opening_again_keeps_what_is_shown(tab: MessageTab, cases: Cases) -> None:
    tab.draw(shown(cases["chief-fraud"]))
    tab.draw(replace(shown(cases["chief-fraud"]), busy=True))
    assert tab.readable.isVisible()


def test_the_keyboard_stays_in_the_tab(tab: MessageTab, cases: Cases, qtbot: QtBot) -> None:
    tab.draw(shown(cases["chief-fraud"]))
    tab.take_focus()
    assert tab.readable.hasFocus()
    tab.draw(ReadingState(9, busy=True))
    assert tab.place.hasFocus() or tab.isAncestorOf(tab.focusWidget())
    qtbot.waitUntil(tab.place.notice.hasFocus)
    tab.draw(shown(cases["chief-fraud"]))
    assert tab.readable.hasFocus()


def test_a_change_of_theme_is_followed(tab: MessageTab, cases: Cases, theme: Theme) -> None:
    tab.draw(shown(cases["credential-link"]))
    text = tab.readable.toPlainText()
    theme.switch()
    assert tab.readable.toPlainText() == text
