"""The lower edge: connection and isolation, what runs, and the keys to know first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from ui.models.proposals import armed_words
from ui.naming import named
from ui.presenters.activity import Activity, ActivityState
from ui.presenters.connection import ConnectionPresenter, ConnectionState, Link
from ui.presenters.journal import JournalState
from ui.presenters.proposals import ProposalsState
from ui.theme import Theme
from ui.tokens import Tokens, Tone
from ui.views.live_line import LiveLine
from ui.widgets.boxes import row
from ui.widgets.icon import IconLabel
from ui.widgets.label import ElidingLabel
from ui.widgets.progress import ProgressLine

HEIGHT = 28  # pixels
HINTS = "F1 keys    Ctrl+K commands    Ctrl+F filter    Ctrl+O open files"


class StatusBar(QFrame):
    def __init__(self, theme: Theme, connection: ConnectionPresenter, activity: Activity) -> None:
        super().__init__()
        self.setObjectName("status")
        self._icon = IconLabel(theme, "shield", _second, 14)
        self.link = named(ElidingLabel("", 12, ink="second"), "status.link")
        self.isolation = named(ElidingLabel("", 12, ink="second"), "status.isolation")
        self.dns = named(ElidingLabel("", 12, ink="second"), "status.dns")
        self.proposes = named(ElidingLabel("", 12, ink="second"), "status.proposes")
        self.proposes.hide()
        self.anchors = named(ElidingLabel("", 12, ink="second"), "status.anchors")
        self.anchors.hide()
        self.live = LiveLine(connection)
        self.progress = ProgressLine()
        self._hints = ElidingLabel(HINTS, 12, ink="third")
        self.setFixedHeight(HEIGHT)
        words = (self.link, self.live, self.isolation, self.dns, self.proposes, self.anchors)
        parts = (self._icon, *words, self.progress, None, self._hints)
        self.setLayout(row(*parts, margins=(12, 0, 14, 0), spacing=12))
        connection.changed.connect(self.draw)
        activity.changed.connect(self.draw_work)
        self.draw(connection.state)
        self.draw_work(activity.state)

    @Slot(object)
    def draw(self, state: ConnectionState) -> None:
        icon, colour = _ICONS[state.link]
        self._icon.show_icon(icon, colour)
        self.link.setText(_words(state))
        level = f"Analysis isolated: {state.isolation}" if state.isolation else ""
        self.isolation.setText(level)
        self.isolation.setVisible(bool(level))
        self.dns.setText("DNS is asked about senders" if state.dns else "")
        self.dns.setVisible(state.dns)

    @Slot(object)
    def draw_proposing(self, state: ProposalsState) -> None:
        words = armed_words(state.armed) or ("Proposes for old mail" if state.is_on else "")
        if words != self.proposes.text():
            self.proposes.setText(words)
            self.proposes.set_tone(Tone.SUSPICIOUS if state.armed else "")
        self.proposes.setVisible(bool(words))

    @Slot(object)
    def draw_work(self, state: ActivityState) -> None:
        if not state.title:
            self.progress.hide()
            return
        more = f"  (+{state.others} more)" if state.others else ""
        self.progress.show_work(state.title + more, state.progress)

    @Slot(object)
    def draw_anchors(self, state: JournalState) -> None:
        """The first sentence; the actions page has all of them."""
        self.anchors.setText(state.unanchored[0] if state.unanchored else "")
        self.anchors.setVisible(bool(state.unanchored))

    def set_narrow(self, narrow: bool) -> None:
        self._hints.setVisible(not narrow)


def _words(state: ConnectionState) -> str:
    if state.link is Link.CONNECTED:
        return f"{state.tenant} connected"
    if state.link is Link.BROKEN:
        return state.problem
    if state.link is Link.OFFLINE and state.dns:
        return "Offline · no tenant is connected"
    return {
        Link.OPENING: "Opening the workspace",
        Link.OFFLINE: "Offline · no network connection is made until you connect a tenant",
        Link.CONNECTING: "Connecting",
    }[state.link]


def _second(tokens: Tokens) -> str:
    return tokens.text_second


_ICONS = {
    Link.OPENING: ("clock", _second),
    Link.OFFLINE: ("shield", _second),
    Link.CONNECTING: ("clock", _second),
    Link.CONNECTED: ("clean", lambda tokens: tokens.clean.ink),
    Link.BROKEN: ("suspicious", lambda tokens: tokens.suspicious.ink),
}
