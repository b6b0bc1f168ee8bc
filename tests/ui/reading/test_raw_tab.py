"""The bytes themselves: source, parts and hexadecimal, never interpreted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.fidelity import Fidelity
from tests.ui.reading.conftest import on_screen
from tests.ui.tray import opened
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.raw_tab import RawTab, View
from workbench.model.mail import RawMessage
from workbench.model.opened import OpenMessage

Cases = Mapping[str, OpenMessage]


@pytest.fixture
def tab(theme: Theme, qtbot: QtBot) -> RawTab:
    made = RawTab(theme)
    on_screen(made, qtbot)
    return made


def show(tab: RawTab, message: OpenMessage) -> None:
    tab.draw(ReadingState(message.id, message=message))


def test_the_source_is_the_bytes(tab: RawTab, cases: Cases) -> None:
    message = cases["chief-fraud"]
    assert message.raw is not None
    show(tab, message)
    assert tab.text.toPlainText() == message.raw.data.decode().replace("\r\n", "\n")
    assert tab.note.text() == f"{len(message.raw.data):,} bytes · read-only"
    assert tab.hash.value == hashlib.sha256(message.raw.data).hexdigest()


@pytest.mark.parametrize(
    ("view", "beginning"),
    [(View.PARTS, "1  multipart/"), (View.HEX, "00000000  52 65 63 65 69 76 65 64 3a")],
)
def test_parts_and_bytes_are_one_press_away(
    view: View, beginning: str, tab: RawTab, cases: Cases
) -> None:
    show(tab, cases["macro-invoice"])
    QTest.mouseClick(tab.choices[view], Qt.MouseButton.LeftButton)
    assert tab.text.toPlainText().startswith(beginning)
    show(tab, cases["html-smuggling"])
    assert tab.view is view
    assert tab.text.toPlainText().startswith(beginning)


def test_copies_of_the_source_are_defanged_those_of_bytes_exact(tab: RawTab, cases: Cases) -> None:
    show(tab, opened(1, raw=RawMessage(b"see http://evil.example/", Fidelity.ORIGINAL)))
    tab.text.selectAll()
    QTest.keyClick(tab.text, Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "see hxxp://evil[.]example/"
    tab.choose(View.HEX)
    tab.text.selectAll()
    QTest.keyClick(tab.text, Qt.Key.Key_C)
    assert QApplication.clipboard().text() == tab.text.toPlainText()


def test_bytes_show_although_the_analysis_failed(tab: RawTab) -> None:
    show(tab, opened(1, raw=RawMessage(b"\xff<b>x</b>\x00", Fidelity.ORIGINAL), problem="crashed"))
    assert tab.text.toPlainText() == "\\xff<b>x</b>[NUL]"
    tab.choose(View.PARTS)
    assert tab.text.toPlainText().startswith("No parts")


def test_without_bytes_it_says_so(tab: RawTab, qtbot: QtBot) -> None:
    show(tab, opened(1))
    assert tab.place.notice.text.startswith("No bytes")
    tab.choose(View.HEX)
    tab.draw(ReadingState(2, busy=True))
    qtbot.waitUntil(lambda: tab.place.notice.text.startswith("Opening"))
