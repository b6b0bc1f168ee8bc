"""Every address in the message and its attachments; none can be followed from here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis
from ui.models.addresses import TITLES, Found, address_row, chain, links_of, summary
from ui.models.table import TableRows
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.placeholder import Placeholder
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.copying import copy
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel
from ui.widgets.station_line import StationLine
from ui.widgets.whole_value import WholeValue

ADDRESS = 0  # column
WIDTHS = (260, 130, 130, 130, 90, 62)
NONE = "No address found", "Neither the message nor what it carries names one."


class UrlsTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: Analysis | None = None
        self._found: list[Found] = []
        self._note = ElidingLabel("", 12, ink="second")
        self.copy = named(Button(theme, "Copy defanged", "", "copy"), "urls.copy")
        mono = frozenset({ADDRESS, 1, 2})
        self.table = DataTable(theme, TableRows(TITLES), WIDTHS, "Addresses", mono, ADDRESS)
        self.whole = WholeValue(self.table, ADDRESS, "urls.address", "The chosen address")
        self.chain = StationLine(theme, "Way of the chosen address")
        self.chain.hide()
        head = row(self._note, None, self.copy)
        body = column(head, self.table, self.chain, self.whole, margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        lost = "Nothing can be said about the addresses in it."
        self.place = Placeholder(theme, framed(body), self.table, lost)
        self.setLayout(column(self.place))
        self.copy.clicked.connect(self._copy)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.table.rows.modelReset.connect(self.chain.hide)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown, self._found = None, []
            self.place.stand_in(state)
        elif analysis is not self._shown:
            self._shown, self._found = analysis, links_of(analysis)
            self._show_links(analysis)

    def take_focus(self) -> None:
        self.place.take_focus()

    def show_address(self, address: str) -> None:
        """Choose the row of an address as it was found; one that is not there is ignored."""
        rows = (n for n, (_, link) in enumerate(self._found) if link.url == address)
        number = next(rows, -1) if address else -1
        if number >= 0:
            self.table.choose(number)

    def _show_links(self, analysis: Analysis) -> None:
        if not self._found:
            self.place.say("link", *NONE)
            return
        rows = [address_row(analysis, node, link) for node, link in self._found]
        self.table.rows.fill(rows)
        self.table.scrollToTop()
        self._note.setText(summary(self._found))
        self.place.clear()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.chain.show_stations(chain(self._found[now.row()][1]))

    @Slot()
    def _copy(self) -> None:
        """The chosen addresses, all of them where none is chosen."""
        copy(self.table.chosen_values() or self.table.all_values())
