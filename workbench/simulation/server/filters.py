"""Reads the ``$filter`` language of OData 4.01, part 2, section 5.1.1, as far as Graph takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from workbench.simulation.server.calls import GraphRefusal

Reader = Callable[[str], Any]  # property path -> value
Predicate = Callable[[Reader], bool]

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^']|'')*') |
    (?P<moment>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) |
    (?P<number>-?\d+(?:\.\d+)?) |
    (?P<name>[A-Za-z_@][\w.]*(?:/[\w.$]+)*) |
    (?P<sign>[(),])
    )""",
    re.VERBOSE,
)
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "gt": lambda a, b: a is not None and bool(a > b),
    "ge": lambda a, b: a is not None and bool(a >= b),
    "lt": lambda a, b: a is not None and bool(a < b),
    "le": lambda a, b: a is not None and bool(a <= b),
}
FUNCTIONS: Mapping[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, piece: piece in text,
}
WORDS = {"true": True, "false": False, "null": None}
NESTING = 32  # brackets within brackets; far beyond what a client writes


def bad_filter(text: str) -> GraphRefusal:
    return GraphRefusal(400, "BadRequest", f"Invalid filter clause: {text}")


class Filter:
    """A parsed filter; ``paths`` are the properties it names, in their order."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self.paths: list[str] = []
        self._predicate = self._either()
        if self._at != len(self._tokens):
            raise bad_filter(text)

    def __call__(self, read: Reader) -> bool:
        try:
            return self._predicate(read)
        except TypeError as error:
            raise bad_filter("incompatible types were compared") from error

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self, *wanted: str) -> tuple[str, str]:
        token = self._peek()
        if token[0] == "end" or (wanted and token[1].casefold() not in wanted):
            raise bad_filter(f"unexpected '{token[1]}'")
        self._at += 1
        return token

    def _word(self, word: str) -> bool:
        if self._peek() == ("name", word):
            self._at += 1
            return True
        return False

    def _either(self) -> Predicate:
        left = self._both()
        while self._word("or"):
            left = _or(left, self._both())
        return left

    def _both(self) -> Predicate:
        left = self._single()
        while self._word("and"):
            left = _and(left, self._single())
        return left

    def _single(self) -> Predicate:
        self._depth += 1
        if self._depth > NESTING:
            raise bad_filter("nested too deeply")
        if self._word("not"):
            inner = self._single()
            found: Predicate = lambda read: not inner(read)  # noqa: E731 - as the others
        elif self._peek()[1] == "(":
            found = self._bracket()
        else:
            found = self._test()
        self._depth -= 1
        return found

    def _bracket(self) -> Predicate:
        self._take("(")
        inner = self._either()
        self._take(")")
        return inner

    def _test(self) -> Predicate:
        kind, name = self._take()
        if kind != "name":
            raise bad_filter(f"unexpected '{name}'")
        if name in FUNCTIONS and self._peek()[1] == "(":
            return self._function(FUNCTIONS[name])
        self.paths.append(name)
        if self._word("in"):
            values = self._list()
            return lambda read: _comparable(read(name)) in values
        compare = COMPARE[self._take(*COMPARE)[1].casefold()]
        value = self._value()
        return lambda read: compare(_comparable(read(name)), value)

    def _function(self, function: Callable[[str, str], bool]) -> Predicate:
        self._take("(")
        _, name = self._take()
        self.paths.append(name)
        self._take(",")
        piece = str(self._value())
        self._take(")")
        return lambda read: function(str(_comparable(read(name)) or ""), piece)

    def _list(self) -> list[Any]:
        self._take("(")
        values = [self._value()]
        while self._peek()[1] == ",":
            self._take(",")
            values.append(self._value())
        self._take(")")
        return values

    def _value(self) -> Any:
        kind, text = self._take()
        if kind == "text":
            return text[1:-1].replace("''", "'").casefold()
        if kind == "moment":
            return datetime.fromisoformat(text)
        if kind == "number":
            return float(text)
        if kind == "name" and text in WORDS:
            return WORDS[text]
        raise bad_filter(f"unexpected '{text}'")


def _or(left: Predicate, right: Predicate) -> Predicate:
    return lambda read: left(read) or right(read)


def _and(left: Predicate, right: Predicate) -> Predicate:
    return lambda read: left(read) and right(read)


def _comparable(value: object) -> object:
    """Text compares without case, as the directory and Exchange both do; stamps as moments."""
    if not isinstance(value, str):
        return value
    if len(value) >= 20 and value[4] == "-" and value[-1] == "Z":  # 2026-11-21T03:02:50Z
        return datetime.fromisoformat(value)
    return value.casefold()


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise bad_filter(text)
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        at = match.end()
    return tokens
