"""Reads calendars (RFC 5545) line by line, as tolerantly as calendar programs do, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.message import Address

LINES: Final = 20_000  # of one calendar
LINE: Final = 64 << 10  # characters of one unfolded line
COMPONENTS: Final = 2_000  # events, alarms, time zones and what is in them
NESTING: Final = 6  # components inside one another; RFC 5545 has three

_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"([A-Za-z0-9-]{1,60})(?=[;:])")
_PARAMETER = re.compile(r';\s?([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:])*)')
_ESCAPE = re.compile(r"\\([nN\\,;:])")
_MAILTO = re.compile(r"\s*mailto:\s*", re.I)
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")


@dataclass(frozen=True, slots=True)
class Property:
    """One line: ``raw`` is its value as written, ``parameters`` by upper-case name."""

    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value with its escapes undone (RFC 5545, 3.3.11)."""
        return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.raw)

    @property
    def address(self) -> Address:
        """A calendar user: the name given and the address of a mailto link, "" for other links."""
        plain = _MAILTO.sub("", self.raw, count=1).strip()
        given = self.parameters.get("EMAIL", "")
        found = plain if "@" in plain else given
        return Address(self.parameters.get("CN", ""), found[:320] if "@" in found else "")


@dataclass(slots=True)
class Component:
    """VCALENDAR, VEVENT, VALARM ... with its lines by upper-case name."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    children: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        """The first value of that name, "" for none."""
        found = self.first(name)
        return found.text if found else ""

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])


@dataclass(frozen=True, slots=True)
class Calendar:
    """``cut`` says that more lines or components follow than are read."""

    components: tuple[Component, ...]
    method: str
    cut: bool

    def events(self) -> Iterator[Component]:
        """Events and tasks, in order."""
        for calendar in self.components:
            yield from (c for c in calendar.children if c.name in ("VEVENT", "VTODO"))


def read(text: str) -> Calendar:
    """Every VCALENDAR of a file; a component without end goes to the end of its parent."""
    roots: list[Component] = []
    open_: list[Component] = []
    count, cut = 0, False
    for number, line in enumerate(_lines(text)):
        found = _property(line)
        cut = cut or number >= LINES or count >= COMPONENTS
        if cut:
            break
        if found is None:
            continue
        if found.name == "BEGIN":
            count += 1
            _begin(found.raw.strip().upper()[:60], roots, open_)
        elif found.name == "END":
            _end(found.raw.strip().upper(), open_)
        elif open_:
            open_[-1].properties.setdefault(found.name, []).append(found)
    method = next((m for c in roots if (m := c.text("METHOD"))), "")
    return Calendar(tuple(roots), method.strip().upper()[:40], cut)


def time(found: Property | None) -> str:
    """A date or time in ISO 8601 as the calendar gives it: without zone where it names one by
    TZID or none, "" where it cannot be read."""
    match = _TIME.match(found.raw.strip()) if found else None
    if match is None:
        return ""
    day = f"{match[1]}-{match[2]}-{match[3]}"
    if match[4] is None:
        return day
    clock = f"T{match[4]}:{match[5]}:{match[6] or '00'}"
    return f"{day}{clock}{'+00:00' if match[7] else ''}"


def _lines(text: str) -> Iterator[str]:
    return (line[:LINE] for line in _FOLD.sub("", text).splitlines() if line)


def _begin(name: str, roots: list[Component], open_: list[Component]) -> None:
    component = Component(name)
    if not open_:
        if name == "VCALENDAR":
            roots.append(component)
            open_.append(component)
        return
    open_[-1].children.append(component)
    if len(open_) < NESTING:
        open_.append(component)


def _end(name: str, open_: list[Component]) -> None:
    """Closes what bears that name, and all left open within it."""
    if any(component.name == name for component in open_):
        while open_.pop().name != name:
            pass


def _property(line: str) -> Property | None:
    name = _NAME.match(line)
    if name is None:
        return None
    place = name.end()
    parameters: dict[str, str] = {}
    while match := _PARAMETER.match(line, place):
        parameters.setdefault(match[1].upper(), match[2].strip('"'))
        place = match.end()
    colon = line.find(":", place)
    if colon < 0:
        return None
    return Property(name[1].upper(), parameters, line[colon + 1 :])
