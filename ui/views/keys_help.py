"""F1: every key, from the same table that makes them work."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.actions import CLOSE_AS, MENUS, Command
from ui.fonts import Weight
from ui.naming import named
from ui.theme import Theme
from ui.verdicts import DISPOSITIONS
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay

WIDTH, KEYS_WIDTH = 860, 124  # pixels
NOTE = (
    "Single letters work while the list or the reading pane has the focus. "
    "No single key changes a mailbox: Q and Z first show what would happen. In the results of a "
    "search Q, C, J and K work as in a list; Enter opens, S sorts by the next column, Shift+S the "
    "other way round, / leads to the fields, P pauses."
)


def key_rows(commands: Iterable[Command], menu: str) -> list[tuple[str, str]]:
    """Title and keys of the commands of one menu that have keys."""
    rows = {}
    for command in (c for c in commands if c.menu == menu and c.all_keys):
        if command.name.startswith("tab "):  # seven commands, one thing to know
            rows["Show a tab of the message"] = "1 to 7"
        else:
            rows[command.title] = "  ".join(map(shown_key, command.all_keys))
    return list(rows.items())


def shown_key(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class KeysHelp(Overlay):
    def __init__(self, theme: Theme, commands: Iterable[Command], parent: QWidget) -> None:
        self._close = named(Button(theme, "", "quiet", "close", "Close (Esc)"), "keys.close")
        title = PlainLabel("Keys", 17, Weight.BOLD)
        listed = [(menu, key_rows(commands, menu)) for menu in MENUS]
        message = _block(*listed[0])
        others = [_block(menu, rows) for menu, rows in listed[1:]]
        closing = _block("Close as: E, then", [(DISPOSITIONS[d].word, key) for key, d in CLOSE_AS])
        left, right = column(message, closing, None), column(*others, None)
        layout = column(
            row(title, None, self._close),
            row(left, right, spacing=36),
            WrappingLabel(NOTE, 12, "second"),
            margins=(18, 14, 14, 16),
            spacing=10,
        )
        super().__init__(parent, layout, WIDTH, "Keys", centred=True)
        self._close.clicked.connect(self.shut)

    def show_keys(self) -> None:
        self.open(self._close)


def _block(heading: str, rows: list[tuple[str, str]]) -> QFrame:
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, KEYS_WIDTH)
    grid.addWidget(PlainLabel(heading.upper(), 11, Weight.SEMIBOLD, "third"), 0, 0)
    for number, (title, keys) in enumerate(rows, 1):
        grid.addWidget(ElidingLabel(title, 12), number, 0)
        grid.addWidget(PlainLabel(keys, 12, Weight.MEDIUM, "second", mono=True), number, 1)
    return framed(grid)
