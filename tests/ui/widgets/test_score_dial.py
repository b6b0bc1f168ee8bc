"""The score is told in an arc, in a number and in words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.ink import inks
from ui.theme import Theme
from ui.tokens import DARK, LIGHT, Tone
from ui.widgets.score_dial import ScoreDial


@pytest.mark.parametrize(
    ("score", "spoken"), [(None, "no score"), (0, "score 0 of 100"), (100, "score 100 of 100")]
)
def test_the_score_is_a_number_too(
    score: int | None, spoken: str, theme: Theme, qtbot: QtBot
) -> None:
    dial = ScoreDial(theme)
    qtbot.addWidget(dial)
    dial.show_score(score, Tone.MALICIOUS)
    assert dial.accessibleName() == spoken
    shown = inks(dial.grab().toImage())
    assert (LIGHT.malicious.solid in shown) is bool(score)


def test_the_dial_keeps_up_with_the_theme(theme: Theme, qtbot: QtBot) -> None:
    dial = ScoreDial(theme)
    qtbot.addWidget(dial)
    dial.show_score(50, Tone.MALICIOUS)
    theme.switch()
    assert DARK.malicious.solid in inks(dial.grab().toImage())
