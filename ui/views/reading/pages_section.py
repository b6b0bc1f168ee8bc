"""The pages of a document one after the other: picture, what can be clicked, and text."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis, Node
from ui.fonts import Weight
from ui.models import pages
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.code_view import CodeView
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.page_view import PageView
from ui.widgets.table_section import TableSection

TEXT_HEIGHT = 120  # pixels


class PagesSection(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._pages: list[pages.Shown] = []
        self._at = 0
        self.back = named(Button(theme, "Previous page"), "pages.back")
        self.on = named(Button(theme, "Next page"), "pages.next")
        self.note = ElidingLabel("", 12, ink="second")
        self.view = named(PageView(theme), "pages.view", "Page")
        self.areas = TableSection(theme, "To click", pages.AREAS, (50, 420), frozenset({1}))
        self.text = named(CodeView(theme), "pages.text", "Text of the page")
        self.text.setFixedHeight(TEXT_HEIGHT)
        title = PlainLabel("Pages as they look", 13, Weight.SEMIBOLD)
        head = row(title, self.back, self.on, self.note, None)
        self.setLayout(column(head, self.view, self.areas, self.text, spacing=6))
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.view.turned.connect(self.turn)
        self.hide()

    def draw(self, analysis: Analysis, node: Node) -> None:
        self._pages = pages.shown(analysis, node)
        self._at = 0
        self.setVisible(bool(self._pages))
        if self._pages:
            self._show()

    @Slot(int)
    def turn(self, steps: int) -> None:
        """Another page, as far as there is one."""
        if self._pages:
            self._at = min(len(self._pages) - 1, max(0, self._at + steps))
            self._show()

    def _show(self) -> None:
        page = self._pages[self._at]
        self.view.show_page(page)
        drawn = bool(page.pixels or page.note)
        self.view.setVisible(drawn)
        self.areas.fill(pages.area_rows(page))
        self.text.setVisible(bool(page.text.strip()))
        self.text.show_code(page.text, ())
        why = f" · {page.note}" if page.note else ""
        where = f"page {page.number}, {self._at + 1} of {len(self._pages)} shown"
        self.note.setText(f"{where} · drawn in a box, nothing was opened{why}")
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < len(self._pages) - 1)
