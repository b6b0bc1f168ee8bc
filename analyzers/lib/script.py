"""Splits JavaScript into tokens in linear time, and finds the scripts of a page; runs nothing."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

TOKENS: Final = 200_000  # of one script; long lists of numbers are one token
SCRIPTS: Final = 200  # of one page
SOURCE: Final = 8_000_000  # characters of script read in one page

_NUMBER = r"(?:0[xX][0-9a-fA-F]{1,8}|-?\d{1,10})"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|<!--)
  | (?P<string>"(?:[^"\\\n]|\\[\s\S])*+"?+|'(?:[^'\\\n]|\\[\s\S])*+'?+|`(?:[^`\\]|\\[\s\S])*+`?+)
  | (?P<numbers>[\[(]\s*+(?:{_NUMBER}\s*+,\s*+){{8,}}+(?:{_NUMBER}\s*+)?+,?+\s*+[\])])
  | (?P<number>0[xX][0-9a-fA-F]++|\d++(?:\.\d++)?+)
  | (?P<name>[\w$]++)
  | (?P<mark>\+=|=>|\+\+|--|<<|>>>?+|[=!<>]==?+|.)
    """,
    re.X | re.S,
)
_REGEX = re.compile(
    r"/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,100}+\]){1,500}+/[a-z]{0,9}+"
)
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))"
)
_SIMPLE: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\n": "",
    "\r\n": "",
}

# After these a slash divides; after anything else it opens a regular expression.
_VALUE_ENDS: Final = frozenset({"string", "numbers", "number", "name"})
_NOT_VALUES: Final = frozenset({"return", "typeof", "case", "in", "of", "delete", "void"})

_TAG: Final = 1_000  # characters of a start tag in which its language is looked for
_SCRIPT = re.compile(r"<script\b", re.I)
_SCRIPT_END = re.compile(r"</script|\Z", re.I)
_INLINE = re.compile(
    r"""\s(?:on[a-z]{3,25})\s{0,9}=\s{0,9}(?:"([^"]{1,200000})"|'([^']{1,200000})')""", re.I
)
_HANDLER = re.compile(r"\son[a-z]{3,25}\s{0,9}=")
_ADDRESS = re.compile(r"""=\s{0,9}(["'])\s{0,9}javascript:([^"']{1,200000})\1""", re.I)


class Token(NamedTuple):
    """``text`` is a string's decoded content, a number list's inside, or the token as written."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """The tokens of one script and where each begins and ends; ``truncated`` if there were more."""

    tokens: tuple[Token, ...]
    truncated: bool
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()


class Part(NamedTuple):
    """One script of a page; ``offset`` counts characters, ``where`` names what holds it."""

    text: str
    language: str  # javascript or vbscript
    offset: int
    where: str


def parts(source: str) -> Iterator[Part]:
    """The scripts of a page: elements, event handlers, javascript: addresses."""
    left = SOURCE
    for part in _parts(source):
        yield part._replace(text=part.text[:left])
        left -= len(part.text)
        if left <= 0:
            return


def _parts(source: str) -> Iterator[Part]:
    plain = source.isascii()  # then lower case is all that the patterns' flag adds
    lower = source.lower() if plain else ""
    yield from _elements(source) if not plain or "<script" in lower else ()
    for pattern, groups in ((_INLINE, (1, 2)), (_ADDRESS, (2,))):
        if plain and not (
            "javascript:" in lower if pattern is _ADDRESS else _HANDLER.search(lower)
        ):
            continue
        where = "address" if pattern is _ADDRESS else "event handler"
        for number, match in enumerate(pattern.finditer(source)):
            if number >= SCRIPTS:
                break
            text = html.unescape(next((match.group(g) for g in groups if match.group(g)), ""))
            yield Part(text, "javascript", match.start(), where)


def _elements(source: str) -> Iterator[Part]:
    position = 0
    for _ in range(SCRIPTS):
        start = _SCRIPT.search(source, position)
        if start is None:
            break
        begin = source.find(">", start.end()) + 1
        if not begin:
            break
        end = _SCRIPT_END.search(source, begin)
        position = end.end() if end else len(source)
        content = source[begin : end.start() if end else position]
        if content.strip():
            visual = "vbs" in source[start.end() : min(begin, start.end() + _TAG)].lower()
            language = "vbscript" if visual else "javascript"
            # In SVG the content is XML text: entities and CDATA count.
            text = content.replace("<![CDATA[", "").replace("]]>", "")
            yield Part(text, language, begin, "script element")


def tokens(source: str) -> Script:
    found: list[Token] = []
    starts, ends = array("L"), array("L")
    position, value = 0, False
    while position < len(source) and len(found) < TOKENS:
        if source[position] == "/" and not value:
            regex = _REGEX.match(source, position)
            if regex:
                found.append(Token("regex", regex.group()))
                starts.append(position)
                position, value = regex.end(), True
                ends.append(position)
                continue
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            break
        position = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "space":
            continue
        found.append(Token(kind, _inside(kind, text)))
        starts.append(match.start())
        ends.append(position)
        value = (kind in _VALUE_ENDS and text not in _NOT_VALUES) or text in {")", "]", "}"}
    return Script(tuple(found), position < len(source), starts, ends)


def _inside(kind: str, text: str) -> str:
    if kind == "string":
        body = text[1:].removesuffix(text[0])
        return unescaped(body) if "\\" in body else body
    return text


def unescaped(text: str) -> str:
    """The content of a string literal."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    point, unit, byte, octal, other = match.groups()
    if other is not None:
        return _SIMPLE.get(other, other)
    number = int(octal, 8) if octal else int(point or unit or byte, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def numbers(text: str) -> list[int]:
    """The numbers of a "numbers" token."""
    return [
        int(n, 0) if "x" in n.lower() else int(n) for n in text.strip("[]() \t\r\n,").split(",")
    ]
