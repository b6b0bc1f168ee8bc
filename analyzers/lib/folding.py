"""What folding a script's constants gives, whatever its language; and a cursor over its tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analyzers.lib.script import Script, Token, numbers
from analyzers.lib.scriptfunctions import LARGEST, Value

TOTAL: Final = 48_000_000  # characters of all folded values of one script together
NESTING: Final = 30  # expressions inside one another
PIECES: Final = 20_000  # expressions of one script that are written anew
INLINED: Final = 20_000  # characters of a value that is written in the place of its expression

END: Final = Token("mark", "")


class Piece(NamedTuple):
    """What the source between two places comes to; a ``bare`` one is no text but a name."""

    start: int
    end: int
    value: str
    bare: bool = False


class Executed(NamedTuple):
    """Text that the script hands to an interpreter; ``by`` is the name of what takes it."""

    by: str
    text: str
    place: int


@dataclass(slots=True)
class Folded:
    """What the script's constants come to, by the name they are given, and in order.

    ``decoded`` holds results of decoding functions; ``downloads`` the names offered for saving;
    ``goals`` the addresses the page is sent to; ``keys`` what is used in an exclusive or, and
    ``shifts`` what is added to or taken from something unknown; ``lists`` the lists of numbers.
    ``full`` says that a bound was met.
    """

    variables: dict[str, Value] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    decoded: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    keys: list[str | int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)
    lists: list[list[Value]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    pieces: list[Piece] = field(default_factory=list)
    executed: list[Executed] = field(default_factory=list)
    full: bool = False


class Cursor:
    """Steps through tokens and keeps the account of what their values take."""

    def __init__(self, script: Script, found: Folded) -> None:
        self._tokens = script.tokens
        self._script = script
        self._found = found
        self._at = 0
        self._total = 0
        self._depth = 0

    def _peek(self, ahead: int = 0) -> Token:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else END

    def _take(self, text: str) -> bool:
        token = self._peek()
        if token.text == text and token.kind in {"mark", "name"}:
            self._at += 1
            return True
        return False

    def _keep(self, text: str) -> str | None:
        """The text, if there is room for it among all."""
        self._total += len(text)
        if len(text) > LARGEST or self._total > TOTAL:
            self._found.full = True
            return None
        if text:
            self._found.values.append(text)
        return text

    def _charged(self, value: Value) -> Value:
        if isinstance(value, list):
            self._total += len(value)
        return self._keep(value) if isinstance(value, str) else value

    def _piece(self, first: int, value: Value) -> None:
        """The tokens from ``first`` up to here come to a text."""
        if not isinstance(value, str) or len(value) > INLINED:
            return
        if len(self._found.pieces) >= PIECES:
            self._found.full = True
            return
        ends = self._script.ends[min(self._at, len(self._tokens)) - 1]
        self._found.pieces.append(Piece(self._script.starts[first], ends, value))

    def _run(self, by: str, text: str) -> None:
        place = self._script.starts[max(0, min(self._at, len(self._tokens)) - 1)]
        self._found.executed.append(Executed(by, text, place))

    def _number_list(self) -> list[Value]:
        """The value of a "numbers" token, which is passed."""
        found: list[Value] = list(numbers(self._peek().text))
        self._at += 1
        self._total += len(found)
        self._found.lists.append(found)
        return found


def rewritten(source: str, pieces: list[Piece]) -> str:
    """The source with each outermost piece as a literal in place of its expression."""
    out: list[str] = []
    position = 0
    for start, end, value, bare in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if start < position or (not bare and not _readable(value)):
            continue
        out.append(source[position:start])
        out.append(value if bare else f'"{_escaped(value)}"')
        position = end
    out.append(source[position:])
    return "".join(out)


def _readable(text: str) -> bool:
    """Whether showing it tells anything: decoded programs and archives do not."""
    head = text[:200]
    return sum(c.isprintable() or c in _NAMED for c in head) * 10 >= 9 * len(head)


def _escaped(text: str) -> str:
    """On one line, controls shown as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _NAMED.get(c, f"\\x{ord(c):02x}") for c in text)


_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
