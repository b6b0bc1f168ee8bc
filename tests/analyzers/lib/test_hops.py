"""A path is made once, in order, with delays; and hostile ones cost little."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from analyzers.lib.hops import HOPS, transport_path, trusted_reach
from analyzers.model.codec import decode, dumps, encode, loads
from analyzers.model.message import Header, Message
from analyzers.model.path import TransportPath
from tests.samples.ways import NOBODY, OURS, exchange, google, line, message


def test_lines_stand_newest_first_with_the_delay_to_the_next_older() -> None:
    hops = transport_path(message(exchange()), OURS).hops
    assert [hop.index for hop in hops] == [0, 1, 2]
    assert [hop.seconds for hop in hops] == [60, 60, None]
    assert [hop.header for hop in hops] == [0, 1, 3]


def test_a_delay_skips_lines_without_a_time_and_may_be_negative() -> None:
    fields = (line("by a.example", 1), ("Received", "by b.example; never"), line("by c.example", 3))
    assert [hop.seconds for hop in transport_path(message(fields), NOBODY).hops] == [
        -120,
        None,
        None,
    ]


def test_the_lines_that_google_renames_are_read_too() -> None:
    path = transport_path(message(google()), NOBODY)
    assert [message(google()).headers[hop.header].name for hop in path.hops] == [
        "Received",
        "X-Received",
        "Received",
    ]


def test_a_path_is_made_once_for_a_message_and_an_organisation() -> None:
    one = message(exchange())
    assert transport_path(one, OURS) is transport_path(one, OURS)
    assert transport_path(one, OURS) is not transport_path(one, NOBODY)


def test_a_path_survives_storage() -> None:
    path = transport_path(message(exchange()), OURS)
    assert decode(TransportPath, loads(dumps(encode(path)))) == path


def test_results_above_the_line_of_our_server_are_ours() -> None:
    one = message(exchange())
    reach = trusted_reach(one, transport_path(one, OURS), OURS)
    assert reach.covers(2)
    assert not reach.covers(4)


def many(text: str, count: int) -> Message:
    header = Header("Received", text, f"Received: {text}")
    return replace(message((("From", "a@b.example"),)), headers=(header,) * count)


@pytest.mark.parametrize(
    "text",
    [
        "from a.example (b.example [192.0.2.1]) by c.example; Mon, 1 Jun 2026 10:00:00 +0",
        "from a by b.example (" + "x" * 65_000,
        "((" * 32_000,
        "[" * 64_000,
    ],
)
def test_ten_thousand_lines_cost_little_and_are_cut(text: str) -> None:
    start = time.process_time()
    path = transport_path(many(text, 10_000), OURS)
    assert time.process_time() - start < 1
    assert (len(path.hops), path.unread) == (HOPS, 10_000 - HOPS)
