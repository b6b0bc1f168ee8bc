"""Headers in order, and what they claim about authentication."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis
from analyzers.model.message import Message
from ui.models.table import Cell, TableRows
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.reading.header import TONES
from ui.widgets.boxes import column
from ui.widgets.data_table import DataTable
from ui.widgets.label import PlainLabel

CLAIM_ROWS = 6


class HeadersTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: object = self
        self.claims = DataTable(
            theme,
            TableRows(("Method", "Result", "Claimed by", "Details")),
            (96, 130, 240),
            "Authentication claims",
        )
        self.headers = DataTable(
            theme,
            TableRows(("#", "Offset", "Name", "Value")),
            (44, 72, 240),
            "Headers",
            frozenset({3}),
        )
        self._none = PlainLabel("", 12, ink="second")
        self._count = PlainLabel("", 12, ink="second")
        body = column(self._none, self.claims, self._count, self.headers, margins=(18, 10, 16, 12))
        body.setStretch(3, 1)
        self.setLayout(body)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is self._shown:
            return
        self._shown = analysis
        message = analysis.message if analysis else None
        self.claims.rows.fill(_claims(message))
        self.claims.setVisible(self.claims.rows.rowCount() > 0)
        self.claims.fit_rows(CLAIM_ROWS)
        self.headers.rows.fill(_headers(message))
        self._none.setText(_claim_note(message, analysis))
        count = len(message.headers) if message else 0
        self._count.setText(f"{count} headers, as they stand in the message")

    def take_focus(self) -> None:
        self.headers.setFocus()


def _claims(message: Message | None) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for claim in message.authentication if message else ():
        tone = TONES.get(claim.result.casefold(), Tone.UNKNOWN)
        details = "  ".join(f"{name}={value}" for name, value in claim.properties)
        server = claim.server or "not named"
        rows.append((Cell(claim.method), Cell(claim.result, tone), Cell(server), Cell(details)))
    return rows


def _headers(message: Message | None) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(str(number)),
            Cell(f"0x{header.offset:X}" if header.offset >= 0 else "–"),
            Cell(header.name),
            Cell(header.value),
        )
        for number, header in enumerate(message.headers if message else (), start=1)
    ]


def _claim_note(message: Message | None, analysis: Analysis | None) -> str:
    if message is None:
        return "" if analysis is None else "This file is not a message and has no headers."
    if not message.authentication:
        return "No server says anything about SPF, DKIM or DMARC in these headers."
    return "What servers claim in these headers; nothing of it is verified on this computer."
