"""What a program could do, offers to others and carries, in three tables."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis, Node
from ui.models import programdetails
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.table_section import TableSection

MONO_LAST = frozenset({2})


class ProgramSection(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()

        def section(title: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> TableSection:
            return TableSection(theme, title, titles, widths, MONO_LAST)

        self.abilities = section("What it could do", programdetails.ABILITIES, (330, 84))
        self.exports = section("Exports", programdetails.EXPORTS, (190, 80))
        widths = (110, 110, 84, 96, 84, 72)
        self.resources = section("Resources", programdetails.RESOURCES, widths)
        self.setLayout(column(self.abilities, self.exports, self.resources, spacing=10))
        self.hide()

    def draw(self, analysis: Analysis, node: Node) -> None:
        tables = (
            (self.abilities, programdetails.ability_rows(analysis, node)),
            (self.exports, programdetails.export_rows(analysis, node)),
            (self.resources, programdetails.resource_rows(analysis, node)),
        )
        for table, rows in tables:
            note = "read from imports and texts, never run" if table is self.abilities else ""
            table.fill(rows, note)
        self.setVisible(any(rows for _, rows in tables))
