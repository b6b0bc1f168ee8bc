"""All headers in order, with offsets that lead to the bytes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from analyzers.model.message import Message
from ui.models.table import Cell, TableRows
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel
from ui.widgets.whole_value import WholeValue

VALUE = 3  # column of a header's value
HEADERS = ("#", "Offset", "Name", "Value")


class HeadersPage(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        mono = frozenset({1, 2, VALUE})
        self.table = DataTable(theme, TableRows(HEADERS), (44, 72, 210), "Headers", mono, VALUE)
        self.whole = WholeValue(self.table, VALUE, "headers.value", "Value of the chosen header")
        self._count = ElidingLabel("", 12, ink="second")
        body = column(self._count, self.table, self.whole)
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_message(self, message: Message) -> None:
        self.table.rows.fill(_headers(message))
        self.table.scrollToTop()
        count = len(message.headers)
        number = "1 header" if count == 1 else f"{count:,} headers"
        self._count.setText(f"{number}, as they stand in the message")


def _headers(message: Message) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(str(number)),
            Cell(f"0x{header.offset:X}" if header.offset >= 0 else "–"),
            Cell(header.name),
            Cell(header.value),
        )
        for number, header in enumerate(message.headers, start=1)
    ]
