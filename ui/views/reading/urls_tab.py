"""Every address in the message and its attachments; none can be followed from here."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFrame

from analyzers.model.analysis import Analysis
from analyzers.model.content import Link
from ui import plain
from ui.models.table import Cell, TableRows
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel

TITLES = ("Address (defanged)", "Host", "Domain", "Shown as", "Found in", "Times", "Object")


class UrlsTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: object = self
        self._note = ElidingLabel("", 12, ink="second")
        self.copy = named(Button(theme, "Copy defanged", "", "copy"), "urls.copy")
        self.table = DataTable(
            theme, TableRows(TITLES), (360, 190, 150, 170, 86, 54), "Addresses", frozenset({0, 1})
        )
        body = column(row(self._note, None, self.copy), self.table, margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        self.setLayout(body)
        self.copy.clicked.connect(self._copy)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is self._shown:
            return
        self._shown = analysis
        found = links_of(analysis)
        self.table.rows.fill(
            [_row(analysis, node, link) for node, link in found] if analysis else []
        )
        hosts = len({link.host for _, link in found if link.host})
        self._note.setText(
            f"{len(found)} addresses on {hosts} hosts · nothing was asked of any of them"
            if found
            else "No address found"
        )
        self.copy.setEnabled(bool(found))

    def take_focus(self) -> None:
        self.table.setFocus()

    @Slot()
    def _copy(self) -> None:
        if not self.table.selectionModel().hasSelection():
            self.table.selectAll()
        QApplication.clipboard().setText(self.table.chosen_text())


def links_of(analysis: Analysis | None) -> list[tuple[int, Link]]:
    """Node id and link, in the order of the tree."""
    return [
        (node.id, record)
        for node in (analysis.nodes if analysis else ())
        if node.duplicate_of < 0 and analysis is not None
        for record in analysis.records(node)
        if isinstance(record, Link)
    ]


def _row(analysis: Analysis, node: int, link: Link) -> tuple[Cell, ...]:
    place = analysis.path(analysis.nodes[node]) or "the message"
    return (
        Cell(plain.defanged(link.url), raw=link.url),
        Cell(plain.defanged(link.host), raw=link.host),
        Cell(plain.defanged(link.domain), raw=link.domain),
        Cell(plain.defanged(link.text), raw=link.text),
        Cell(link.source),
        Cell(str(link.count)),
        Cell(place),
    )
