"""Reads a day or a time as an analyst writes it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from workbench.errors import BadInput

DAY = len("2026-05-01")


def moment(text: str, edge: time) -> datetime | None:
    """Of a bare day the edge that is meant; without a zone in UTC; None of nothing."""
    text = text.strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text} is no day or time such as 2026-05-01T13:30") from error
    if len(text) <= DAY:
        found = datetime.combine(found.date(), edge)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
