"""Reads the ``$search`` of messages: KQL as far as Exchange's index takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from workbench.simulation.server.calls import GraphRefusal

# https://learn.microsoft.com/graph/search-query-parameter: properties of messages
TEXTS = frozenset({
    "attachment", "bcc", "body", "cc", "from", "kind", "participants", "recipients", "subject",
    "to",
})  # fmt: skip
DATES = frozenset({"received", "sent"})
TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[()])|(?P<word>AND|OR|NOT)(?=[\s()]|$)|
    (?:(?P<name>[A-Za-z]+)\s*(?P<how>>=|<=|[:=<>]))?(?:"(?P<phrase>[^"]*)"|(?P<bare>[^\s()"]+)))""",
    re.VERBOSE,
)
WORDS = re.compile(r"[^\W_]+")
NESTING = 32  # brackets within brackets; far beyond what a client writes


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds of one message."""

    texts: Mapping[str, str]  # by property
    received: datetime
    sent: datetime


Test = Callable[[Indexed], bool]


def bad_search(text: str) -> GraphRefusal:
    return GraphRefusal(400, "BadRequest", f"Syntax error: {text} in '$search'.")


def quoted(text: str) -> str:
    """The clause is one string in quotation marks; those inside are escaped by a backslash."""
    match = re.fullmatch(r'\s*"((?:[^"\\]|\\.)*)"\s*', text, re.DOTALL)
    if match is None:
        raise bad_search("character '\"' is not valid")
    return re.sub(r"\\(.)", r"\1", match[1])


class Search:
    """A parsed clause, applied to one message at a time."""

    def __init__(self, clause: str) -> None:
        self._tokens = _tokens(quoted(clause))
        self._at = 0
        self._depth = 0
        self._test = self._either()
        if self._at != len(self._tokens):
            raise bad_search("something is left over")

    def __call__(self, message: Indexed) -> bool:
        return self._test(message)

    def _next_is(self, kind: str, text: str = "") -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return bool(token[kind]) and (not text or token[kind] == text)

    def _skip(self, kind: str, text: str) -> bool:
        found = self._next_is(kind, text)
        self._at += found
        return found

    def _either(self) -> Test:
        left = self._both()
        while self._skip("word", "OR"):
            left = _or(left, self._both())
        return left

    def _both(self) -> Test:
        left = self._single()
        while self._skip("word", "AND") or (
            self._at < len(self._tokens)
            and not self._next_is("word", "OR")
            and not self._next_is("sign", ")")
        ):
            left = _and(left, self._single())
        return left

    def _single(self) -> Test:
        self._depth += 1
        if self._depth > NESTING or self._at >= len(self._tokens):
            raise bad_search("it ends too early or nests too deeply")
        if self._skip("word", "NOT"):
            inner = self._single()
            found: Test = lambda message: not inner(message)  # noqa: E731 - as the others
        elif self._skip("sign", "("):
            found = self._either()
            if not self._skip("sign", ")"):
                raise bad_search("a bracket is not closed")
        else:
            found = _term(self._tokens[self._at])
            self._at += 1
        self._depth -= 1
        return found


def _term(token: Mapping[str, str | None]) -> Test:
    value = token["phrase"] if token["phrase"] is not None else token["bare"] or ""
    name = (token["name"] or "").casefold()
    if token["word"] or token["sign"]:
        raise bad_search("an operator stands where a term belongs")
    if name in DATES:
        return _moment(name, token["how"] or ":", value)
    if name and name not in TEXTS:
        raise bad_search(f"'{name}' is no property that can be searched")
    wanted = _words(value)
    if not name:
        return lambda m: any(holds(text, wanted) for text in m.texts.values())
    return lambda m: holds(m.texts.get(name, ""), wanted)


def _moment(name: str, how: str, value: str) -> Test:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise bad_search(f"'{value}' is no date") from error
    compare: dict[str, Callable[[date], bool]] = {
        ":": lambda d: d == day, "=": lambda d: d == day, ">=": lambda d: d >= day,
        "<=": lambda d: d <= day, ">": lambda d: d > day, "<": lambda d: d < day,
    }  # fmt: skip
    return lambda m: compare[how]((m.received if name == "received" else m.sent).date())


def holds(text: str, wanted: list[str]) -> bool:
    """The words stand there one after the other; the last may be the beginning of one."""
    if not wanted:
        return False
    have, size = _words(text), len(wanted)
    return any(
        have[at : at + size - 1] == wanted[:-1] and have[at + size - 1].startswith(wanted[-1])
        for at in range(len(have) - size + 1)
    )


def _words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def _or(left: Test, right: Test) -> Test:
    return lambda message: left(message) or right(message)


def _and(left: Test, right: Test) -> Test:
    return lambda message: left(message) and right(message)


def _tokens(text: str) -> list[Mapping[str, str | None]]:
    tokens: list[Mapping[str, str | None]] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise bad_search(f"character '{text[at]}' is not valid")
        tokens.append(match.groupdict())
        at = match.end()
    if not tokens:
        raise bad_search("nothing is searched for")
    return tokens
