"""How long a service asks to wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from workbench.connectors.retry import LONGEST, retry_after


def test_seconds_are_taken_as_they_are() -> None:
    assert retry_after({"Retry-After": "17"}, 1.0) == 17.0


def test_a_date_becomes_the_seconds_until_then() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 55 < retry_after({"retry-after": later}, 1.0) <= 60


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e9"])
def test_without_a_usable_value_the_default_counts(value: str) -> None:
    assert retry_after({"Retry-After": value}, 2.5) == 2.5


def test_nobody_makes_us_wait_for_ever() -> None:
    assert retry_after({"Retry-After": "99999999"}, 1.0) == LONGEST
