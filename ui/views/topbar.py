"""The upper edge: product menu, tenant, filter, how fresh the mail is, light or dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QMenu

from ui import plain
from ui.fonts import Weight, font
from ui.models.messages import local_now
from ui.naming import named
from ui.presenters.connection import ConnectionPresenter, ConnectionState, Link
from ui.presenters.queue import QueuePresenter
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.filter_field import FilterField
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.chip import Chip

HEIGHT = 46  # pixels
TICK = 10_000  # milliseconds between two looks at how old the mail is


class TopBar(QFrame):
    def __init__(
        self,
        theme: Theme,
        connection: ConnectionPresenter,
        queue: QueuePresenter,
        menu: QMenu,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self.setObjectName("top")
        self._theme = theme
        self._connection = connection
        self._clock = clock
        self.product = named(Button(theme, "Workbench", "quiet"), "top.product", "Menu")
        self.product.setFont(font(15, Weight.BOLD))
        self.product.setProperty("ink", "first")
        self.product.setMenu(menu)
        self.tenant = named(Button(theme, "No tenant", icon="tenant"), "top.tenant")
        self.filter = FilterField(theme, queue)
        self.state = Chip(theme, "Offline")
        self.scheme = named(Button(theme, "", "quiet", "moon"), "top.scheme")
        self._arrange()
        self.tenant.clicked.connect(connection.refresh)
        self.scheme.clicked.connect(theme.switch)
        theme.changed.connect(self._draw_scheme)
        connection.changed.connect(self.draw)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._draw_age)
        self._draw_scheme()
        self.draw(connection.state)

    @Slot(object)
    def draw(self, state: ConnectionState) -> None:
        name = f"{state.tenant}  ·  {state.provider}" if state.tenant else "No tenant"
        spoken = f"Tenant: {name}"
        if state.tenant:
            spoken += ". Ask it again (F5)"
        self.tenant.set_label(plain.line(name, 60), spoken)
        self.tenant.setEnabled(bool(state.tenant))
        if state.refreshed is not None:
            self._tick.start()
        self._draw_age()

    def _draw_age(self) -> None:
        text, tone = freshness(self._connection.state, self._clock())
        if (self.state.text, self.state.tone) != (text, tone):
            icon = "offline" if self._connection.state.link is Link.OFFLINE else ""
            self.state.say(text, tone, icon)
        plain.explain(self.state, self._connection.state.problem)

    def _draw_scheme(self) -> None:
        dark = self._theme.tokens.dark
        self.scheme.set_icon("sun" if dark else "moon")
        self.scheme.set_label("", "Switch to light colours" if dark else "Switch to dark colours")

    def _arrange(self) -> None:
        self.setFixedHeight(HEIGHT)
        parts = (self.product, self.tenant, self.filter, self.state, self.scheme)
        box = row(*parts, margins=(4, 7, 10, 7), spacing=10)
        box.setStretch(2, 1)
        self.setLayout(box)


def freshness(state: ConnectionState, now: datetime) -> tuple[str, Tone]:
    """How old what is shown is; never "live", because nobody pushes changes to us."""
    if state.link is Link.CONNECTED and state.refreshed is not None:
        seconds = int((now - state.refreshed).total_seconds())
        return f"Updated {_age(seconds)}", Tone.CLEAN if seconds < 900 else Tone.SUSPICIOUS
    return _LINKS[state.link]


def _age(seconds: int) -> str:
    if seconds < 60:
        return "just now" if seconds < 10 else f"{seconds} s ago"
    minutes = seconds // 60
    return f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"


_LINKS = {
    Link.OPENING: ("Opening…", Tone.INFO),
    Link.OFFLINE: ("Offline", Tone.UNKNOWN),
    Link.CONNECTING: ("Connecting…", Tone.INFO),
    Link.CONNECTED: ("Connected", Tone.CLEAN),
    Link.BROKEN: ("Connection failed", Tone.SUSPICIOUS),
}
