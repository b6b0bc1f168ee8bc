"""Message ids in fields and properties that list them (RFC 5322, 3.6.4)."""

from __future__ import annotations

import re

_ID = re.compile(r"<[^<>\s]{1,990}>")
_IDS = 500  # of one field


def message_ids(text: str) -> tuple[str, ...]:
    """The ids with their angle brackets, in their order."""
    return tuple(match[0] for _, match in zip(range(_IDS), _ID.finditer(text), strict=False))
