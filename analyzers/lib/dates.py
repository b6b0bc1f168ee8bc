"""Dates of header fields as ISO 8601 (RFC 5322, 3.3 and 4.3, and what senders make of it)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_REACH = 200  # characters looked at
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5})?"
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d+)?"
_FORMS = (
    # Mon, 1 Jun 2009 10:00:00 +0200
    re.compile(
        rf"(?P<day>\d{{1,2}})[\s-]{{1,9}}(?P<month>[A-Za-z]{{3}})[a-z]{{0,6}}\.?[\s-]{{1,9}}"
        rf"(?P<year>\d{{2,4}})[,\s]{{1,9}}{_TIME}(?:\s(?P<half>[AP]M))?\s{{0,9}}{_ZONE}",
        re.I,
    ),
    # Mon Jun  1 10:00:00 2009
    re.compile(
        rf"(?P<month>[A-Za-z]{{3}})\s{{1,9}}(?P<day>\d{{1,2}})\s{{1,9}}{_TIME}\s{{1,9}}"
        rf"(?P<year>\d{{4}})\s{{0,9}}{_ZONE}"
    ),
    # 2009-06-01T10:00:00Z
    re.compile(
        rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})[T\s]{{1,9}}{_TIME}\s{{0,9}}{_ZONE}"
    ),
)
# RFC 5322, 4.3; other names are unknown and read as -0000, which is UTC.
_HOURS = {"edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8}


def parse_date(text: str) -> str:
    """The moment in ISO 8601 with its zone; "" where it cannot be read or names no zone."""
    for form in _FORMS:
        match = form.search(text[:_REACH])
        if match and match["zone"]:
            return _iso(match.groupdict())
    return ""


def _iso(parts: dict[str, str | None]) -> str:
    try:
        moment = datetime(
            _year(parts["year"] or ""),
            _month(parts["month"] or ""),
            int(parts["day"] or 0),
            _hour(int(parts["hour"] or 0), parts.get("half")),
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),  # a leap second has no place in datetime
            tzinfo=_zone(parts["zone"] or ""),
        )
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat()


def _year(text: str) -> int:
    """Two and three digits as RFC 5322, 4.3 reads them."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    place, rest = divmod(_MONTHS.index(text.lower()), 3)
    return 0 if rest else place + 1


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.upper() == "PM" else 0)


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return timezone(timedelta(hours=_HOURS.get(text.lower(), 0))) if text else UTC
    digits = text[1:].replace(":", "").rjust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if text[0] == "+" else -offset)
