"""Folds the constant expressions of a script: literals, what joins them, what decodes them.

No loop, no condition, no function of the script is followed; what depends on one is unknown.
"""

from __future__ import annotations

from typing import Final

from analyzers.lib.expressions import JAVASCRIPT, Expressions, Language
from analyzers.lib.folding import TOTAL, Folded
from analyzers.lib.script import Script
from analyzers.lib.scriptfunctions import LARGEST, Value

_SAVERS: Final = frozenset({"msSaveBlob", "msSaveOrOpenBlob", "saveAs", "File"})
_SHOWN: Final = frozenset({"innerHTML", "outerHTML", "srcdoc"})


def fold(script: Script, language: Language = JAVASCRIPT) -> Folded:
    """Two passes: functions may stand before the variables they use."""
    first = Folded()
    Folder(script, first, {}, language).run()
    second = Folded()
    Folder(script, second, first.variables, language).run()
    return second


class Folder(Expressions):
    """The part that reads statements: what is given a name, what is called."""

    def __init__(
        self, script: Script, found: Folded, earlier: dict[str, Value], language: Language
    ) -> None:
        super().__init__(script, found)
        self.language = language
        self._earlier = earlier
        self._parts: dict[str, list[str]] = {}

    def run(self) -> None:
        while self._at < len(self._tokens):
            before = self._at
            self._statement()
            self._at = max(self._at, before + 1)
        for name in list(self._parts):
            self._joined(name)

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
            if self.language.folds_case and self._bare(token.text):
                return
        if token.kind == "mark" and token.text == "^":
            self._at += 1
            self._key(self._at)
            return
        if token.kind in {"string", "numbers", "name"} or token.text in {"[", "("}:
            self._expression()

    def _bare(self, name: str) -> bool:
        """A call without brackets, of a method or not, that runs what it is given."""
        ahead = 1
        while self._peek(ahead).text == "." and self._peek(ahead + 1).kind == "name":
            name, ahead = self._peek(ahead + 1).text, ahead + 2
        if name not in self.language.runners or self._peek(ahead).text in {"(", "=", "\n", ""}:
            return False
        self._at += ahead
        given: list[Value] = []
        while self._at < len(self._tokens) and self._peek().text != "\n":
            before = self._at
            given.append(self._expression())
            if not self._take(",") or self._at == before:
                break
        self._called("", name, given)
        return True

    def _assign(self, name: str, sign: str, value: Value) -> None:
        if isinstance(value, str):
            self._assigned(name, value)
        if sign == "+=" and isinstance(value, str):
            self._append(name, value)
            return
        if value is not None:
            self._parts.pop(name, None)
            self._found.variables[name] = value

    def _append(self, name: str, value: str) -> None:
        start = self._lookup(name) if name not in self._parts else None
        self._parts.setdefault(name, [start] if isinstance(start, str) else []).append(value)

    def _push(self, name: str) -> None:
        self._at += 3
        held = self._found.variables.get(name)
        more = self._arguments()
        if isinstance(held, list):
            held.extend(v for v in more if v is not None)

    def _called(self, owner: str, name: str, given: list[Value]) -> None:
        """Notes calls that save a file, run a text or lead to another page."""
        texts = [value if isinstance(value, str) else "" for value in given[:3]] + ["", "", ""]
        if name in _SAVERS:
            self._found.downloads.append(texts[1])
        elif name == "setAttribute":
            self._assigned(texts[0], texts[1])
        elif name == "open" or (owner == "location" and name in {"assign", "replace"}):
            self._found.goals.append(texts[0])
        place = self.language.runners.get(name)
        if place is not None and given:
            text = texts[place] if place >= 0 else _last(given)
            if text:
                self._run(name, text)

    def _assigned(self, name: str, text: str) -> None:
        if name == "download":
            self._found.downloads.append(text)
        elif name in {"location", "href", "src", "action"}:
            self._found.goals.append(text)
        elif name in _SHOWN and "<" in text:
            self._run(name, text)

    def _lookup(self, name: str) -> Value:
        if name in self._parts:
            self._joined(name)
        held = self._found.variables.get(name)
        return held if held is not None else self._earlier.get(name)

    def _joined(self, name: str) -> None:
        pieces = self._parts.pop(name)
        if sum(map(len, pieces)) <= LARGEST and self._total <= TOTAL:
            text = self._keep("".join(pieces))
            if text is not None:
                self._found.variables[name] = text


def _last(given: list[Value]) -> str:
    return given[-1] if isinstance(given[-1], str) else ""
