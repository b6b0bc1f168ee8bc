"""The panel in which senders, domains and links are picked for a task that blocks them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.fonts import Weight, font
from ui.models.copies import many
from ui.models.table import Cell
from ui.models.ticks import TickRows
from ui.naming import named
from ui.presenters.blocking import BlockPresenter, BlockState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.copying import copy
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay
from ui.widgets.tick_table import TickTable
from workbench.remediation.indicators import Indicator, Sort

WIDTH = 820  # pixels
TITLES = ("Block", "Kind", "What it does")
WIDTHS = (290, 96)
ROWS = 7  # of the table before it scrolls
TASK = 150  # pixels
PROMISE = (
    "Nothing is sent from here: this tenant grants us no right to its block lists. Tick what "
    "shall be blocked and hand the task to an administrator."
)
TONES = {Sort.SENDER: None, Sort.DOMAIN: Tone.SUSPICIOUS, Sort.LINK: None}


class BlockPanel(Overlay):
    shown = Signal()

    def __init__(self, theme: Theme, presenter: BlockPresenter, parent: QWidget) -> None:
        self._presenter = presenter
        self._filled: object = None
        self.promise = WrappingLabel(PROMISE, 13)
        self.told = WrappingLabel("", 12, "second")
        self.problem = WrappingLabel("", 12)
        self.problem.set_tone(Tone.SUSPICIOUS.value)
        rows = TickRows(TITLES)
        self.table = TickTable(theme, rows, WIDTHS, "What can be blocked", frozenset({0}))
        self.task = named(QPlainTextEdit(), "block.task", "The task for an administrator")
        self.task.setReadOnly(True)
        self.task.setFont(font(12, Weight.REGULAR, True))
        self.task.setFixedHeight(TASK)
        self.task.setTabChangesFocus(True)
        self.close_button = named(Button(theme, "Close"), "block.close")
        self.values = named(Button(theme, "Copy values", "", "copy"), "block.values")
        self.copy = named(Button(theme, "Copy task", "primary", "copy"), "block.copy")
        self._hint = PlainLabel("Space ticks · Esc closes", 12, ink="third")
        head = row(PlainLabel("Block senders, domains and links", 17, Weight.BOLD), None)
        foot = row(self._hint, None, self.close_button, self.values, self.copy)
        body = column(
            head, self.promise, self.table, self.problem, self.told, self.task, foot,
            margins=(20, 14, 16, 16), spacing=10,
        )  # fmt: skip
        super().__init__(parent, body, WIDTH, "Block senders, domains and links", centred=True)
        rows.asked.connect(self._on_tick)
        self.close_button.clicked.connect(self.shut)
        self.values.clicked.connect(self._on_values)
        self.copy.clicked.connect(lambda: copy(self._presenter.state.task))
        presenter.changed.connect(self.draw)

    def ask(self, message_id: int) -> None:
        """Over the window, or over another panel."""
        self._presenter.ask(message_id)
        self.open(self.table)
        self.shown.emit()

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window works behind an open panel."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @Slot(object)
    def draw(self, state: BlockState) -> None:
        ticks = [one.chosen for one in state.rows]
        facts = [(one.sort, one.value) for one in state.rows]
        if facts != self._filled:
            self._filled = facts
            self.table.ticks.fill_ticked([_cells(one) for one in state.rows], ticks)
            self.table.fit_rows(ROWS)
            if facts:
                self.table.selectRow(0)
        else:
            self.table.ticks.set_ticks(ticks)
        self.table.setVisible(bool(state.rows))
        text = state.task
        self.task.setPlainText(text)
        self.task.setPlaceholderText(_empty(state))
        self.told.setText(state.explanation)
        problem = _problem(state)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        for button in (self.copy, self.values):
            button.setEnabled(bool(text))

    @Slot(object, bool)
    def _on_tick(self, rows: tuple[int, ...], ticked: bool) -> None:
        self._presenter.tick(rows, chosen=ticked)

    @Slot()
    def _on_values(self) -> None:
        """Each on a line of its own, for other systems."""
        copy("\n".join(one.value for one in self._presenter.state.chosen))


def _cells(one: Indicator) -> tuple[Cell, ...]:
    return Cell(one.value, defang=True), Cell(one.sort.value, TONES[one.sort]), Cell(one.note)


def _empty(state: BlockState) -> str:
    if state.busy:
        return "Looking at the message…"
    return "Tick something above" if state.rows else "There is nothing here that can be blocked"


def _problem(state: BlockState) -> str:
    left = state.left_out
    lost = f"{many(left, 'address', 'addresses')} cannot stand in a task safely." if left else ""
    return " ".join(filter(None, (state.problem, lost)))
