"""Finds where a quoted or forwarded message begins, and what is said there about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analyzers.lib import attributions, headlabels, notes, separators
from analyzers.lib.addresses import parse_addresses
from analyzers.lib.headlabels import Fields
from analyzers.lib.quotes import Line
from analyzers.model.message import Address

_BLANK: Final = 3  # empty lines between a separator and what belongs to it
# Notes: "From: Ann Example/Berlin@Example on 05/05/2001 10:00 AM"
_SENDER_ON = re.compile(
    r"(.{2,160}?)\s{1,3}on\s{1,3}(\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s.{3,40})\Z", re.I
)
_BRACKETS = re.compile(r"\[(?:mailto:)?([^\[\]\s]{1,64}@[^\[\]\s]{1,190})\]", re.I)
_DIRECTORY = re.compile(r"[^\s@]\s?@\s?[^\s@.,;<>]{1,40}(?:\s[A-Z]+)?\s{0,3}(?:[,;]|\Z)")
_TRIES: Final = 2_000  # lines ending in a colon above which it is looked for the rest in vain
_MARKED: Final = 40  # lines of one element that introduces a message


@dataclass(frozen=True, slots=True)
class Preamble:
    """What stands in lines ``start`` to ``stop``; fields it does not give are empty."""

    start: int
    stop: int
    kind: str  # reply, forward
    text: str
    sender: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: str = ""


def find(lines: Sequence[Line]) -> dict[int, Preamble]:
    """All places where a message may begin, by the index of their first line."""
    found: dict[int, Preamble] = {}
    place, before, wanted, tries = 0, 0, len(lines), _TRIES
    while place < wanted:
        reach = attributions.LINES if tries > 0 else 1
        preamble = _at(lines, place, reach) if lines[place].text else None
        if preamble is None or preamble.start < before:
            tries -= attributions.wraps(lines[place].text)
            place += 1
            continue
        found[preamble.start] = preamble
        place = before = max(preamble.stop, place + 1)
    return found


def _at(lines: Sequence[Line], place: int, reach: int) -> Preamble | None:
    """The preamble that is known by line ``place``: its first, or the last of an attribution.

    ``reach`` is how many lines an attribution may have.
    """
    line = lines[place]
    text = line.text
    if separators.is_rule(text):
        return _ruled(lines, place)
    if kind := separators.kind(text):
        return _separated(lines, place, kind)
    if ":" in text or "：" in text:
        if fields := headlabels.block(lines, place, announced=False):
            return of_fields(lines, place, fields, "")
        if noted := _noted(lines, place, ""):
            return noted
    if found := _ending(lines, place, reach):
        return found
    return _marked(lines, place) if line.mark else None


def _ruled(lines: Sequence[Line], place: int) -> Preamble | None:
    """A rule counts only as the upper edge of fields: signatures have rules as well."""
    below = _next(lines, place + 1)
    if below < 0 or lines[below].depth != lines[place].depth:
        return None
    fields = headlabels.block(lines, below, announced=False)
    return of_fields(lines, place, fields, "") if fields else None


def _separated(lines: Sequence[Line], place: int, kind: str) -> Preamble:
    """The separator with the fields or the attribution below it."""
    below = _next(lines, place + 1)
    if below >= 0:
        if fields := headlabels.block(lines, below, announced=True):
            return of_fields(lines, place, fields, kind)
        for near in range(below, min(below + notes.ABOVE, len(lines))):
            if found := _noted(lines, near, kind) or _ending(lines, near, attributions.LINES):
                text = _joined(lines, place, found.stop)
                return replace(found, start=place, kind=kind, text=text)
    return Preamble(place, place + 1, kind, lines[place].text.strip())


def _noted(lines: Sequence[Line], to: int, kind: str) -> Preamble | None:
    names, _ = headlabels.label(lines[to].text)
    if "to" not in names or (block := notes.block(lines, to)) is None:
        return None
    return of_fields(lines, block[0], block[1], kind)


def _ending(lines: Sequence[Line], last: int, reach: int) -> Preamble | None:
    return _attributed(lines, last, reach) if attributions.ends(lines[last].text) else None


def of_fields(lines: Sequence[Line], start: int, fields: Fields, kind: str) -> Preamble:
    """``kind`` is "" where the block does not tell a reply from a forward."""
    sender, date = fields.get("from"), fields.get("date")
    if not date and (match := _SENDER_ON.match(sender)):
        sender, date = match[1], match[2]
    return Preamble(
        start,
        fields.stop,
        kind,
        _joined(lines, start, fields.stop),
        _addresses(sender)[:1],
        _addresses(fields.get("to")),
        _addresses(fields.get("cc")),
        " ".join(fields.get("subject").split()),
        " ".join(date.split()),
    )


def _addresses(text: str) -> tuple[Address, ...]:
    """Mailboxes as programs write them into text: "Ann [mailto:ann@example.com]"; directory names
    of Notes ("Ann Example/Berlin@Example") are names."""
    text = " ".join(text.split()).strip("* ")
    text = _BRACKETS.sub(r"<\1>", text)
    if "<" not in text and _DIRECTORY.search(text):
        names = (name.strip(" \"'") for name in text.replace(";", ",").split(","))
        return tuple(Address(name, "") for name in names if name)
    return parse_addresses(text)


def _attributed(lines: Sequence[Line], last: int, reach: int) -> Preamble | None:
    """An attribution that ends in line ``last``: as few lines as make a whole one."""
    below = _next(lines, last + 1)
    quoted = below >= 0 and lines[below].depth > lines[last].depth
    partial, text = -1, ""
    reach = reach if attributions.wraps(lines[last].text) else 1
    for start in range(last, max(last - reach, -1), -1):
        line = lines[start]
        if line.depth != lines[last].depth or not line.text.strip():
            break
        text = f"{line.text.strip()} {text}".strip()
        rank = attributions.rank(text, quoted=quoted)
        if rank == 2:
            return _of_attribution(start, last + 1, text)
        if rank and partial < 0:
            partial = start
    if partial < 0:
        return None
    return _of_attribution(partial, last + 1, _flat(lines, partial, last + 1))


def _of_attribution(start: int, stop: int, text: str) -> Preamble:
    said = attributions.read(text)
    return Preamble(start, stop, "reply", text, said.sender, date=said.date)


def _marked(lines: Sequence[Line], place: int) -> Preamble | None:
    """What markup shows to introduce a message, in words nobody here knows."""
    mark, stop = lines[place].mark, place
    if place and lines[place - 1].mark == mark:
        return None
    while stop < min(place + _MARKED, len(lines)) and lines[stop].mark == mark:
        stop += 1
    if not _introduces([line.text for line in lines[place:stop]]):
        return None
    text = _joined(lines, place, stop)
    said = attributions.read(" ".join(text.split()))
    return Preamble(place, stop, "", text, said.sender, date=said.date)


def _introduces(texts: list[str]) -> bool:
    """Whether lines look like fields, or like a sentence that ends in a colon."""
    last = next((text for text in reversed(texts) if text.strip()), "")
    fields = sum(":" in text[:48] or "：" in text[:48] for text in texts)
    return fields >= 2 or attributions.wraps(last)


def _next(lines: Sequence[Line], place: int) -> int:
    """The next line with text, -1 where none is near."""
    for near in range(place, min(place + _BLANK + 1, len(lines))):
        if lines[near].text.strip():
            return near
    return -1


def _joined(lines: Sequence[Line], start: int, stop: int) -> str:
    texts = (line.text.strip() for line in lines[start:stop])
    return "\n".join(text for text in texts if text)


def _flat(lines: Sequence[Line], start: int, stop: int) -> str:
    return _joined(lines, start, stop).replace("\n", " ")
