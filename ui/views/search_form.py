"""The fields of a search: what is typed or pasted, and the searches made before."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QMenu

from ui import plain
from ui.fonts import Weight, font
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.search_field import MOST, SearchField
from workbench.searching.said import LONGEST, NAMES, Said, headers, recognised

LISTED = 90  # characters of a search in the menu of recent ones
TIME = "2026-05-01"
# Field, title, what stands in it while it is empty, row, column, columns taken
FIELDS = (
    ("sender", "Sender", "address or domain", 0, 0, 1),
    ("subject", "Subject", "a piece of it", 0, 1, 1),
    ("since", "Received from", TIME, 0, 2, 1),
    ("until", "to", TIME, 0, 3, 1),
    ("internet_id", "Message-ID", "<…@…>", 2, 0, 1),
    ("network_id", "Network message id", "X-MS-Exchange-…-Network-Message-Id", 2, 1, 1),
    ("url", "Link", "defanged or not", 2, 2, 1),
    ("mailboxes", "Only in mailboxes", "all; or addresses", 2, 3, 1),
)
MONO = frozenset({"since", "until", "internet_id", "network_id", "url"})
WEIGHTS = (4, 4, 3, 3)  # of the columns


class SearchForm(QFrame):
    asked = Signal(object)  # Said
    forget_asked = Signal()  # the recent searches

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.fields = {name: self._field(name, title, hint) for name, title, hint, *_ in FIELDS}
        self.go = named(Button(theme, "Search", "primary", "search"), "search.go")
        self.pasted = named(Button(theme, "Paste headers", "", "file"), "search.paste")
        self.clear = named(Button(theme, "Clear", "quiet"), "search.clear")
        self.recent = named(Button(theme, "Recent  ▾", "quiet"), "search.recent")
        self.told = WrappingLabel("", 12)
        self.told.set_tone("suspicious")
        self.told.hide()
        self._menu = QMenu(self)
        self.recent.setMenu(self._menu)
        self._arrange()
        self.go.clicked.connect(self._on_go)
        self.pasted.clicked.connect(self._on_headers)
        self.clear.clicked.connect(self._on_clear)

    def said(self) -> Said:
        return Said(**{name: self.fields[name].text() for name in NAMES})

    @Slot(object)
    def fill(self, said: Said) -> None:
        """All fields, so that nothing of another search narrows this one."""
        for name in NAMES:
            self.fields[name].setText(getattr(said, name))
            self.fields[name].setCursorPosition(0)
        self.tell("")

    def tell(self, problem: str) -> None:
        self.told.setText(problem)
        self.told.setVisible(bool(problem))

    def list_recent(self, searches: tuple[Said, ...]) -> None:
        self._menu.clear()
        for one in searches:
            words = plain.line(one.words, LISTED).replace("&", "&&")
            self._menu.addAction(words).triggered.connect(lambda _=False, one=one: self._again(one))
        if searches:
            self._menu.addSeparator()
            self._menu.addAction("Forget these searches").triggered.connect(self.forget_asked)
        self.recent.setVisible(bool(searches))

    def take_focus(self) -> None:
        self.fields["sender"].setFocus()
        self.fields["sender"].selectAll()

    def _again(self, said: Said) -> None:
        self.fill(said)
        self.asked.emit(said)

    def _field(self, name: str, title: str, hint: str) -> SearchField:
        field = named(SearchField(recognised, LONGEST), f"search.{name}", title)
        field.setPlaceholderText(hint)
        field.setFont(font(13, mono=name in MONO))
        field.returnPressed.connect(self._on_go)
        field.recognised.connect(self.fill)
        return field

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for name, title, _, line, at, wide in FIELDS:
            label = PlainLabel(title, 12, Weight.MEDIUM, "second")
            label.setContentsMargins(1, 6 if line else 0, 0, 0)
            grid.addWidget(label, line, at, 1, wide)
            grid.addWidget(self.fields[name], line + 1, at, 1, wide)
        for at, weight in enumerate(WEIGHTS):
            grid.setColumnStretch(at, weight)
        buttons = row(self.go, self.pasted, self.clear, None, self.recent)
        self.setLayout(column(grid, buttons, self.told, spacing=10))

    @Slot()
    def _on_go(self) -> None:
        self.asked.emit(self.said())

    @Slot()
    def _on_headers(self) -> None:
        found = headers(QApplication.clipboard().text()[:MOST])
        if found is None:
            self.tell("The clipboard holds no header lines with a Message-ID, sender or subject.")
        else:
            self.fill(found)
            self.go.setFocus()

    @Slot()
    def _on_clear(self) -> None:
        self.fill(Said())
        self.take_focus()
