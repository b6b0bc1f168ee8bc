"""Folds the constants of PowerShell: what its operators, casts and methods make of literals.

No loop, no condition, no function of the script is followed; what depends on one is unknown.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from analyzers.lib import powershellvalues as values
from analyzers.lib.folding import Folded
from analyzers.lib.powershellexpressions import RUNNERS, Expressions
from analyzers.lib.script import Script, Token
from analyzers.lib.scriptfunctions import Value

_CHARACTERS: Final = frozenset({"[char]", "[system.char]"})


def fold(script: Script) -> Folded:
    """Two passes: variables may be used in functions that stand before them."""
    first = Folded()
    _Folder(script, first, {}).run()
    second = Folded()
    _Folder(script, second, first.variables).run()
    return second


class _Folder(Expressions):
    def run(self) -> None:
        while self._at < len(self._tokens):
            before = self._at
            self._statement()
            self._at = max(self._at, before + 1)

    def _statement(self) -> None:
        token, after = self._peek(), self._peek(1)
        if token.kind == "variable" and after.kind == "mark" and after.text in {"=", "+="}:
            self._at += 2
            self._assign(token.text, after.text, self._pipeline())
            return
        if token.kind == "mark" and token.text in {"&", "."} and self._called_by_name():
            return
        if token.kind == "name":
            self._found.names.add(token.text)
            self._at += 1
            if token.text in RUNNERS:
                self._given(token.text)
            return
        if token.kind != "mark" or token.text in {"(", "@"}:
            self._pipeline()

    def _called_by_name(self) -> bool:
        """``& 'iex' ...``: a command whose name is a text."""
        self._at += 1
        first = self._at
        name = self._unary()
        if not isinstance(name, str):
            return self._at > first
        self._piece(first, name)
        if name.lower() in RUNNERS:
            self._given(name.lower())
        return True

    def _given(self, by: str) -> None:
        value = self._pipeline()
        if isinstance(value, str):
            self._run(by, value)

    def _assign(self, name: str, sign: str, value: Value) -> None:
        if sign == "+=":
            held = self._lookup(name)
            value = self._joined(held, value)
        if value is not None:
            self._found.variables[name] = value
        elif name in self._found.variables:
            del self._found.variables[name]

    def _pipeline(self) -> Value:
        """A value and what is done with it behind bars: characters of numbers, or running it."""
        first = self._at
        value = self._expression()
        while self._peek().text == "|" and self._peek().kind == "mark" and self._at > first:
            self._at += 1
            value = self._piped(value)
            self._piece(first, value)
        return value

    def _piped(self, value: Value) -> Value:
        token = self._peek()
        if token.text in RUNNERS or (token.text in {"&", "."} and token.kind == "mark"):
            named = token.kind == "name"
            self._at += 1
            name = token.text if named else self._unary()
            if isinstance(value, str) and isinstance(name, str) and name.lower() in RUNNERS:
                self._run(name.lower(), value)
            return None
        if token.text in {"%", "foreach-object", "foreach"}:
            self._at += 1
            if self._take("{"):
                return self._each(value)
        return None

    def _each(self, value: Value) -> Value:
        """A block that casts each item to a character, with a number added or mixed in or not."""
        block: list[Token] = []
        depth = 1
        while self._at < len(self._tokens):
            token = self._peek()
            depth += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
            self._at += 1
            if not depth:
                break
            if len(block) < 40:
                block.append(token)
        if not isinstance(value, list) or not any(t.text in _CHARACTERS for t in block):
            self._note(block)
            return None
        return self._charged(values.each(value, block))

    def _note(self, block: list[Token]) -> None:
        for sign, amount in pairwise(block):
            if sign.text == "-bxor" and amount.kind == "number":
                self._found.keys.append(values.number(amount.text) & 0xFF)
