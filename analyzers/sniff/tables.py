"""Tells texts of data apart: JSON, lists of values, and the files by which Excel fetches data."""

from __future__ import annotations

import json
import re
from typing import Final

_PARSED: Final = 256 << 10  # bytes of a text that are parsed to be sure that it is JSON
_JSON = re.compile(rb"[{\[]\s*(?:[\"{\[\]}\-\d]|true|false|null)")
_QUERIES: Final = (
    (re.compile(rb"web\s*\r?\n\s*\d+\s*\r?\n\s*(?:https?|file|ftp|\\\\)"), "iqy"),
    (re.compile(rb"xlodbc\s*\r?\n"), "dqy"),
    (re.compile(rb"id;p"), "slk"),  # the first record of a symbolic link file
)
_ENDINGS: Final = {
    "json": "json", "csv": "csv", "tsv": "csv", "iqy": "iqy", "dqy": "dqy", "oqy": "dqy",
    "rqy": "dqy", "slk": "slk",
}  # fmt: skip
_TYPES: Final = (("application/json", "json"), ("text/csv", "csv"))


def kind(data: bytes, lowered: bytes, name: str, declared: str, *, prose: bool) -> str:
    """The kind of a text, "" for none; ``prose`` is text that was sent as such, without a name."""
    if prose:
        return ""
    for pattern, found in _QUERIES:
        if pattern.match(lowered):
            return found
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    told = next((found for start, found in _TYPES if declared.startswith(start)), "")
    return told or ("json" if _is_json(data, lowered) else "")


def _is_json(data: bytes, lowered: bytes) -> bool:
    if not _JSON.match(lowered):
        return False
    if len(data) > _PARSED:
        return lowered.startswith((b'{"', b'[{"', b"{\n", b"[\n", b"{\r\n", b"[\r\n"))
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
