"""Ways drawn as stations: all of them told, as many drawn as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.models.stations import Station
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.station_line import StationLine


def way(count: int) -> list[Station]:
    hosts = [f"host{number}.example" for number in range(count)]
    return [Station(host, "note", "08:00", f"+{n} s", Tone.CLEAN) for n, host in enumerate(hosts)]


def line(theme: Theme, qtbot: QtBot, count: int, width: int = 700) -> StationLine:
    made = StationLine(theme, "Way")
    qtbot.addWidget(made)
    made.resize(width, made.height())
    made.show_stations(way(count))
    made.show()
    return made


def test_all_stations_show_where_there_is_room(theme: Theme, qtbot: QtBot) -> None:
    made = line(theme, qtbot, 4)
    assert [one.name for one in made.shown] == [f"host{n}.example" for n in range(4)]
    assert not made.grab().isNull()
    assert made.accessibleName().startswith("Way: host0.example +0 s, then host1")


def test_the_middle_is_counted_where_there_is_none(theme: Theme, qtbot: QtBot) -> None:
    made = line(theme, qtbot, 20, 480)
    assert [one.name for one in made.shown] == [
        "host0.example",
        "17 more",
        "host18.example",
        "host19.example",
    ]


def test_nothing_is_drawn_for_nothing(theme: Theme, qtbot: QtBot) -> None:
    made = line(theme, qtbot, 0)
    assert made.shown == []
    made.grab()


def test_a_station_tells_all_about_itself_and_stays_text(theme: Theme, qtbot: QtBot) -> None:
    made = line(theme, qtbot, 2)
    made.show_stations([Station("<b>x\u202e", "n", "t", "g", Tone.INFO)] * 2)
    QTest.mouseMove(made, QPoint(100, 30))
    qtbot.waitUntil(lambda: bool(made.toolTip()))
    assert "<b>" not in made.toolTip()
    assert "[RLO]" in made.toolTip()
