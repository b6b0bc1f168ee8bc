"""What programs read differently in a message, and where it departs from the standards."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis
from ui.models.readings import DEVIATIONS, READINGS, deviation_rows, reading_rows
from ui.models.table import TableRows
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.data_table import DataTable
from ui.widgets.label import WrappingLabel
from ui.widgets.table_section import TableSection
from ui.widgets.whole_value import WholeValue

VALUE = 3  # column of the readings
NOTHING = "Nothing in it is read differently by the programs known here."
SOME = "Each of these places is read differently by some program. “inferred” is our own reasoning."


class ReadingsPage(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.note = WrappingLabel("", 12, "second")
        widths = (170, 330, 80)
        spoken = "Places that are read differently"
        self.table = DataTable(theme, TableRows(READINGS), widths, spoken, frozenset({2}), VALUE)
        self.whole = WholeValue(self.table, VALUE, "readings.value", "Readings of the chosen place")
        widths = (90, 330, 260)
        self.deviations = TableSection(theme, "Departures from the standards", DEVIATIONS, widths)
        body = column(self.note, self.table, self.whole, self.deviations, spacing=8)
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_analysis(self, analysis: Analysis) -> None:
        rows = reading_rows(analysis)
        self.table.rows.fill(rows)
        self.table.setVisible(bool(rows))
        self.note.setText(SOME if rows else NOTHING)
        self.deviations.fill(deviation_rows(analysis))

    @property
    def count(self) -> int:
        """Everything listed on the page."""
        return self.table.rows.rowCount() + self.deviations.table.rows.rowCount()
