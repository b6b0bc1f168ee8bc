"""Works out expressions of constants: literals, operators, calls of known functions, indexes.

Written for JavaScript and, with other tables, for VBScript, whose expressions are built alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from analyzers.lib import operators, scriptfunctions
from analyzers.lib.folding import NESTING, TOTAL, Cursor
from analyzers.lib.scriptfunctions import LARGEST, Value

_PREFIXES: Final = frozenset({"window", "self", "globalThis", "top", "parent", "String", "Number"})
_SIGNS: Final = frozenset({"-", "+", "~", "!"})
_OPENERS: Final = frozenset({"[", "("})
Term = tuple[int, int, Value]  # a part of a sum: its first token, the one behind it, its value


@dataclass(frozen=True, slots=True)
class Language:
    """What sets one language apart; its names are in lower case where ``folds_case``."""

    functions: Mapping[str, Callable[[list[Value]], Value]]
    methods: Mapping[str, Callable[[Value, list[Value]], Value]]
    binary: operators.Table
    runners: Mapping[str, int]  # what runs or shows text, and which of its arguments that is
    folds_case: bool = False


JAVASCRIPT: Final = Language(
    scriptfunctions.FUNCTIONS,
    scriptfunctions.METHODS,
    operators.JAVASCRIPT,
    scriptfunctions.RUNNERS,
)


class Expressions(Cursor):
    """The part of a folder that reads expressions; the other one knows names and calls."""

    language: Language = JAVASCRIPT

    def _lookup(self, name: str) -> Value:
        raise NotImplementedError

    def _called(self, owner: str, name: str, given: list[Value]) -> None:
        raise NotImplementedError

    def _expression(self, above: int = 0) -> Value:
        """The value up to an operator that binds no stronger than ``above``; None for unknown."""
        if self._depth >= NESTING:
            self._at += 1
            return None
        self._depth += 1
        first = self._at
        value = self._operand()
        binary = self.language.binary
        while (token := self._peek()).kind == "mark" and token.text in binary:
            strength, work = binary[token.text]
            if strength <= above:
                break
            if work is None:
                value = self._sum(first, value, strength)
            else:
                value = self._applied(token.text, work, value, strength)
        self._depth -= 1
        return value

    def _applied(self, sign: str, work: operators.Binary, left: Value, strength: int) -> Value:
        self._at += 1
        if sign in operators.KEYED and left is None:
            self._key(self._at)
        right = self._expression(strength)
        if sign in operators.KEYED and isinstance(left, int) and right is None:
            self._found.keys.append(left)
        if sign == "-" and left is None and isinstance(right, int):
            self._found.shifts.append(-right)
        return work(left, right)

    def _key(self, place: int) -> None:
        """What stands behind an exclusive or: a number, a text, or the name of one of them."""
        token = self._tokens[place] if place < len(self._tokens) else None
        value: Value = None
        if token is not None and token.kind == "name":
            value = self._lookup(token.text)
        elif token is not None and token.kind in {"string", "number"}:
            value = token.text if token.kind == "string" else whole(token.text)
        if isinstance(value, str | int):
            self._found.keys.append(value)

    def _sum(self, first: int, value: Value, strength: int) -> Value:
        """All terms at once: joining them one by one would take quadratic time."""
        terms: list[Term] = [(first, self._at, value)]
        table = self.language.binary
        while self._peek().kind == "mark" and table.get(self._peek().text) == (strength, None):
            self._at += 1
            first = self._at
            value = self._expression(strength)
            terms.append((first, self._at, value))
            if self._at == first:
                break
        if any(value is None for _, _, value in terms):
            self._partly(terms)
            return None
        total = self._added([value for _, _, value in terms])
        self._piece(terms[0][0], total)
        return total

    def _added(self, values: list[Value]) -> Value:
        """Numbers add up until the first text, from there on everything joins."""
        if all(isinstance(value, int) for value in values):
            return sum(value for value in values if isinstance(value, int))
        parts = [str(value) for value in values if isinstance(value, str | int)]
        if len(parts) < len(values) or sum(map(len, parts)) > LARGEST or self._total > TOTAL:
            return None
        return self._keep("".join(parts))

    def _partly(self, terms: list[Term]) -> None:
        """Neighbouring texts of a sum that also has unknown parts."""
        run: list[Term] = []
        for term in (*terms, (0, 0, None)):
            if isinstance(term[2], str):
                run.append(term)
                continue
            if len(run) > 1:
                here, self._at = self._at, run[-1][1]
                self._piece(run[0][0], self._added([value for _, _, value in run]))
                self._at = here
            elif isinstance(term[2], int) and len(terms) == 2:
                self._found.shifts.append(term[2])
            run = []

    def _operand(self) -> Value:
        """A value with the signs before it and the calls and indexes behind it."""
        sign = self._peek()
        if sign.kind != "mark" or sign.text not in _SIGNS:
            return self._postfix()
        self._at += 1
        if self._peek().kind == "mark" and self._peek().text in _SIGNS:
            return None
        value = self._postfix()
        if not isinstance(value, int):
            return None
        return {"-": -value, "+": value, "~": ~value}.get(sign.text)

    def _postfix(self) -> Value:
        first = self._at
        value = self._primary()
        while True:
            token = self._peek()
            if token.kind != "mark":
                return value
            if token.text == "." and self._peek(1).kind == "name":
                if self._member(self._peek(1).text):
                    return None
                value = self._method_call(first, value, self._tokens[self._at - 1].text)
            elif token.text == "[" and self._at > first and not self.language.folds_case:
                value = self._indexed(first, value)
            else:
                return value

    def _member(self, name: str) -> bool:
        """Passes the dot and the name; says whether they are given a value, and stays before it."""
        self._found.names.add(name)
        self._at += 1
        if self._peek(1).kind == "mark" and self._peek(1).text in {"=", "+="}:
            return True
        self._at += 1
        return False

    def _method_call(self, first: int, value: Value, name: str) -> Value:
        """What a method gives; a property's value is unknown, but for the length of a text."""
        if self._peek().text != "(" and self._peek().kind != "numbers":
            known = name == "length" and isinstance(value, str | list)
            return len(value) if known and isinstance(value, str | list) else None
        owner = self._tokens[self._at - 3].text if self._at >= 3 else ""
        given = self._arguments()
        self._called(owner, name, given)
        result = self._method(value, name, given)
        self._piece(first, result)
        return result

    def _method(self, value: Value, name: str, given: list[Value]) -> Value:
        if name in self.language.functions and given and self._total <= TOTAL:
            result = self._charged(self.language.functions[name](given))
            if isinstance(result, str):
                self._found.decoded.append(result)
            return result
        method = self.language.methods.get(name)
        if method is None or value is None or self._total > TOTAL:
            return None
        return self._charged(method(value, given))

    def _indexed(self, first: int, value: Value) -> Value:
        """An item of a list or text, or a member by its name as a text."""
        given = self._arguments("]")
        index = given[0] if given else None
        if isinstance(index, str):
            self._found.names.add(index)
            if self._peek().text in _OPENERS and self._peek().kind == "mark" and index:
                arguments = self._arguments()
                self._called("", index, arguments)
                result = self._method(value, index, arguments)
                self._piece(first, result)
                return result
            return None
        item = self._item(value, index)
        self._piece(first, item)
        return item

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
            return whole(token.text)
        if token.kind == "numbers":
            return self._number_list()
        if token.kind == "mark" and token.text == "[":
            return list(self._arguments("]"))
        if token.kind == "mark" and token.text == "(":
            self._at += 1
            value = self._expression()
            while self._take(","):
                value = self._expression()
            self._take(")")
            return value
        return self._named() if token.kind == "name" else None

    def _named(self) -> Value:
        """A variable or a call; what stands before the name that counts is passed over."""
        first = self._at
        while self._peek().text == "new" or (
            self._peek().text in _PREFIXES and self._peek(1).text == "."
        ):
            made = self._peek().text == "new"
            self._at += 1 if made else 2
            first = first if not made else self._at
        if self._peek().kind != "name" or self._peek(1).text in {"=", "+="}:
            return None
        name = self._peek().text
        self._found.names.add(name)
        self._at += 1
        if self._peek().text != "(" and self._peek().kind != "numbers":
            return self._lookup(name)
        given = self._arguments()
        self._called("", name, given)
        if self.language.folds_case and isinstance(held := self._lookup(name), list):
            return self._item(held, given[0] if given else None)
        function = self.language.functions.get(name)
        if function is None or not given or self._total > TOTAL:
            return None
        value = self._charged(function(given))
        if isinstance(value, str):
            self._found.decoded.append(value)
            self._piece(first, value)
        return value

    def _arguments(self, closing: str = ")") -> list[Value]:
        """The values between brackets; one list of numbers may stand for all of them."""
        if self._peek().kind == "numbers":
            bare = self._peek().text.startswith("(")
            value = self._number_list()
            return list(value) if bare else [value]
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
            elif self._at == before + 1 and self._tokens[before].kind == "name":
                self._piece(before, found[-1])
        return found


def whole(text: str) -> int:
    """The value of a number as written; a fraction is dropped."""
    digits = text.partition(".")[0]
    return int(digits, 16) if digits[:2].lower() == "0x" else int(digits[:20] or "0")
