"""What is odd about a line is noted, and nothing where all is well."""

from __future__ import annotations

import pytest

from analyzers.lib.hops import transport_path
from analyzers.lib.oddities import IMPOSSIBLE, is_secure, span
from tests.samples.ways import NOBODY, STRANGER, message

SOUND = "from a.example (a.example [192.0.2.1]) by mx.example with ESMTPS id 1"
DATE = "Mon, 1 Jun 2026 10:00:00 +0000"


def notes(*fields: str) -> tuple[str, ...]:
    """Of the newest line."""
    lines = [("Received", field) for field in fields]
    return transport_path(message([*lines, ("From", "a@b.example")]), NOBODY).hops[0].notes


@pytest.mark.parametrize(
    ("field", "note"),
    [
        (f"from a (a [300.1.2.3]) by mx.example with ESMTPS; {DATE}", "cannot exist: 300.1.2.3"),
        (f"{SOUND}; Mon, 1 Jun 2026 10:00:00 +1530", "does not exist: +15:30"),
        (f"{SOUND}; Mon, 1 Jun 2026 10:00:00 +0507", "unusual time zone: +05:07"),
        (f"{SOUND}; yesterday", "time cannot be read"),
        (f"from a (a [{STRANGER}]) by mx.example with SMTP; {DATE}", "No encryption"),
        (
            f"from 192.0.2.7 ([{STRANGER}]) by mx.example with ESMTPS; {DATE}",
            "greeted as 192.0.2.7",
        ),
        (f"from {STRANGER} ([{STRANGER}]) by mx.example with ESMTPS; {DATE}", "bare address"),
        (f"from mx.example ([{STRANGER}]) by mx.example with ESMTPS; {DATE}", "own name"),
        (f"from localhost ([{STRANGER}]) by mx.example with ESMTPS; {DATE}", "as localhost"),
        (f"from a.example; {DATE}", "which server wrote it"),
    ],
)
def test_an_oddity_of_one_line_is_noted(field: str, note: str) -> None:
    assert any(note in each for each in notes(field)), notes(field)


def test_a_sound_line_bears_no_note() -> None:
    assert notes(f"{SOUND}; {DATE}") == ()


@pytest.mark.parametrize(
    ("older", "note"),
    [
        ("from x by a.example with ESMTP; Mon, 1 Jun 2026 10:40:00 +0000", "40 minutes older"),
        ("from x by a.example with ESMTP; Sun, 31 May 2026 10:00:00 +0000", "waited 24 hours"),
        (f"from x by b.test with ESMTP; {DATE}", "was written by b.test"),
    ],
)
def test_an_oddity_beside_the_line_below_is_noted(older: str, note: str) -> None:
    assert any(note in each for each in notes(f"{SOUND}; {DATE}", older))


def test_a_private_address_between_two_houses_is_noted() -> None:
    newer = f"from a.example ([10.0.0.1]) by mx.example.com with ESMTPS; {DATE}"
    found = notes(newer, f"from x by a.other.example with ESMTP; {DATE}")
    assert any("two houses" in note for note in found)


def test_a_server_that_had_the_message_before_is_noted() -> None:
    other = f"from mx.example by a.example with ESMTPS; {DATE}"
    found = notes(f"{SOUND}; {DATE}", other, f"{SOUND}; {DATE}")
    assert any("before" in note for note in found)


def test_only_what_no_honest_server_writes_is_impossible() -> None:
    odd = notes(f"from a (a [300.1.2.3]) by mx.example with ESMTPS; {DATE}")
    assert any(note.startswith(IMPOSSIBLE) for note in odd)
    assert not any(n.startswith(IMPOSSIBLE) for n in notes(f"{SOUND}; yesterday"))


def test_protocols_tell_encryption_by_their_s() -> None:
    assert all(map(is_secure, ("ESMTPS", "esmtpsa", "SMTPS", "HTTPS", "LMTPS", "UTF8SMTPS")))
    assert not any(map(is_secure, ("ESMTP", "SMTP", "ESMTPA", "local", "", "MAPS")))


def test_a_span_is_told_in_its_largest_sensible_unit() -> None:
    assert [span(s) for s in (5, 600, 7200, 86_400, 200_000)] == [
        "5 seconds",
        "10 minutes",
        "2 hours",
        "24 hours",
        "2 days",
    ]
