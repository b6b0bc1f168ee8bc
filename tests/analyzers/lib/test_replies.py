"""Marks of answers and forwards are known in many languages."""

from __future__ import annotations

import pytest

from analyzers.lib.replies import kind


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Re: x", "reply"), ("RE[2]: x", "reply"), ("Sv: x", "reply"), ("Ответ: x", "reply"),
        ("Re(3): x", "reply"), ("Fwd: x", "forward"), ("WG: x", "forward"), ("转发: x", "forward"),
        ("Reminder: x", ""), ("x Re: y", ""), ("", ""), (":" * 100_000, ""), (" " * 100_000, ""),
    ],
)  # fmt: skip
def test_the_first_mark_decides(subject: str, expected: str) -> None:
    assert kind(subject) == expected
