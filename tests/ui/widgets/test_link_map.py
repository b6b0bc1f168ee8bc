"""The map of links on screen: by mouse and by keys, and nothing in it can be followed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analyzers.model.content import Link, Redirect
from ui.models.linkmap import link_map
from ui.theme import Theme
from ui.widgets.link_map import LinkMapView

STEP = Redirect("Safe Links", "https://b.example/", "b.example")
LINKS = (
    Link("https://a.example/x", "a.example", "a.example", "Pay", "a", redirects=(STEP,)),
    Link("https://c.example/", "c.example", "c.example", "<b>x\u202e", "a"),
)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> LinkMapView:
    made = LinkMapView(theme)
    qtbot.addWidget(made)
    made.show_map(link_map(LINKS))
    made.resize(900, made.height())
    made.show()
    return made


def test_it_is_drawn(view: LinkMapView) -> None:
    before = view.grab().toImage()
    view.choose(0)
    assert view.grab().toImage() != before


def test_a_click_chooses(view: LinkMapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place(2).center().toPoint())
    assert told.args == [2]
    assert view.current is not None
    assert view.current.label == "https://b.example/"


def test_a_click_beside_chooses_nothing(view: LinkMapView) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().bottomRight())
    assert view.current is None


def test_keys_go_along_the_ways(view: LinkMapView) -> None:
    labels = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right,
                Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left,
                Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):  # fmt: skip
        QTest.keyClick(view, key)
        assert view.current is not None
        labels.append(view.current.label)
    assert labels == [
        "Pay", "https://a.example/x", "https://b.example/", "b.example", "b.example",
        "c.example", "c.example", "https://c.example/", "<b>x\u202e", "<b>x\u202e", "Pay",
    ]  # fmt: skip


def test_c_asks_to_copy(view: LinkMapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.copy_asked):
        QTest.keyClick(view, Qt.Key.Key_C)


def test_what_is_said_of_a_spot_is_plain_and_defanged(view: LinkMapView, qtbot: QtBot) -> None:
    view.choose(4)
    assert "[RLO]" in view.accessibleDescription()
    QTest.mouseMove(view, view.place(1).center().toPoint())
    qtbot.waitUntil(lambda: "hxxps" in view.toolTip())
    assert "https://" not in view.toolTip()


def test_an_empty_map_is_harmless(view: LinkMapView) -> None:
    view.show_map(link_map([]))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current is None
    view.grab()
