"""The line of progress says how far, and how long still."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.progress import ProgressLine
from workbench.jobs import Progress


@pytest.mark.parametrize(
    ("left", "words"),
    [(None, ""), (40.4, " · about 40 s left"), (89.9, " · about 90 s left"),
     (600.0, " · about 10 min left")],
)  # fmt: skip
def test_time_left_is_told_where_it_is_known(qtbot: QtBot, left: float | None, words: str) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.show_work("Searching", Progress(1_200, 10_000, "3 copies found", left))
    assert line.text == f"3 copies found 1,200 of 10,000{words}"
