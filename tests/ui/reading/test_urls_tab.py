"""Addresses can be read, found again and copied; none can be followed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen, press
from ui.models.addresses import chain, links_of
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.urls_tab import UrlsTab
from workbench.model.opened import OpenMessage

Cases = Mapping[str, OpenMessage]


@pytest.fixture
def tab(theme: Theme, cases: Cases, qtbot: QtBot) -> UrlsTab:
    made = UrlsTab(theme)
    on_screen(made, qtbot)
    made.draw(ReadingState(1, message=cases["credential-link"]))
    return made


def addresses(cases: Cases) -> list[str]:
    return [link.url for _, link in links_of(cases["credential-link"].analysis)]


def test_every_address_is_listed_and_none_can_be_clicked(tab: UrlsTab, cases: Cases) -> None:
    rows = tab.table.rows
    shown = [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]
    assert len(shown) == len(addresses(cases)) == 2
    assert all("://" not in text or text.startswith("hxxp") for text in shown)


def test_c_copies_the_chosen_address_defanged(tab: UrlsTab) -> None:
    tab.take_focus()
    press(Qt.Key.Key_C)
    taken = QApplication.clipboard().text()
    assert taken.startswith("hxxps://")
    assert tab.whole.toPlainText().startswith(taken)


def test_the_button_copies_what_is_chosen_or_everything(tab: UrlsTab) -> None:
    tab.table.clearSelection()
    QTest.mouseClick(tab.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().count("\n") == 1
    tab.table.choose(1)
    QTest.mouseClick(tab.copy, Qt.MouseButton.LeftButton)
    assert "\n" not in QApplication.clipboard().text()


def test_a_link_of_the_text_is_found_again(tab: UrlsTab, cases: Cases) -> None:
    tab.show_address(addresses(cases)[1])
    assert tab.table.currentIndex().row() == 1
    assert tab.whole.isVisible()
    for unknown in ("https://other.example/", ""):
        tab.show_address(unknown)
    assert tab.table.currentIndex().row() == 1


def test_a_message_without_addresses_says_so(tab: UrlsTab, cases: Cases) -> None:
    tab.draw(ReadingState(2, message=cases["chief-fraud"]))
    assert tab.place.notice.text.startswith("No address found")
    tab.draw(ReadingState(1, message=cases["credential-link"]))
    assert tab.table.isVisible()
    assert tab.whole.toPlainText().startswith("hxxps://")


def test_nothing_is_known_while_nothing_is_examined(tab: UrlsTab, qtbot: QtBot) -> None:
    tab.draw(ReadingState(3, busy=True))
    qtbot.waitUntil(tab.place.notice.isVisible)
    tab.draw(ReadingState(3, problem="it cannot be had"))
    assert tab.place.notice.text.startswith("Not analysed\nit cannot be had")
    tab.show_address("https://a.example/")


def test_the_way_of_the_chosen_address_is_drawn(tab: UrlsTab, cases: Cases) -> None:
    assert not tab.chain.isVisible()
    tab.table.choose(1)
    assert tab.chain.isVisible()
    assert tab.chain.shown == chain(links_of(cases["credential-link"].analysis)[1][1])


def test_the_map_chooses_in_the_table(tab: UrlsTab, cases: Cases) -> None:
    QTest.mouseClick(tab.switch, Qt.MouseButton.LeftButton)
    assert tab.map.isVisible()
    assert not tab.table.isVisible()
    url = addresses(cases)[1]
    spots = enumerate(tab._drawn.spots)
    tab.map.choose(next(n for n, spot in spots if url.startswith(spot.label)))
    assert tab.table.currentIndex().row() == 1
    tab.take_focus()
    press(Qt.Key.Key_C)
    assert QApplication.clipboard().text().startswith("hxxp")
    QTest.mouseClick(tab.switch, Qt.MouseButton.LeftButton)
    assert tab.table.isVisible()
    assert tab.table.hasFocus()


def test_another_message_is_drawn_anew_on_the_map(tab: UrlsTab, cases: Cases) -> None:
    tab.switch.setChecked(True)
    before = tab._drawn
    other = next(c for name, c in cases.items() if name != "credential-link" and c.analysis)
    tab.draw(ReadingState(2, message=other))
    assert tab._drawn != before or not links_of(other.analysis)
    tab.draw(ReadingState(3, busy=True))
    assert tab.table.rows.rowCount() == 0
    assert tab.switch.isChecked()  # whoever looks at maps goes on with maps
