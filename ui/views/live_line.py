"""How the watch for new mail stands, in words that stay true while time passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Slot

from ui.naming import named
from ui.presenters.connection import ConnectionPresenter, ConnectionState
from ui.widgets.label import ElidingLabel
from workbench.model.live import LiveState, Watch

TICK = 1_000  # milliseconds between two looks at a countdown


def utc_now() -> datetime:
    return datetime.now(UTC)


class LiveLine(ElidingLabel):
    def __init__(
        self, connection: ConnectionPresenter, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__("", 12, ink="second")
        named(self, "status.live")
        self._connection = connection
        self._clock = clock
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._draw)
        connection.changed.connect(self._on_state)
        self._on_state(connection.state)

    @Slot(object)
    def _on_state(self, state: ConnectionState) -> None:
        if state.live.on:
            self._timer.start()
        else:
            self._timer.stop()
        self._draw()

    def _draw(self) -> None:
        state = self._connection.state
        text = words(state.live, self._clock()) if state.tenant else ""
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))


def words(live: LiveState, now: datetime) -> str:
    """ "" while nothing is watched."""
    match live.watch:
        case Watch.OFF:
            return ""
        case Watch.LEARNING:
            return "Live: listing mailboxes"
        case Watch.BROKEN:
            return f"Live stopped: {live.problem}"
        case Watch.THROTTLED:
            return f"Live: the tenant asks to wait, {_left(live.until, now)} left"
        case Watch.UNREACHABLE:
            return f"Live: no answer, next try in {_left(live.until, now)}"
        case Watch.CATCHING_UP:
            text = f"Live: catching up, {live.behind:,} of {live.places:,} places left"
        case Watch.WATCHING:
            text = f"Live: {live.mailboxes:,} mailboxes, {_last(live.last, now)}"
            text += f", next in {_left(live.following, now)}" if live.following else ""
    failed = f", {len(live.failed)} do not answer" if live.failed else ""
    return text + failed


def _left(until: datetime | None, now: datetime) -> str:
    seconds = max(0, round((until - now).total_seconds())) if until else 0
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"


def _last(last: datetime | None, now: datetime) -> str:
    if last is None:
        return "not asked yet"
    seconds = max(0, int((now - last).total_seconds()))
    return f"asked {seconds} s ago" if seconds < 120 else f"asked {seconds // 60} min ago"
