"""Works out PowerShell's expressions of constants: operators, casts, methods, indexes, texts."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib import powershellvalues as values
from analyzers.lib.folding import NESTING, Cursor, Folded
from analyzers.lib.powershell import plain
from analyzers.lib.script import Script
from analyzers.lib.scriptfunctions import LARGEST, Value

RUNNERS: Final = frozenset({"iex", "invoke-expression", "invoke-command", "icm"})
_INSIDE = re.compile(r"\$(?:\{([^}]{1,100})\}|((?:[A-Za-z]{1,20}:)?\w{1,100}))")


class Expressions(Cursor):
    """The part of a folder that reads expressions; the other one knows statements and pipes."""

    def __init__(self, script: Script, found: Folded, earlier: dict[str, Value]) -> None:
        super().__init__(script, found)
        self._earlier = earlier
        self._listing = True  # whether a comma makes lists, and does not part arguments

    def _statement(self) -> None:
        raise NotImplementedError

    def _pipeline(self) -> Value:
        raise NotImplementedError

    def _given(self, by: str) -> None:
        raise NotImplementedError

    def _lookup(self, name: str) -> Value:
        key = f"${name[1:].removeprefix('script:').removeprefix('global:')}"
        held = self._found.variables.get(key)
        if held is None:
            held = values.ENVIRONMENT.get(key)
        return held if held is not None else self._earlier.get(key)

    def _expression(self, above: int = 0) -> Value:
        """Operators from the weakest to the strongest; a comma makes lists."""
        if self._depth >= NESTING:
            self._at += 1
            return None
        self._depth += 1
        first = self._at
        value = self._unary()
        while self._at > first:
            token = self._peek()
            sign = token.text if token.kind in {"mark", "operator"} else ""
            strength = values.STRENGTHS.get(sign, 0)
            if not strength or strength <= above or (sign == "," and not self._listing):
                break
            if sign == ",":
                value = self._list(value)
                continue
            if sign == "+" and strength:
                value = self._sum(first, value, strength)
                continue
            self._at += 1
            right = self._expression(strength)
            if sign == "-bxor" and isinstance(right, int | str) and value is None:
                self._found.keys.append(right)
            value = self._charged(values.applied(sign, value, right))
            self._piece(first, value)
        self._depth -= 1
        return value

    def _list(self, value: Value) -> Value:
        items = [value]
        while self._take(","):
            before = self._at
            items.append(self._expression(values.STRENGTHS[","]))
            if self._at == before:
                break
        return items

    def _sum(self, first: int, value: Value, strength: int) -> Value:
        """All terms at once; neighbouring texts beside an unknown one are joined as well."""
        terms = [(first, self._at, value)]
        while self._take("+"):
            begin = self._at
            term = self._expression(strength)
            terms.append((begin, self._at, term))
            if self._at == begin:
                break
        known = [term for _, _, term in terms]
        if any(term is None for term in known):
            self._partly(terms)
            return None
        total = self._added(known)
        self._piece(first, total)
        return total

    def _added(self, parts: list[Value]) -> Value:
        if all(isinstance(part, int) for part in parts):
            return sum(part for part in parts if isinstance(part, int))
        if isinstance(parts[0], list):
            return [one for part in parts for one in (part if isinstance(part, list) else [part])]
        texts = [values.text(part) for part in parts]
        if any(text is None for text in texts) or sum(len(t or "") for t in texts) > LARGEST:
            return None
        return self._keep("".join(text or "" for text in texts))

    def _joined(self, left: Value, right: Value) -> Value:
        return None if left is None or right is None else self._added([left, right])

    def _partly(self, terms: list[tuple[int, int, Value]]) -> None:
        run: list[tuple[int, int, str]] = []
        for start, end, value in (*terms, (0, 0, None)):
            if isinstance(value, str):
                run.append((start, end, value))
                continue
            if len(run) > 1:
                here, self._at = self._at, run[-1][1]
                self._piece(run[0][0], self._keep("".join(text for _, _, text in run)))
                self._at = here
            run = []

    def _unary(self) -> Value:
        """An operand with casts and signs before it, members and indexes behind it."""
        token = self._peek()
        if self._depth >= NESTING:
            return None
        self._depth += 1
        first = self._at
        value: Value = None
        if token.kind == "operator" and token.text in {"-join", "-split", "-not", "-bnot"}:
            self._at += 1
            value = self._charged(values.alone(token.text, self._unary()))
        elif token.kind == "mark" and token.text in {"-", "+", ","}:
            self._at += 1
            held = self._unary()
            value = values.signed(token.text, held)
        elif token.kind == "type" and self._peek(1).text != "::":
            self._at += 1
            held = self._unary() if self._starts() else None
            value = self._charged(values.cast(token.text, held))
        else:
            value = self._members(first)
        self._depth -= 1
        self._piece(first, value) if token.kind in {"operator", "type"} else None
        return value

    def _starts(self) -> bool:
        """Whether an operand begins here."""
        token = self._peek()
        return token.kind not in {"mark", "operator", "name"} or token.text in {
            "(",
            "@",
            "$",
            ",",
            "-",
        }

    def _members(self, first: int) -> Value:
        value = self._primary()
        while self._at > first and self._peek().kind == "mark":
            sign = self._peek().text
            if sign in {".", "::"} and self._peek(1).kind in {"name", "string", "variable"}:
                name = self._peek(1).text.lower()
                if self._peek(1).kind == "variable":
                    held = self._lookup(name)
                    name = held.lower() if isinstance(held, str) else name
                self._found.names.add(name)
                kind = self._tokens[self._at - 1].text if sign == "::" else ""
                self._at += 2
                value = self._member(first, value, kind, name)
            elif sign == "[":
                self._at += 1
                listing, self._listing = self._listing, True
                index = self._expression()
                self._listing = listing
                self._take("]")
                value = self._charged(values.item(value, index))
                self._piece(first, value)
            else:
                break
        return value

    def _member(self, first: int, value: Value, kind: str, name: str) -> Value:
        given: list[Value] | None = None
        if self._peek().text == "(" and self._peek().kind == "mark":
            given = self._arguments()
        result = self._charged(values.member(kind, value, name, given))
        if isinstance(result, str) and kind and given is not None:
            self._found.decoded.append(result)
        if kind == "[scriptblock]" and name == "create" and given and isinstance(given[0], str):
            self._run("iex", given[0])
        self._piece(first, result)
        return result

    def _arguments(self) -> list[Value]:
        self._at += 1
        found: list[Value] = []
        while self._at < len(self._tokens) and not self._take(")"):
            if self._take(",") or self._take("\n"):
                continue
            before = self._at
            listing, self._listing = self._listing, False
            found.append(self._expression())
            self._listing = listing
            if self._at == before:
                if self._peek().text in {"]", "}"}:
                    break
                self._at += 1
        return found

    def _primary(self) -> Value:
        token = self._peek()
        if token.kind in {"string", "expandable"}:
            self._at += 1
            if token.kind == "string":
                return self._keep(token.text)
            text = self._expanded(token.text)
            self._piece(self._at - 1, text)
            return self._keep(text) if text is not None else None
        if token.kind == "number":
            self._at += 1
            return values.number(token.text)
        if token.kind == "numbers":
            return self._number_list()
        if token.kind == "variable":
            self._at += 1
            return self._lookup(token.text)
        if token.kind == "type":
            self._at += 1
            return None
        if token.kind == "mark" and token.text in {"(", "$", "@"}:
            return self._bracketed()
        if token.kind == "name":
            return self._command()
        return None

    def _bracketed(self) -> Value:
        """``(...)``, ``$(...)`` and ``@(...)``; a "$" or "@" alone is nothing."""
        self._at += self._peek().text != "("
        if not self._take("("):
            return None
        if self._depth >= NESTING - 2:
            self._skip()
            return None
        listing, self._listing = self._listing, True
        value = self._pipeline()
        while self._at < len(self._tokens) and not self._take(")"):
            before = self._at
            self._statement()
            self._at = max(self._at, before + 1)
            value = None
        self._listing = listing
        return value

    def _skip(self) -> None:
        """Past the closing bracket, for what is nested too deep to be worked out."""
        self._found.full = True
        depth = 1
        for place in range(self._at, len(self._tokens)):
            token = self._tokens[place]
            if token.kind == "mark" and token.text in "()":
                depth += 1 if token.text == "(" else -1
                if not depth:
                    self._at = place + 1
                    return
        self._at = len(self._tokens)

    def _command(self) -> Value:
        """A command inside an expression: its value is unknown, what it runs is not."""
        name = self._peek().text
        self._found.names.add(name)
        self._at += 1
        if name in RUNNERS:
            self._given(name)
        return None

    def _expanded(self, text: str) -> str | None:
        """A text with the values of its variables; None where one of them is unknown."""
        known = True

        def put(match: re.Match[str]) -> str:
            nonlocal known
            held = values.text(self._lookup(f"${(match[1] or match[2]).lower()}"))
            known = known and held is not None and len(held) <= LARGEST // 100
            return held or ""

        if "$(" in text:
            return None
        whole = _INSIDE.sub(put, text)
        return plain(whole) if known and len(whole) <= LARGEST else None
