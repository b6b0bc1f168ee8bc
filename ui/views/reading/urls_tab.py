"""Every address in the message and its attachments; none can be followed from here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout

from analyzers.model.analysis import Analysis
from ui.models.addresses import TITLES, Found, address_row, chain, links_of, summary
from ui.models.linkmap import LinkMap, link_map, passes
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
from ui.widgets.link_map import LinkMapView
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
        self._drawn = LinkMap()
        self._note = ElidingLabel("", 12, ink="second")
        self.copy = named(Button(theme, "Copy defanged", "", "copy"), "urls.copy")
        spoken = "Draw all addresses as one map"
        self.switch = named(Button(theme, "Map", "choice", spoken=spoken), "urls.switch")
        self.switch.setCheckable(True)
        mono = frozenset({ADDRESS, 1, 2})
        self.table = DataTable(theme, TableRows(TITLES), WIDTHS, "Addresses", mono, ADDRESS)
        self.whole = WholeValue(self.table, ADDRESS, "urls.address", "The chosen address")
        self.chain = StationLine(theme, "Way of the chosen address")
        self.chain.hide()
        self.map = LinkMapView(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.map)
        self._scroll.setWidgetResizable(True)
        for part in (self._scroll.viewport(), self.map):  # the pane's own ground shows through
            part.setAutoFillBackground(False)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._scroll)
        self._left_out = ElidingLabel("", 12, ink="second")
        head = row(self._note, self._left_out, None, self.switch, self.copy)
        body = column(head, self._stack, self.chain, self.whole, margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        lost = "Nothing can be said about the addresses in it."
        self.place = Placeholder(theme, framed(body), self.table, lost)
        self.setLayout(column(self.place))
        self.copy.clicked.connect(self._copy)
        self.switch.toggled.connect(self._on_switch)
        self.map.chosen.connect(self._on_spot)
        self.map.copy_asked.connect(self._copy)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.table.rows.modelReset.connect(self.chain.hide)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown, self._found = None, []
            self.table.rows.fill([])
            self.place.stand_in(state)
        elif analysis is not self._shown:
            self._shown, self._found = analysis, links_of(analysis)
            self._show_links(analysis)

    def take_focus(self) -> None:
        if self.switch.isChecked():
            self.map.setFocus()
        else:
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
        self._draw_map()
        self._note.setText(summary(self._found))
        self.place.clear()

    def _draw_map(self) -> None:
        """Only while it is looked at."""
        if not self.switch.isChecked():
            return
        self._drawn = link_map([link for _, link in self._found])
        self.map.show_map(self._drawn)
        left = self._drawn.left_out
        self._left_out.setText(f"· {left:,} not in the map" if left else "")

    @Slot(bool)
    def _on_switch(self, is_map: bool) -> None:
        self._stack.setCurrentWidget(self._scroll if is_map else self.table)
        self._left_out.setText("")
        self._draw_map()
        (self.map if is_map else self.table).setFocus()

    @Slot(int)
    def _on_spot(self, index: int) -> None:
        """The first address whose way goes over the spot is the chosen one of the table too."""
        spot = self._drawn.spots[index]
        rows = (n for n, (_, link) in enumerate(self._found) if passes(link, spot))
        self._reveal(index)
        if (number := next(rows, -1)) >= 0:
            self.table.choose(number)

    def _reveal(self, index: int) -> None:
        centre = self.map.place(index).center().toPoint()
        self._scroll.ensureVisible(centre.x(), centre.y(), 120, 40)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.chain.show_stations(chain(self._found[now.row()][1]))

    @Slot()
    def _copy(self) -> None:
        """The chosen addresses, all of them where none is chosen."""
        copy(self.table.chosen_values() or self.table.all_values())
