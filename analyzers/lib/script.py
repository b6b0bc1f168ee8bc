"""Splits JavaScript into tokens in linear time, and finds the scripts of a page; runs nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
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
  | (?P<mark>\+=|=>|\+\+|[=!]==?+|.)
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
    """The tokens of one script; ``truncated`` when there were more."""

    tokens: tuple[Token, ...]
    truncated: bool


def scripts(source: str) -> Iterator[str]:
    """The source of each script of a page: elements, event handlers, javascript: addresses."""
    left = SOURCE
    for text in _sources(source):
        yield text[:left]
        left -= len(text)
        if left <= 0:
            return


def _sources(source: str) -> Iterator[str]:
    plain = source.isascii()  # then lower case is all that the patterns' flag adds
    lower = source.lower() if plain else ""
    yield from _elements(source) if not plain or "<script" in lower else ()
    for pattern, groups in ((_INLINE, (1, 2)), (_ADDRESS, (2,))):
        if plain and not (
            "javascript:" in lower if pattern is _ADDRESS else _HANDLER.search(lower)
        ):
            continue
        for number, match in enumerate(pattern.finditer(source)):
            if number >= SCRIPTS:
                break
            yield html.unescape(next((match.group(g) for g in groups if match.group(g)), ""))


def _elements(source: str) -> Iterator[str]:
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
            # In SVG the content is XML text: entities and CDATA count.
            yield content.replace("<![CDATA[", "").replace("]]>", "")


def tokens(source: str) -> Script:
    found: list[Token] = []
    position, value = 0, False
    while position < len(source):
        if len(found) >= TOKENS:
            return Script(tuple(found), truncated=True)
        if source[position] == "/" and not value:
            regex = _REGEX.match(source, position)
            if regex:
                found.append(Token("regex", regex.group()))
                position, value = regex.end(), True
                continue
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            break
        position = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "space":
            continue
        found.append(Token(kind, _inside(kind, text)))
        value = (kind in _VALUE_ENDS and text not in _NOT_VALUES) or text in {")", "]", "}"}
    return Script(tuple(found), truncated=False)


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
