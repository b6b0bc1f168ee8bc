"""The verdict: label, score, every reason with its points, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.verdicts import LABELS, concluded
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.evidence_row import EvidenceRow
from ui.widgets.label import ElidingLabel
from ui.widgets.score_dial import ScoreDial
from workbench.model.opened import OpenMessage
from workbench.model.verdict import Label, NotChecked, Reason, Verdict

SHOWN = 5  # reasons before "n more"


class VerdictCard(QFrame):
    """``chosen`` carries the node (Analysis.nodes) that a pressed reason is about."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._whole = False
        self._folded = False
        self._state = ReadingState()
        self._dial = ScoreDial(theme)
        self._label = Chip(theme, "Not analysed", Tone.UNKNOWN, pixels=13)
        self._headline = ElidingLabel("", 14)
        self._facts = ElidingLabel("", 12, ink="second")
        self._fold = named(Button(theme, "Evidence  ▾", "quiet"), "verdict.fold", "Show evidence")
        self._more = named(Button(theme, "", "quiet"), "verdict.more")
        self._rows = column(spacing=0)
        self._evidence = framed(column(framed(self._rows), row(self._more, None), spacing=2))
        head = row(self._label, self._headline, None, self._facts, self._fold)
        right = column(head, self._evidence, spacing=4)
        whole = row(self._dial, right, margins=(12, 8, 10, 8), spacing=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._fold.clicked.connect(self._on_fold)
        self._more.clicked.connect(self._on_more)

    def draw(self, state: ReadingState) -> None:
        if state.message is not self._state.message:
            self._whole = False
        self._state = state
        self._redraw()

    def fold(self, folded: bool) -> None:
        """One line only, for tabs that need the height."""
        self._folded = folded
        self._redraw()

    def _redraw(self) -> None:
        state = self._state
        verdict = state.message.verdict if state.message else None
        look = concluded(verdict.label) if verdict else LABELS[Label.NOT_ANALYSED]
        self._dial.show_score(verdict.score if verdict else None, look.tone)
        score = f" {verdict.score}" if verdict and self._folded else ""
        self._label.say(_word(state, look.word) + score, look.tone)
        self._headline.setText(_headline(state, verdict))
        self._facts.setText(_facts(state.message))
        self._dial.setVisible(not self._folded)
        self._evidence.setVisible(not self._folded)
        self._fold.setVisible(verdict is not None)
        self._fold.set_label("Evidence  ▾" if self._folded else "Fold  ▴", "Show or fold evidence")
        _empty(self._rows)
        lines = list(self._lines(verdict)) if verdict and not self._folded else []
        shown = lines if self._whole else lines[:SHOWN]
        for line in shown:
            self._rows.addWidget(line)
        for line in lines[len(shown) :]:
            line.deleteLater()
        hidden = len(lines) - len(shown)
        self._more.setVisible(hidden > 0 or (self._whole and len(lines) > SHOWN))
        self._more.set_label(f"{hidden} more" if hidden else "Fewer")

    def _lines(self, verdict: Verdict) -> Iterator[QWidget]:
        """What counts, then what was not checked, then what is only said."""
        counting = [reason for reason in verdict.reasons if reason.points]
        for reason in counting:
            yield self._reason(reason)
        for missing in verdict.not_checked:
            yield self._missing(missing)
        for reason in verdict.reasons:
            if not reason.points:
                yield self._reason(reason)

    def _reason(self, reason: Reason) -> EvidenceRow:
        detail = " · ".join(text for text in (reason.evidence, reason.place) if text)
        times = f" ({reason.times}×)" if reason.times > 1 else ""
        points = f"{reason.points:+d}".replace("-", "−") if reason.points else "0"
        line = EvidenceRow(self._theme, _tone(reason.points), points, reason.title + times, detail)
        line.clicked.connect(lambda: self.chosen.emit(reason.node))
        return line

    def _missing(self, missing: NotChecked) -> EvidenceRow:
        title = f"Not checked: {missing.what}"
        line = EvidenceRow(self._theme, Tone.UNKNOWN, "?", title, missing.reason)
        line.clicked.connect(lambda: self.chosen.emit(missing.node))
        return line

    @Slot()
    def _on_fold(self) -> None:
        self.fold(not self._folded)

    @Slot()
    def _on_more(self) -> None:
        self._whole = not self._whole
        self._redraw()


def _tone(points: int) -> Tone:
    if points <= 0:
        return Tone.CLEAN if points < 0 else Tone.INFO
    return Tone.MALICIOUS if points >= 40 else Tone.SUSPICIOUS


def _word(state: ReadingState, word: str) -> str:
    return "Analysing…" if state.busy else word


def _headline(state: ReadingState, verdict: Verdict | None) -> str:
    if state.busy:
        return state.step.capitalize()
    return verdict.headline if verdict else state.problem


def _facts(opened: OpenMessage | None) -> str:
    analysis = opened.analysis if opened else None
    if analysis is None:
        return ""
    runs = [e for node in analysis.nodes for e in node.examinations]
    done = sum(e.outcome.value == "complete" for e in runs)
    boxed = "" if analysis.isolation == "full" else " · reduced isolation"
    return f"{done} of {len(runs)} checks ran · {analysis.seconds:.1f} s{boxed}"


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
