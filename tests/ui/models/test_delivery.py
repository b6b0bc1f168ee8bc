"""The way of a message in stations, rows and sentences."""

from __future__ import annotations

import pytest

from analyzers.model.path import Direction, Hop, Submission, TransportPath, Trust
from ui.models.delivery import HOPS, hop_rows, sentences, span, stations
from ui.tokens import Tone

OLD = Hop(1, 5, "helo.example", "", "192.0.2.1", server="mx.sender.example", protocol="SMTP",
          time="2026-03-01T08:00:00+01:00", notes=("calls itself another host",))  # fmt: skip
NEW = Hop(0, 2, "mx.sender.example", "", "198.51.100.2", server="mx.ours.example",
          protocol="ESMTPS", tls="TLS1.3", time="2026-03-01T07:00:04+00:00", seconds=4.0,
          trust=Trust.OURS)  # fmt: skip
PATH = TransportPath((NEW, OLD), 0, "ours from hop 0 on", Direction.INBOUND, "because",
                     Submission.EXTERNAL, "why", "198.51.100.2",
                     "Delivered because of a rule")  # fmt: skip


def test_stations_run_from_the_oldest_to_the_newest() -> None:
    first, second, third = stations(PATH)
    assert (first.name, first.note) == ("192.0.2.1", "calls itself helo.example")
    assert (second.name, second.note, second.tone) == (
        "mx.sender.example",
        "calls itself another host",
        Tone.SUSPICIOUS,
    )
    assert (third.note, third.gap, third.tone) == ("ESMTPS TLS1.3", "+4 s", Tone.CLEAN)
    assert third.time.startswith("07:00:04")
    assert stations(TransportPath(())) == []


def test_rows_stand_as_the_fields_do() -> None:
    rows = hop_rows(PATH)
    assert [row[0].text for row in rows] == ["0", "1"]
    assert all(len(row) == len(HOPS) for row in rows)
    assert rows[1][-1].tone is Tone.SUSPICIOUS
    assert rows[1][6].text == "unknown"


def test_sentences_give_reasons_and_leave_out_the_unknown() -> None:
    assert sentences(PATH) == [
        "Direction inbound: because",
        "Entered from outside: why",
        "ours from hop 0 on",
        "Delivered because of a rule",
    ]
    assert sentences(None) == []


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.4, "+0 s"), (-3.0, "−3 s"), (300, "+5 min"), (8_000, "+2 h"), (2e6, "+23 d")],
)
def test_spans_are_short(seconds: float | None, text: str) -> None:
    assert span(seconds) == text
