"""The worst way can be read and pressed, and shows nothing where there is none."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from analyzers.model.purpose import Step
from ui.theme import Theme
from ui.widgets.way_line import SHOWN, WayLine


def test_each_station_chooses_its_object(theme: Theme, qtbot: QtBot) -> None:
    line = WayLine(theme)
    qtbot.addWidget(line)
    line.show_way((Step(0, "mail.eml", "attached"), Step(2, "a.lnk", "runs"), Step(2, "host")))
    assert line.isVisible()
    assert [made.text() for made in line.stations] == [
        "mail.eml (attached)",
        "a.lnk (runs)",
        "host",
    ]
    with qtbot.waitSignal(line.chosen) as heard:
        line.stations[1].click()
    assert heard.args == [2]


def test_a_long_way_is_cut_in_the_middle(theme: Theme, qtbot: QtBot) -> None:
    line = WayLine(theme)
    qtbot.addWidget(line)
    line.show_way([Step(n, f"{n}" + "x" * 200) for n in range(20)])
    assert len(line.stations) == SHOWN - 1
    assert line.stations[-1].text().startswith("19")
    assert len(line.stations[0].text()) < 60


def test_one_station_is_no_way(theme: Theme, qtbot: QtBot) -> None:
    line = WayLine(theme)
    qtbot.addWidget(line)
    line.show_way((Step(0, "mail.eml"),))
    assert not line.isVisible()
    assert line.stations == []
