"""Subjects without the marks of answers, forwards and gateways."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.subjects import subject_of


@pytest.mark.parametrize(
    ("text", "base", "is_reply", "is_forward"),
    [
        ("Lunch", "Lunch", False, False),
        ("Re: Lunch", "Lunch", True, False),
        ("RE: AW: WG: Rechnung", "Rechnung", True, True),
        ("[EXTERN] Fwd: Invoice", "Invoice", False, True),
        ("Re[2]: Lunch", "Lunch", True, False),
        ("SV: Fw: Lunch", "Lunch", True, True),
        ("回复：发票", "发票", True, False),
        ("Note: read this", "Note: read this", False, False),
        ("Reminder: 10:30", "Reminder: 10:30", False, False),
        ("[list] Topic", "[list] Topic", False, False),
        ("Re:", "", True, False),
        ("", "", False, False),
    ],
)
def test_marks_are_taken_off(text: str, base: str, is_reply: bool, is_forward: bool) -> None:
    found = subject_of(text)
    assert (found.subject, found.base) == (text, base)
    assert (found.is_reply, found.is_forward) == (is_reply, is_forward)


@pytest.mark.parametrize("text", ["Re: " * 100_000, "[" * 500_000, " " * 500_000 + ":"])
def test_a_hostile_subject_costs_no_time(text: str) -> None:
    started = time.process_time()
    subject_of(text)
    assert time.process_time() - started < 1
