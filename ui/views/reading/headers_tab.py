"""Where a message comes from, what it says of itself, and what is odd about the way it says it."""

from __future__ import annotations

import enum

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedLayout, QWidget

from analyzers.model.analysis import Analysis
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.headers_page import HeadersPage
from ui.views.reading.origin_page import OriginPage
from ui.views.reading.placeholder import Placeholder
from ui.views.reading.readings_page import ReadingsPage
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button


class Page(enum.Enum):
    ORIGIN = "Path and authentication"
    HEADERS = "All headers"
    READINGS = "Malformed"


class HeadersTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: Analysis | None = None
        self.page = Page.ORIGIN
        self.origin = OriginPage(theme)
        self.headers = HeadersPage(theme)
        self.readings = ReadingsPage(theme)
        pages = (self.origin, self.headers, self.readings)
        self._pages: dict[Page, QWidget] = dict(zip(Page, pages, strict=True))
        self.choices = {page: named(_choice(theme, page), f"headers.{page.name}") for page in Page}
        self._group = QButtonGroup(self)
        self._stack = QStackedLayout()
        for page, button in self.choices.items():
            self._group.addButton(button)
            self._stack.addWidget(self._pages[page])
            button.clicked.connect(lambda _, page=page: self.choose(page))
        head = row(*self.choices.values(), None, spacing=6)
        body = column(head, framed(self._stack), margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        lost = "Nothing can be said about its headers."
        self.place = Placeholder(theme, framed(body), self.origin, lost)
        self.setLayout(column(self.place))
        self.choose(Page.ORIGIN)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown = None
            self.place.stand_in(state)
        elif analysis is not self._shown:
            self._shown = analysis
            self._show(analysis)

    def take_focus(self) -> None:
        self.place.take_focus()

    @Slot()
    def choose(self, page: Page) -> None:
        self.page = page
        self.choices[page].setChecked(True)
        self._stack.setCurrentWidget(self._pages[page])
        homes = {Page.HEADERS: self.headers.table, Page.READINGS: self.readings.table}
        self.place.set_home(homes.get(page, self.origin))

    def _show(self, analysis: Analysis) -> None:
        message = analysis.message
        if message is None:
            self.place.say("file", "Not a message", "This file is no message: it has no headers.")
            return
        self.origin.show_analysis(analysis)
        self.headers.show_message(message)
        self.readings.show_analysis(analysis)
        count = self.readings.count
        title = Page.READINGS.value
        self.choices[Page.READINGS].set_label(f"{title}  {count:,}" if count else title)
        self.place.clear()


def _choice(theme: Theme, page: Page) -> Button:
    button = Button(theme, page.value, "choice")
    button.setCheckable(True)
    return button
