"""The verdict: label, score, every reason with its points, and what was not checked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout

from analyzers.purpose.way import worst_way
from ui.fonts import Weight
from ui.models.evidence import Line, facts, headline, lines
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.verdicts import LABELS
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.evidence_row import EvidenceRow
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.score_dial import ScoreDial
from ui.widgets.way_line import WayLine
from workbench.model.verdict import Label

SHOWN = 5  # reasons before "n more", as long as nobody sets another number


class VerdictCard(QFrame):
    """``chosen`` carries the node (Analysis.nodes) that a pressed reason is about."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._whole = False
        self._folded = False
        self._shown = SHOWN
        self._state = ReadingState()
        self.dial = ScoreDial(theme)
        self.label = Chip(theme, "Not analysed", Tone.UNKNOWN, pixels=13)
        self.headline = ElidingLabel("", 14, Weight.SEMIBOLD)
        self.facts = PlainLabel("", 12, ink="second")
        self.folding = named(Button(theme, "", "quiet"), "verdict.fold")
        self.more = named(Button(theme, "", "quiet"), "verdict.more")
        self.way = WayLine(theme)
        self._rows = column(spacing=0)
        self._evidence = framed(column(framed(self._rows), row(self.more, None), spacing=2))
        self._arrange()
        self.folding.clicked.connect(self._on_fold)
        self.more.clicked.connect(self._on_more)
        self.way.chosen.connect(self.chosen)
        self._redraw()

    def _arrange(self) -> None:
        head = row(self.label, self.headline, self.facts, self.folding)
        head.setStretch(1, 1)
        right = column(head, self.way, self._evidence, spacing=4)
        whole = row(self.dial, right, margins=(12, 8, 10, 8), spacing=12)
        whole.setStretch(1, 1)
        whole.setAlignment(self.dial, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)

    def draw(self, state: ReadingState) -> None:
        before, self._state = self._state, state
        if state.message is not before.message:
            self._whole = False
            self._redraw()
        elif (state.busy, state.step, state.problem) != (before.busy, before.step, before.problem):
            self._draw_head()

    def fold(self, folded: bool, shown: int = SHOWN) -> None:
        """One line only, for tabs that need the height, or so many reasons."""
        if (folded, shown) != (self._folded, self._shown):
            self._folded, self._shown = folded, shown
            self._redraw()

    @property
    def rows(self) -> list[EvidenceRow]:
        """The reasons on display."""
        items = (self._rows.itemAt(n) for n in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, EvidenceRow)]

    def _redraw(self) -> None:
        self._draw_head()
        verdict = self._state.message.verdict if self._state.message else None
        every = lines(verdict) if verdict else []
        shown = every if self._whole else every[: self._shown]
        analysis = self._state.message.analysis if self._state.message else None
        self.way.show_way(worst_way(analysis) if analysis and not self._folded else ())
        _empty(self._rows)
        for line in shown if not self._folded else ():
            self._rows.addWidget(self._row(line))
        hidden = len(every) - len(shown)
        self.more.setVisible(len(every) > self._shown)
        self.more.set_label(f"{hidden} more" if hidden else "Fewer")
        self.dial.setVisible(not self._folded)
        self._evidence.setVisible(not self._folded and bool(every))

    def _draw_head(self) -> None:
        state, message = self._state, self._state.message
        verdict = message.verdict if message else None
        look = LABELS[verdict.label if verdict else Label.NOT_ANALYSED]
        self.dial.show_score(verdict.score if verdict else None, look.tone)
        score = f" {verdict.score}" if verdict and self._folded else ""
        busy = f"{state.step.capitalize() or 'Opening'}…"
        self.label.say(busy if state.busy else look.word + score, look.tone)
        self.headline.setText("" if state.busy else headline(message))
        self.facts.setText(facts(message))
        self.folding.setVisible(verdict is not None)
        fold = ("Evidence  ▾", "Show the evidence") if self._folded else ("Fold  ▴", "Fold")
        self.folding.set_label(*fold)

    def _row(self, line: Line) -> EvidenceRow:
        made = EvidenceRow(self._theme, line.tone, line.points, line.title, line.detail)
        made.clicked.connect(lambda: self.chosen.emit(line.node))
        return made

    @Slot()
    def _on_fold(self) -> None:
        self.fold(not self._folded, self._shown)

    @Slot()
    def _on_more(self) -> None:
        self._whole = not self._whole
        self._redraw()


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
