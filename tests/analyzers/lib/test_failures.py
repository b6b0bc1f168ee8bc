"""Failures of parsers, in words."""

from __future__ import annotations

import pytest

from analyzers.lib.failures import PARSER_FAILURES, reason


def test_a_reason_is_one_short_line() -> None:
    assert reason(ValueError("a\nb")) == "ValueError: a b"
    assert reason(KeyError()) == "KeyError"
    assert len(reason(ValueError("x" * 9_000))) < 200


@pytest.mark.parametrize("grave", [MemoryError, KeyboardInterrupt, SystemExit])
def test_what_the_box_must_see_is_not_caught(grave: type[BaseException]) -> None:
    assert not issubclass(grave, PARSER_FAILURES)
