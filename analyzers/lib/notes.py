"""How Lotus Notes introduces quoted messages: a name, a date, then To, cc and Subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.lib.headlabels import CONTINUED, Fields, label
from analyzers.lib.quotes import Line

ABOVE: Final = 8  # lines between the name and "To:", empty ones and "Sent by:" among them
BELOW: Final = 200  # lines between "To:" and "Subject:"; lists of recipients are long
_NAME: Final = 160  # characters of a name, with the unit it belongs to

_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?", re.I
)
_ON = re.compile(r"\s(?:on|am|il|le|el|em|op)\s*\Z", re.I)


def block(lines: Sequence[Line], to: int) -> tuple[int, Fields] | None:
    """Where the block begins and its fields, if ``to`` is its line "To:".

    The name is that of a directory, seldom an address.
    """
    dated = _date_line(lines, to)
    if dated < 0 or (below := _below(lines, to)) is None:
        return None
    text = lines[dated].text
    match = _DATE.search(text)
    name, start = text[: match.start()] if match else "", dated
    if not name.strip():
        start = _name_line(lines, dated)
        name = lines[start].text if start < dated else ""
    if not name.strip():
        return None
    _, value = label(name)
    below.values["from"] = _ON.sub("", value or name).strip(" \t*")
    below.values["date"] = text[match.start() :].strip() if match else ""
    return start, below


def _date_line(lines: Sequence[Line], to: int) -> int:
    for near in range(to - 1, max(to - ABOVE, -1), -1):
        text = lines[near].text
        if lines[near].depth != lines[to].depth or len(text) > _NAME:
            return -1
        if _DATE.search(text):
            return near
    return -1


def _name_line(lines: Sequence[Line], dated: int) -> int:
    """The line with the name above a date that stands alone; Notes puts empty lines between."""
    for near in range(dated - 1, max(dated - 4, -1), -1):
        line = lines[near]
        text = line.text.strip()
        if line.depth != lines[dated].depth or len(text) > _NAME:
            return dated
        if text and not text.casefold().startswith("sent by:"):
            return near
    return dated


def _below(lines: Sequence[Line], to: int) -> Fields | None:
    """To, cc and Subject in that order; "cc:" always stands there, even empty."""
    fields, name, bare = Fields(to), "", 0
    for near in range(to, min(to + BELOW, len(lines))):
        line = lines[near]
        names, value = label(line.text)
        if line.depth != lines[to].depth or bare > CONTINUED:
            return None
        if names:
            name = next((n for n in ("to", "cc", "subject", "other") if n in names), "")
            if not name or (name in fields.values and name not in ("other", "cc")):
                return None
            fields.values[name], bare = f"{fields.values.get(name, '')}{value}", 0
        elif line.text.strip():
            fields.values[name] = f"{fields.values[name]} {line.text.strip()}"
            bare += 1
        fields.stop = near + 1
        if name == "subject":
            return fields
    return None
