"""Shows the chosen value of a table in full, where its cell has room for the beginning only."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot

from ui.widgets.data_table import DataTable
from ui.widgets.mail_text import MailText

HEIGHT = 76  # pixels: three lines; more scroll


class WholeValue(MailText):
    """Away while no row is chosen."""

    def __init__(self, table: DataTable, column: int, name: str, spoken: str) -> None:
        super().__init__(name, spoken)
        self._table = table
        self._column = column
        self.setFixedHeight(HEIGHT)
        self.hide()
        table.selectionModel().currentChanged.connect(self._on_current)
        table.rows.modelReset.connect(self.hide)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self.setVisible(now.isValid())
        if now.isValid():
            self.show_text(self._table.rows.cell(now.row(), self._column).shown_in_full)
