"""How long a service asks to wait (RFC 9110 section 10.2.3), and how long when it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 600.0  # seconds; a longer wish is cut to this


def retry_after(headers: Mapping[str, str], default: float) -> float:
    """Seconds from a Retry-After header in either form, ``default`` without a usable one."""
    found = next((v for k, v in headers.items() if k.casefold() == "retry-after"), "")
    value = str(found).strip()  # a number in the headers of a part, which are JSON
    if value.isascii() and value.isdecimal():
        return min(float(value), LONGEST)
    if not value:
        return default
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return default
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, min((moment - datetime.now(UTC)).total_seconds(), LONGEST))
