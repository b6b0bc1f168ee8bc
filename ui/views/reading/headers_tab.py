"""Headers in order, and what they claim about authentication."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis
from analyzers.model.message import Message
from ui.models.claims import spoken, tone_of
from ui.models.table import Cell, TableRows
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.placeholder import Placeholder
from ui.widgets.boxes import column, framed
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel
from ui.widgets.whole_value import WholeValue

CLAIM_ROWS = 4  # shown at once; more scroll
VALUE = 3  # column of a header's value
CLAIMS = ("Method", "Result", "Claimed by", "Details")
HEADERS = ("#", "Offset", "Name", "Value")


class HeadersTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: Analysis | None = None
        self.claims = DataTable(
            theme, TableRows(CLAIMS), (96, 132, 210), "Authentication claims", frozenset({2})
        )
        self.headers = DataTable(
            theme, TableRows(HEADERS), (44, 72, 210), "Headers", frozenset({1, 2, VALUE}), VALUE
        )
        self.whole = WholeValue(self.headers, VALUE, "headers.value", "Value of the chosen header")
        self._said = ElidingLabel("", 12, ink="second")
        self._count = ElidingLabel("", 12, ink="second")
        parts = (self._said, self.claims, self._count, self.headers, self.whole)
        body = column(*parts, margins=(18, 10, 16, 12))
        body.setStretch(3, 1)
        lost = "Nothing can be said about its headers."
        self.place = Placeholder(theme, framed(body), self.headers, lost)
        self.setLayout(column(self.place))

    @property
    def note(self) -> str:
        return self._said.text()

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown = None
            self.place.stand_in(state)
        elif analysis is not self._shown:
            self._shown = analysis
            self._show_message(analysis.message)

    def take_focus(self) -> None:
        self.place.take_focus()

    def _show_message(self, message: Message | None) -> None:
        if message is None:
            self.place.say("file", "Not a message", "This file is no message: it has no headers.")
            return
        self.claims.rows.fill(_claims(message))
        self.claims.setVisible(self.claims.rows.rowCount() > 0)
        self.claims.fit_rows(CLAIM_ROWS)
        self.headers.rows.fill(_headers(message))
        self.headers.scrollToTop()
        self._said.setText(_claim_note(message))
        count = len(message.headers)
        number = "1 header" if count == 1 else f"{count:,} headers"
        self._count.setText(f"{number}, as they stand in the message")
        self.place.clear()


def _claims(message: Message) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(spoken(claim.method)),
            Cell(claim.result, tone_of(claim)),
            Cell(claim.server or "not named"),
            Cell("  ".join(f"{name}={value}" for name, value in claim.properties)),
        )
        for claim in message.authentication
    ]


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


def _claim_note(message: Message) -> str:
    if not message.authentication:
        return "No server says anything about SPF, DKIM or DMARC in these headers."
    return "What servers claim in these headers; nothing of it is verified on this computer."
