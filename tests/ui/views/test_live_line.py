"""What the lower edge says of the watch for new mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ui.views.live_line import words
from workbench.model.live import LiveState, Watch

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (LiveState(), ""),
        (LiveState(Watch.LEARNING), "Live: listing mailboxes"),
        (
            LiveState(Watch.CATCHING_UP, places=1200, behind=1100),
            "Live: catching up, 1,100 of 1,200 places left",
        ),
        (
            LiveState(Watch.WATCHING, mailboxes=250, last=NOW, following=SOON),
            "Live: 250 mailboxes, asked 0 s ago, next in 90 s",
        ),
        (
            LiveState(Watch.WATCHING, mailboxes=2, failed=(("a@b.example", "no"),)),
            "Live: 2 mailboxes, not asked yet, 1 do not answer",
        ),
        (LiveState(Watch.THROTTLED, until=SOON), "Live: the tenant asks to wait, 90 s left"),
        (
            LiveState(Watch.UNREACHABLE, until=NOW + timedelta(minutes=5)),
            "Live: no answer, next try in 5 min",
        ),
        (LiveState(Watch.BROKEN, problem="sign in again"), "Live stopped: sign in again"),
    ],
)
def test_each_state_is_said_in_words(state: LiveState, said: str) -> None:
    assert words(state, NOW) == said
