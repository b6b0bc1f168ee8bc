"""Conversation indexes tell when a thread began where their bytes can be trusted to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzers.lib.conversation import Conversation, conversation
from workbench.simulation.samples.msg import file_time

BEGUN = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
TICKS = file_time(BEGUN).to_bytes(8)
GUID = bytes(range(16))
SENT = "2024-03-02T12:00:00+00:00"


def about(found: Conversation | None) -> tuple[str, int]:
    assert found is not None
    return found.begun[:16], found.responses


def test_the_index_of_outlook_tells_the_beginning_and_the_answers() -> None:
    index = TICKS[:6] + GUID + bytes(10)
    assert about(conversation(index, "")) == ("2024-03-01T11:59", 2)


def test_the_index_of_exchange_counts_where_it_fits_the_time_of_sending() -> None:
    index = b"\x01" + TICKS[:5] + GUID
    assert about(conversation(index, SENT)) == ("2024-03-01T11:59", 0)
    assert conversation(index, "2029-03-02T12:00:00+00:00") is None
    assert conversation(index, "2023-03-02T12:00:00+00:00") is None
    assert conversation(index, "") is None


@pytest.mark.parametrize("index", [b"", b"\x01" * 21, b"\x02" + bytes(30), b"\x01" + b"\xff" * 21])
def test_what_is_no_index_tells_nothing(index: bytes) -> None:
    assert conversation(index, SENT) is None
