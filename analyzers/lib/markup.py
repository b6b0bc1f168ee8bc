"""Bounds hostile HTML source before the tree parser sees it: that parser is quadratic in places.

Nested elements, attributes of one tag and unclosed formatting elements each cost it quadratic time
(100,000 nested ``div`` 22 s, 100,000 attributes 23 s).  Small sources pass as they are; others are
written anew from an own linear scan, so that the parser meets exactly the tags counted here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.words import words

SOURCE: Final = 16_000_000  # characters of one document
COMMENTS: Final = 200_000  # characters of comments kept, as much as a large style sheet has
TAGS: Final = 20_000  # start tags
ATTRIBUTES: Final = 64  # of one tag
OPEN: Final = 512  # elements open at once, by count of tags
OPTIONS: Final = 2_000  # options of selections; 20,000 cost the parser 1.7 s
FORMATTING: Final = 48  # formatting elements open at once
COPIES: Final = 300_000  # formatting elements the parser may re-open by itself

# Below these the parser's worst case stays under 0.3 s.
_SMALL_TAGS: Final = 6_000
_SMALL_SEPARATORS: Final = 15_000
_SMALL_COPIES: Final = 600_000

_FORMATTING: Final = words("a b big code em font i nobr s small strike strong tt u")
_FORMATTING_TAG = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.I)
_VOID: Final = words("area base br col embed hr img input link meta param source track wbr")
# Elements the parser closes by itself before the next of their kind: they cannot pile up.
_SELF_ENDING: Final = words(
    "p li dd dt tr td th tbody thead tfoot option optgroup colgroup caption html head body"
)
_RAW: Final = words("script style xmp iframe noembed noframes plaintext textarea title")
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*("[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>]*))?"""
)
_TAG_END = re.compile(r"[\s/]*>?")
_SANE_NAME = re.compile(r"[a-zA-Z][\w:.-]{0,63}\Z")
_COMMENT_END = re.compile(r"--!?>")
_RAW_END: Final = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.I) for name in _RAW}


@dataclass(slots=True)
class Bounded:
    """Source safe to parse, the bounds it ran into, and comments that are not in it any more."""

    source: str
    limits: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)


def bound(source: str) -> Bounded:
    """The same document, or as much of it as the parser can take in bounded time."""
    limits: set[str] = set()
    if len(source) > SOURCE:
        source, limits = source[:SOURCE], {"source"}
    if _small(source):
        return Bounded(source, limits)
    rewriter = _Rewriter(source, limits)
    return Bounded(rewriter.run(), limits, rewriter.comments)


def _small(source: str) -> bool:
    tags = source.count("<")
    # Every attribute needs one of these before its name, wherever the tag really ends.
    if tags > _SMALL_TAGS or _separators(source) > _SMALL_SEPARATORS:
        return False
    if tags * tags <= _SMALL_COPIES:  # even if each of them were one
        return True
    formatting = sum(1 for _ in _FORMATTING_TAG.finditer(source))
    return formatting * tags <= _SMALL_COPIES


def _separators(source: str) -> int:
    """How many there are, or another number that is small enough."""
    if len(source) <= _SMALL_SEPARATORS:
        return len(source)
    raw = source.encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, b" \t\n\r\f/\"'"))


class _Rewriter:
    """One linear pass over the source, tag by tag."""

    def __init__(self, source: str, limits: set[str]) -> None:
        self._source = source
        self._limits = limits
        self._out: list[str] = []
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._formatting = 0
        self._copies = 0
        self._tags = 0
        self._options = 0
        self._noted = 0
        self.comments: list[str] = []

    def run(self) -> str:
        source, position, end = self._source, 0, len(self._source)
        while position < end:
            start = source.find("<", position)
            if start < 0:
                self._out.append(source[position:])
                break
            self._out.append(source[position:start])
            position = self._markup(start)
            if self._tags > TAGS or self._copies > COPIES:
                self._limits.add("nodes")
                break
        return "".join(self._out)

    def _markup(self, start: int) -> int:
        """Handles what begins with "<" and returns where the text after it starts."""
        source = self._source
        if source.startswith("<!--", start):
            return self._comment(start)
        closing = source.startswith("/", start + 1)
        name = _NAME.match(source, start + 1 + closing)
        if name is None:
            if source[start + 1 : start + 2] in ("!", "?", "/"):
                end = source.find(">", start)
                return end + 1 if end >= 0 else len(source)
            self._out.append("&lt;")
            return start + 1
        attributes, position = self._attributes(name.end())
        tag = name.group().lower()
        if closing:
            self._end(tag)
            return position
        self._start(tag, attributes)
        return self._raw(tag, position) if tag in _RAW else position

    def _comment(self, start: int) -> int:
        for empty in ("<!-->", "<!--->"):
            if self._source.startswith(empty, start):
                return start + len(empty)
        end = _COMMENT_END.search(self._source, start + 4)
        stop = end.start() if end else len(self._source)
        if self._noted < COMMENTS:
            self.comments.append(self._source[start + 4 : min(stop, start + COMMENTS)])
            self._noted += len(self.comments[-1])
        return end.end() if end else stop

    def _attributes(self, position: int) -> tuple[list[str], int]:
        kept: list[str] = []
        seen: set[str] = set()
        while match := _ATTRIBUTE.match(self._source, position):
            position = match.end()
            name = match.group(1).lower()
            if name in seen or not _SANE_NAME.match(name):
                continue
            if len(kept) >= ATTRIBUTES:
                self._limits.add("attributes")
                continue
            seen.add(name)
            value = match.group(2) or ""
            if value[:1] in ('"', "'"):
                value = value[1:].removesuffix(value[0])
            kept.append(f'{name}="{value.replace(chr(34), "&quot;")}"')
        end = _TAG_END.match(self._source, position)
        return kept, end.end() if end else position

    def _start(self, tag: str, attributes: list[str]) -> None:
        self._tags += 1
        self._copies += self._formatting
        if tag == "option":
            self._options += 1
            if self._options > OPTIONS:
                self._limits.add("nodes")
                return
        if tag not in _VOID and tag not in _SELF_ENDING and tag not in _RAW:
            crowded = tag in _FORMATTING and self._formatting >= FORMATTING
            if crowded or self._depth >= OPEN:
                self._limits.add("depth")
                return
            self._depth += 1
            self._open[tag] += 1
            self._formatting += tag in _FORMATTING
        if _SANE_NAME.match(tag):
            self._out.append(f"<{' '.join([tag, *attributes])}>")

    def _end(self, tag: str) -> None:
        if self._open[tag]:
            self._open[tag] -= 1
            self._depth -= 1
            self._formatting -= tag in _FORMATTING
        if _SANE_NAME.match(tag) and tag not in _RAW:
            self._out.append(f"</{tag}>")

    def _raw(self, tag: str, position: int) -> int:
        """Copies the content of a raw text element so that it cannot be taken for markup."""
        end = _RAW_END[tag].search(self._source, position)
        stop = end.start() if end else len(self._source)
        content = self._source[position:stop]
        if tag == "style":
            self._out.append(content.replace("<", " "))
        elif tag in {"textarea", "title"}:
            self._out.append(content.replace("<", "&lt;"))
        if tag != "plaintext":
            self._out.append(f"</{tag}>")
        if end is None:
            return stop
        return self._attributes(end.end())[1]
