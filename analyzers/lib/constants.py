"""Folds the constant expressions of a script: literals, what joins them, what decodes them.

No loop, no condition, no function of the script is followed; what depends on one is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.script import Token, numbers
from analyzers.lib.scriptfunctions import FUNCTIONS, LARGEST, METHODS, Value

TOTAL: Final = 48_000_000  # characters of all folded values together
NESTING: Final = 30  # expressions inside one another

_PREFIXES: Final = frozenset({"window", "self", "globalThis", "top", "parent", "String"})
_SAVERS: Final = frozenset({"msSaveBlob", "msSaveOrOpenBlob", "saveAs", "File"})
_END: Final = Token("mark", "")


@dataclass(slots=True)
class Folded:
    """What the script's constants come to, by the name they are given, and in order.

    ``decoded`` holds results of decoding functions; ``downloads`` the names offered for saving;
    ``goals`` the addresses the page is sent to; ``keys`` what is used in an exclusive or.
    """

    variables: dict[str, Value] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    decoded: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    keys: list[str | int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def fold(tokens: tuple[Token, ...]) -> Folded:
    """Two passes: functions may stand before the variables they use."""
    first = Folded()
    _Folder(tokens, first, {}).run()
    second = Folded()
    _Folder(tokens, second, first.variables).run()
    return second


class _Folder:
    def __init__(self, tokens: tuple[Token, ...], found: Folded, earlier: dict[str, Value]) -> None:
        self._tokens = tokens
        self._found = found
        self._earlier = earlier
        self._parts: dict[str, list[str]] = {}
        self._at = 0
        self._total = 0
        self._depth = 0

    def run(self) -> None:
        while self._at < len(self._tokens):
            before = self._at
            self._statement()
            self._at = max(self._at, before + 1)
        for name in list(self._parts):
            self._joined(name)

    def _peek(self, ahead: int = 0) -> Token:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def _take(self, text: str) -> bool:
        token = self._peek()
        if token.text == text and token.kind in {"mark", "name"}:
            self._at += 1
            return True
        return False

    def _statement(self) -> None:
        token, after = self._peek(), self._peek(1)
        if token.kind == "name":
            self._found.names.add(token.text)
            if after.kind == "mark" and after.text in {"=", "+=", ":"}:
                self._at += 2
                self._assign(token.text, after.text, self._expression())
                return
            if after.text == "." and self._peek(2).text == "push":
                self._push(token.text)
                return
        if token.kind == "mark" and token.text == "^":
            self._key()
            return
        if token.kind in {"string", "numbers", "name"} or token.text in {"[", "("}:
            self._expression()

    def _assign(self, name: str, sign: str, value: Value) -> None:
        if isinstance(value, str):
            self._assigned(name, value)
        if sign == "+=" and isinstance(value, str):
            start = self._lookup(name) if name not in self._parts else None
            self._parts.setdefault(name, [start] if isinstance(start, str) else []).append(value)
        elif value is not None:
            self._parts.pop(name, None)
            self._found.variables[name] = value

    def _push(self, name: str) -> None:
        self._at += 3
        held = self._found.variables.get(name)
        more = self._arguments()
        if isinstance(held, list):
            held.extend(v for v in more if v is not None)

    def _called(self, owner: str, name: str, given: list[Value]) -> None:
        """Notes calls that save a file or lead to another page."""
        texts = [value if isinstance(value, str) else "" for value in given[:2]] + ["", ""]
        if name in _SAVERS:
            self._found.downloads.append(texts[1])
        elif name == "setAttribute":
            self._assigned(texts[0], texts[1])
        elif name == "open" or (owner == "location" and name in {"assign", "replace"}):
            self._found.goals.append(texts[0])

    def _assigned(self, name: str, text: str) -> None:
        if name == "download":
            self._found.downloads.append(text)
        elif name in {"location", "href", "src", "action"}:
            self._found.goals.append(text)

    def _key(self) -> None:
        self._at += 1
        value = self._primary()
        if isinstance(value, str | int):
            self._found.keys.append(value)

    def _expression(self) -> Value:
        """A sum of constants; None where any part is unknown."""
        if self._depth >= NESTING:
            self._at += 1
            return None
        self._depth += 1
        value = self._postfix()
        pieces: list[str] = [value] if isinstance(value, str) else []
        known = isinstance(value, str)
        while self._peek().kind == "mark" and self._peek().text == "+":
            self._at += 1
            part = self._postfix()
            known = known and isinstance(part, str | int)
            pieces.append(str(part) if isinstance(part, str | int) else "")
        self._depth -= 1
        if len(pieces) > 1:
            value = self._sum(pieces) if known else None
        if self._peek().text == "^":
            self._key()
            return None
        return value

    def _sum(self, pieces: list[str]) -> str | None:
        if sum(map(len, pieces)) > LARGEST or self._total > TOTAL:
            return None
        return self._keep("".join(pieces))

    def _keep(self, text: str) -> str | None:
        self._total += len(text)
        if len(text) > LARGEST or self._total > TOTAL:
            return None
        if text:
            self._found.values.append(text)
        return text

    def _postfix(self) -> Value:
        value = self._primary()
        while True:
            if self._peek().text == "." and self._peek(1).kind == "name":
                name = self._peek(1).text
                self._found.names.add(name)
                if self._peek(2).text != "(" and self._peek(2).kind != "numbers":
                    if self._peek(2).text in {"=", "+="}:
                        self._at += 1
                        return None
                    self._at += 2
                    value = None
                    continue
                owner = self._tokens[self._at - 1].text
                self._at += 2
                given = self._arguments()
                self._called(owner, name, given)
                value = self._method(value, name, given)
            elif self._peek().text == "[" and value is not None and self._peek(1).kind == "number":
                self._at += 1
                index = self._expression()
                self._take("]")
                value = self._item(value, index)
            else:
                return value

    def _item(self, value: Value, index: Value) -> Value:
        if isinstance(index, int) and isinstance(value, str | list) and 0 <= index < len(value):
            return value[index]
        return None

    def _primary(self) -> Value:
        token = self._peek()
        if token.kind == "string":
            self._at += 1
            return self._keep(token.text)
        if token.kind == "number":
            self._at += 1
            whole = token.text.partition(".")[0]
            return int(whole, 16) if whole[:2].lower() == "0x" else int(whole[:20])
        if token.kind == "numbers":
            self._at += 1
            return list(numbers(token.text))
        if token.text == "[" and token.kind == "mark":
            return list(self._arguments("]"))
        if token.text == "(" and token.kind == "mark":
            self._at += 1
            value = self._expression()
            self._take(")")
            return value
        return self._named() if token.kind == "name" else None

    def _named(self) -> Value:
        """A variable or a call; what stands before the name that counts is passed over."""
        while self._peek().text == "new" or (
            self._peek().text in _PREFIXES and self._peek(1).text == "."
        ):
            self._at += 1 if self._peek().text == "new" else 2
        if self._peek().kind != "name" or self._peek(1).text in {"=", "+="}:
            return None
        name = self._peek().text
        self._found.names.add(name)
        self._at += 1
        if self._peek().text != "(" and self._peek().kind != "numbers":
            return self._lookup(name)
        given = self._arguments()
        self._called("", name, given)
        function = FUNCTIONS.get(name)
        if function is None or not given or self._total > TOTAL:
            return None
        value = self._charged(function(given))
        if isinstance(value, str):
            self._found.decoded.append(value)
        return value

    def _charged(self, value: Value) -> Value:
        """The value, if there is room for it among all."""
        if isinstance(value, list):
            self._total += len(value)
        return self._keep(value) if isinstance(value, str) else value

    def _arguments(self, closing: str = ")") -> list[Value]:
        """The values between brackets; one list of numbers may stand for all of them."""
        if self._peek().kind == "numbers":
            value: Value = list(numbers(self._peek().text))
            bare = self._peek().text.startswith("(")
            self._at += 1
            return list(value) if bare and isinstance(value, list) else [value]
        self._at += 1
        found: list[Value] = []
        while self._at < len(self._tokens):
            if self._take(closing):
                break
            if self._take(","):
                continue
            before = self._at
            found.append(self._expression())
            if self._at == before:
                if self._peek().text in {")", "]", "}", ";", "{"}:
                    break
                self._at += 1
        return found

    def _lookup(self, name: str) -> Value:
        if name in self._parts:
            self._joined(name)
        held = self._found.variables.get(name)
        return held if held is not None else self._earlier.get(name)

    def _joined(self, name: str) -> None:
        text = self._sum(self._parts.pop(name))
        if text is not None:
            self._found.variables[name] = text

    def _method(self, value: Value, name: str, given: list[Value]) -> Value:
        method = METHODS.get(name)
        if method is None or value is None or self._total > TOTAL:
            return None
        return self._charged(method(value, given))
