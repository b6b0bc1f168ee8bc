"""The verdict shows every reason, can be read by keyboard, and is never green by default."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen, press
from tests.ui.tray import opened
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.reading.verdict_card import SHOWN, VerdictCard
from workbench.model.opened import OpenMessage
from workbench.model.verdict import Label, NotChecked, Reason, Verdict

Cases = Mapping[str, OpenMessage]


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> VerdictCard:
    made = VerdictCard(theme)
    on_screen(made, qtbot, height=260)
    return made


def show(card: VerdictCard, message: OpenMessage) -> None:
    card.draw(ReadingState(message.id, message=message))


def verdict(reasons: int, label: Label = Label.MALICIOUS) -> Verdict:
    lines = tuple(Reason(f"r{n}", 10, f"Reason {n}", "", n, "") for n in range(reasons))
    return Verdict(label, min(100, reasons * 10), "Headline", lines, ())


def test_a_real_verdict_shows_its_reasons_with_their_points(
    card: VerdictCard, cases: Cases
) -> None:
    message = cases["macro-invoice"]
    assert message.verdict is not None
    show(card, message)
    assert card.label.text == "Malicious"
    assert card.dial.accessibleName() == f"score {message.verdict.score} of 100"
    assert card.headline.text() == message.verdict.headline
    points = [row.accessibleName().partition(",")[0] for row in card.rows]
    assert points == [f"+{reason.points}" for reason in message.verdict.reasons[:SHOWN]]


def test_more_reasons_are_one_key_away(card: VerdictCard) -> None:
    show(card, opened(1, verdict=verdict(9)))
    assert (len(card.rows), card.more.text()) == (SHOWN, "4 more")
    card.more.setFocus()
    press(Qt.Key.Key_Space)
    assert (len(card.rows), card.more.text()) == (9, "Fewer")
    press(Qt.Key.Key_Space)
    assert len(card.rows) == SHOWN
    show(card, opened(2, verdict=verdict(3)))
    assert card.more.isHidden()


def test_a_reason_leads_to_what_it_is_about(card: VerdictCard, qtbot: QtBot) -> None:
    show(card, opened(1, verdict=verdict(3)))
    card.folding.setFocus()
    press(Qt.Key.Key_Tab)
    assert card.rows[0].hasFocus()
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(card.chosen) as chosen:
        press(Qt.Key.Key_Return)
    assert chosen.args == [1]


def test_the_keyboard_keeps_its_place_while_the_state_changes(card: VerdictCard) -> None:
    message = opened(1, verdict=verdict(3))
    show(card, message)
    card.rows[1].setFocus()
    card.draw(ReadingState(1, message=message, finding=True))
    assert card.rows[1].hasFocus()


def test_folded_it_is_one_line_that_still_has_the_score(card: VerdictCard, qtbot: QtBot) -> None:
    show(card, opened(1, verdict=verdict(3)))
    tall = card.sizeHint().height()
    card.folding.setFocus()
    press(Qt.Key.Key_Space)
    assert card.label.text == "Malicious 30"
    assert card.rows == []
    qtbot.waitUntil(lambda: card.sizeHint().height() < tall / 2)
    assert card.folding.accessibleName() == "Show the evidence"
    press(Qt.Key.Key_Space)
    assert len(card.rows) == 3


def test_a_short_pane_gets_fewer_reasons(card: VerdictCard) -> None:
    show(card, opened(1, verdict=verdict(9)))
    card.fold(False, 3)
    assert (len(card.rows), card.more.text()) == (3, "6 more")


def test_what_was_not_checked_is_never_green(card: VerdictCard) -> None:
    doubt = (NotChecked("DKIM", "no key"),)
    show(card, opened(1, verdict=Verdict(Label.NOT_ANALYSED, 0, "Nothing found", (), doubt)))
    assert (card.label.text, card.label.tone) == ("Not analysed", Tone.UNKNOWN)
    assert card.rows[0].accessibleName() == "?, Not checked: DKIM, no key"


@pytest.mark.parametrize(
    ("state", "label", "headline"),
    [
        (ReadingState(1, busy=True), "Opening…", ""),
        (ReadingState(1, busy=True, step="analysing"), "Analysing…", ""),
        (ReadingState(1, problem="x"), "Not analysed", "Nothing can be said about this message"),
        (ReadingState(), "Not analysed", "Nothing can be said about this message"),
    ],
)
def test_without_a_verdict_it_says_what_is_going_on(
    state: ReadingState, label: str, headline: str, card: VerdictCard
) -> None:
    show(card, opened(7, verdict=verdict(2)))
    card.draw(state)
    assert (card.label.text, card.label.tone) == (label, Tone.UNKNOWN)
    assert card.headline.text() == headline
    assert card.dial.accessibleName() == "no score"
    assert card.rows == []
    assert card.folding.isHidden()


def test_hostile_evidence_stays_in_its_line(card: VerdictCard) -> None:
    hostile = '<img src="file:///etc/passwd">\u202e' * 2_000
    reason = Reason("r", 40, hostile, hostile, 0, hostile)
    bad = Verdict(Label.MALICIOUS, 40, hostile, (reason,), (NotChecked(hostile, hostile),))
    show(card, opened(1, verdict=bad))
    assert card.minimumSizeHint().width() < 600
    assert all(row.height() == row.sizeHint().height() for row in card.rows)
    assert "\u202e" not in card.headline.text()


def test_c_copies_a_reason(card: VerdictCard, cases: Cases) -> None:
    show(card, cases["credential-link"])
    card.rows[0].setFocus()
    QTest.keyClick(card.rows[0], Qt.Key.Key_C)
    assert "velrnora[.]example" in QApplication.clipboard().text()


def test_the_worst_way_shows_and_chooses_its_objects(
    card: VerdictCard, cases: Cases, qtbot: QtBot
) -> None:
    show(card, cases["macro-invoice"])
    assert card.way.isVisible()
    last = card.way.stations[-1]
    with qtbot.waitSignal(card.chosen) as heard:
        last.click()
    analysis = cases["macro-invoice"].analysis
    assert analysis is not None
    assert analysis.nodes[heard.args[0]].kind == "docm"
    card.fold(True)
    assert not card.way.isVisible()
