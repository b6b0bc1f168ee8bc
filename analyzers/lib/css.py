"""A small cascade: which declarations of style sheets and style attributes meet an element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from analyzers.lib import plaincss
from analyzers.lib.dom import Element

SHEETS: Final = 200_000  # characters of style sheets read; tinycss2 takes about 1 us for each
ATTRIBUTE: Final = 8_000  # characters of one style attribute
RULES: Final = 3_000
MATCHES: Final = 400_000  # selector tests for one document
INLINE: Final = 300_000  # characters of style attributes that need the tokeniser
NESTING: Final = 12  # brackets inside one another in a value; a gradient of calc() needs 4
IMPORTS: Final = ("tinycss2", "tinycss2.color3")

_COMPOUND = re.compile(r"(?:[a-z][\w-]*|\*)?(?:[.#][\w-]+)*\Z", re.I)
_PART = re.compile(r"[.#]?[\w-]+|\*")
_NARROW = re.compile(r"max-(?:device-)?width|print|prefers-color-scheme|max-(?:device-)?height")


class Declarations(NamedTuple):
    """Values by lower-case property name, those marked ``!important`` apart."""

    normal: dict[str, str]
    important: dict[str, str]


NONE: Final = Declarations({}, {})


class Step(NamedTuple):
    """One compound selector; ``tag`` is "" for any, ``child`` asks for the direct parent."""

    tag: str
    id: str
    classes: frozenset[str]
    child: bool


class Rule(NamedTuple):
    steps: tuple[Step, ...]  # the rightmost first
    weight: tuple[int, int, int, int]  # ids, classes, tags, order of appearance
    declarations: Declarations


def declarations(text: str) -> Declarations:
    """The declarations of a style attribute or block; values lower-case, comments gone."""
    text = text[:ATTRIBUTE]
    plain = plaincss.declarations(text)
    return Declarations(*plain) if plain is not None else _tokenised(text)


def _tokenised(text: str) -> Declarations:
    import tinycss2

    return _collect(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True))


def _collect(items: list[Any]) -> Declarations:
    import tinycss2

    found = Declarations({}, {})
    for item in items:
        if item.type == "declaration" and _shallow(item.value):
            value = tinycss2.serialize(item.value).strip().lower()
            (found.important if item.important else found.normal)[item.lower_name] = value
    return found


def _shallow(tokens: list[Any]) -> bool:
    """Whether brackets nest so little that the library's recursion can write them out."""
    level = list(tokens)
    for _ in range(NESTING):
        blocks = [t for t in level if t.type == "function" or t.type.endswith("block")]
        if not blocks:
            return True
        level = [
            inner for b in blocks for inner in (b.arguments if b.type == "function" else b.content)
        ]
    return False


@dataclass(slots=True)
class Cascade:
    """Rules by the most telling part of their rightmost selector.

    Elements that are styled alike share one dictionary, so that looks can be told by identity.
    """

    _by_key: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    _inline: dict[str, Declarations] = field(default_factory=dict)
    _alike: dict[tuple[str, ...], tuple[list[Rule], bool]] = field(default_factory=dict)
    _merged: dict[tuple[str, tuple[int, ...]], dict[str, str]] = field(default_factory=dict)
    _tests: int = 0
    _inline_read: int = 0
    _count: int = 0
    limited: bool = False

    def read(self, sheets: list[str]) -> None:
        """Adds the rules of style sheets in order, up to the bounds."""
        left = SHEETS
        for sheet in sheets:
            if len(sheet) > left:
                self.limited = True
            self._sheet(sheet[:left])
            left = max(0, left - len(sheet))

    def _sheet(self, sheet: str) -> None:
        plain = plaincss.rules(sheet, _NARROW)
        if plain is None:
            self._read(sheet)
            return
        for selectors, block in plain:
            if self._count >= RULES:
                self.limited = True
                return
            found = declarations(block)
            if found.normal or found.important:
                self._add(selectors, found)

    def _read(self, sheet: str) -> None:
        import tinycss2

        if not sheet.strip():
            return
        if plaincss.nesting(sheet) > NESTING:
            self.limited = True
            return
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
                if _shallow(rule.prelude) and not _NARROW.search(
                    tinycss2.serialize(rule.prelude).lower()
                ):
                    inner = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
                    self._add_all([r for r in inner if r.type == "qualified-rule"])
            elif rule.type == "qualified-rule":
                self._add_all([rule])

    def _add_all(self, rules: list[Any]) -> None:
        import tinycss2

        for rule in rules:
            if self._count >= RULES:
                self.limited = True
                return
            if not _shallow(rule.prelude):
                continue
            found = _collect(
                tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
            )
            if found.normal or found.important:
                self._add(tinycss2.serialize(rule.prelude), found)

    def _add(self, prelude: str, found: Declarations) -> None:
        for selector in prelude[:ATTRIBUTE].split(","):
            steps = _steps(selector)
            if not steps:
                continue
            self._count += 1
            last = steps[0]
            key = (
                f"#{last.id}" if last.id else f".{min(last.classes)}" if last.classes else last.tag
            )
            self._by_key[key].append(Rule(steps, _weight(steps, self._count), found))

    def style(self, element: Element) -> tuple[dict[str, str], bool]:
        """The winning declarations by name, and whether they hang on nothing around the element."""
        given = element.attributes
        text = given.get("style", "")[:ATTRIBUTE] if given else ""
        rules, lone = self._matching(element) if self._by_key else ([], True)
        key = (text, tuple([rule.weight[3] for rule in rules]) if rules else ())
        known = self._merged.get(key)
        if known is None:
            known = self._merged[key] = _merged(rules, self._attribute(text))
        return known, lone

    def _attribute(self, text: str) -> Declarations:
        if not text:
            return NONE
        known = self._inline.get(text)
        if known is None:
            plain = plaincss.declarations(text)
            self._inline_read += 0 if plain is not None else len(text)
            if self._inline_read > INLINE:
                self.limited = True
                return NONE
            found = Declarations(*plain) if plain is not None else _tokenised(text)
            known = self._inline[text] = found
        return known

    def _matching(self, element: Element) -> tuple[list[Rule], bool]:
        """The rules that meet an element, and whether its own names alone decide; the nesting
        around it is asked about only where it matters."""
        given = element.attributes
        key = (element.tag, given.get("id", ""), given.get("class", ""))
        known = self._alike.get(key)
        if known is None:
            found = sorted(self._candidates(element), key=_order)
            known = self._alike[key] = found, all(len(rule.steps) == 1 for rule in found)
        rules, alone = known
        if not rules:
            return rules, True
        self._tests += len(rules)
        if self._tests > MATCHES:
            self.limited = True
            return [], False
        return (rules if alone else [r for r in rules if self._meets(r, element)]), alone

    def _candidates(self, element: Element) -> list[Rule]:
        keys = ["", element.tag, f"#{element.attributes.get('id', '')}"]
        keys += [f".{name}" for name in element.classes]
        return [
            rule
            for key in keys
            for rule in self._by_key.get(key, ())
            if self._step(rule.steps[0], element)
        ]

    def _meets(self, rule: Rule, element: Element) -> bool:
        """Whether what the rule asks for around an element, that it names, is there."""
        node = element.parent
        direct = rule.steps[0].child
        for step in rule.steps[1:]:
            while node is not None and not self._step(step, node):
                node = None if direct else node.parent
            if node is None:
                return False
            node, direct = node.parent, step.child
        return True

    def _step(self, step: Step, element: Element) -> bool:
        self._tests += 1
        if self._tests > MATCHES:
            self.limited = True
            return False
        if step.tag and step.tag != element.tag:
            return False
        if step.id and step.id != element.attributes.get("id"):
            return False
        return not step.classes or step.classes <= element.classes


def _merged(rules: Sequence[Rule], inline: Declarations) -> dict[str, str]:
    if not rules:
        return {**inline.normal, **inline.important} if inline.important else inline.normal
    merged: dict[str, str] = {}
    for rule in rules:
        merged.update(rule.declarations.normal)
    merged.update(inline.normal)
    for rule in rules:
        merged.update(rule.declarations.important)
    merged.update(inline.important)
    return merged


def _order(rule: Rule) -> tuple[int, int, int, int]:
    return rule.weight


def _steps(selector: str) -> tuple[Step, ...]:
    """The compounds from right to left; empty for selectors beyond tag, class, id and nesting."""
    words = selector.replace(">", " > ").split()
    steps: list[Step] = []
    for word in reversed(words[:12]):
        if word == ">":
            if not steps:
                return ()
            steps[-1] = steps[-1]._replace(child=True)
            continue
        word = word.removesuffix(":link").removesuffix(":visited")
        if not word or not _COMPOUND.match(word):
            return ()
        steps.append(_compound(word))
    return tuple(steps)


def _compound(word: str) -> Step:
    parts = _PART.findall(word)
    tag = next((p.lower() for p in parts if p[0] not in ".#*"), "")
    identifier = next((p[1:] for p in parts if p[0] == "#"), "")
    return Step(tag, identifier, frozenset(p[1:] for p in parts if p[0] == "."), False)


def _weight(steps: tuple[Step, ...], order: int) -> tuple[int, int, int, int]:
    return (
        sum(bool(s.id) for s in steps),
        sum(len(s.classes) for s in steps),
        sum(bool(s.tag) for s in steps),
        order,
    )
