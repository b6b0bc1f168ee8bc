"""The filter line of the message list, turned into conditions for the database.

Words are searched as prefixes; ``from:`` ``to:`` ``subject:`` search one field; ``verdict:``
``is:`` ``has:`` ``before:`` ``after:`` restrict; quotes keep words together; "-" negates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from workbench.errors import BadInput
from workbench.model.verdict import Label

ARRIVAL_SHIFT = 20  # bits below the milliseconds in message.arrival

_TERM = re.compile(
    r"""(?P<minus>-?)(?:(?P<key>[A-Za-z]+):(?!//))?(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<bare>\S*))""",
)
_FIELDS = {"from": "sender", "to": "recipients", "subject": "subject"}
_IS = {
    "reported": "reports > 0",
    "unread": "unread > 0",
    "flagged": "(alerts > 0 OR user_flags > 0)",
    "closed": "closed = 1",
}
_HAS = {"attachment": "has_attachments = 1", "attachments": "has_attachments = 1"}
_VERDICTS = {label.value.replace(" ", "-"): label.value for label in Label}
_KEYS = (*_FIELDS, "verdict", "is", "has", "before", "after")


class FilterProblem(BadInput):
    """``position`` counts characters from the start of the filter line."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(f"{text} (at character {position + 1})")
        self.position = position


@dataclass(frozen=True, slots=True)
class Filter:
    """``match`` is one FTS5 expression all hits satisfy, ``unmatch`` those none does."""

    match: str = ""
    unmatch: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    key: str
    value: str
    negated: bool
    position: int


def parse(text: str) -> Filter:
    """The conditions of a filter line; ``FilterProblem`` where it cannot be understood."""
    filter = Filter()
    for found in _TERM.finditer(text):
        if found.group().strip():
            filter = _add(filter, _term(found, text))
    return filter


def _term(found: re.Match[str], text: str) -> _Term:
    key = (found["key"] or "").casefold()
    position = found.start()
    if found["quoted"] is not None and not found["end"]:
        raise FilterProblem("A quote is not closed", text.index('"', position))
    value = found["quoted"] if found["quoted"] is not None else found["bare"]
    negated = bool(found["minus"])
    if key and key not in _KEYS:
        if value:
            known = ", ".join(f"{name}:" for name in _KEYS)
            raise FilterProblem(f'"{key}:" is not known; known are {known}', position)
        return _Term("", key, negated, position)  # "RE:" typed as a word
    if not value.strip():
        raise FilterProblem(f'Nothing to look for after "{found.group().strip()}"', position)
    return _Term(key, value, negated, position)


def _add(filter: Filter, term: _Term) -> Filter:
    if term.key in _FIELDS or not term.key:
        expression = _expression(term)
        if term.negated:
            return replace(filter, unmatch=(*filter.unmatch, expression))
        joined = f"{filter.match} AND {expression}" if filter.match else expression
        return replace(filter, match=joined)
    condition, value = _CONDITIONS[term.key](term)
    negation = "NOT " if term.negated else ""
    return replace(
        filter,
        conditions=(*filter.conditions, negation + condition),
        values=filter.values if value is None else (*filter.values, value),
    )


def _expression(term: _Term) -> str:
    """An FTS5 string is quoted whole, so that no character of it is an operator."""
    if not any(character.isalnum() for character in term.value):
        raise FilterProblem(f'"{term.value}" has no letter or digit to look for', term.position)
    phrase = '"' + term.value.replace('"', '""').replace("\0", " ") + '"*'
    return f"{_FIELDS[term.key]} : {phrase}" if term.key else phrase


def _choice(term: _Term, choices: dict[str, str]) -> str:
    try:
        return choices[term.value.casefold()]
    except KeyError:
        known = ", ".join(choices)
        raise FilterProblem(
            f'"{term.value}" is not known after {term.key}: (known are {known})', term.position
        ) from None


def _moment(term: _Term) -> int:
    """Midnight, local time, at the start of a day, as a bound of message.arrival."""
    try:
        day = datetime.strptime(term.value, "%Y-%m-%d").astimezone()
        return int(day.timestamp() * 1000) << ARRIVAL_SHIFT
    except (ValueError, OverflowError, OSError):
        raise FilterProblem(
            f'"{term.value}" is not a day written as 2026-01-31', term.position
        ) from None


_CONDITIONS: dict[str, Callable[[_Term], tuple[str, str | int | None]]] = {
    "verdict": lambda term: ("label = ?", _choice(term, _VERDICTS)),
    "is": lambda term: (_choice(term, _IS), None),
    "has": lambda term: (_choice(term, _HAS), None),
    "before": lambda term: ("arrival < ?", _moment(term)),
    "after": lambda term: ("arrival >= ?", _moment(term)),
}
