"""Splits PowerShell into the tokens that the folding of its constants understands; runs nothing.

Quoting and escapes are those of Microsoft's "about_Quoting_Rules" and "about_Special_Characters".
"""

from __future__ import annotations

import re
from array import array
from typing import Final

from analyzers.lib.script import TOKENS, Script, Token

_DOUBLE: Final = '"\u201c\u201d\u201e'  # quotation marks that PowerShell takes for the plain one
_SINGLE: Final = "'\u2018\u2019\u201a\u201b"
_NUMBER = r"(?:0[xX][0-9a-fA-F]{1,8}|-?\d{1,10})"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\f\v\r\ufeff\xa0]++|`\r?\n|<\#(?:[^\#]|\#(?!>))*+(?:\#>)?+|(?<![\w$`])\#[^\n]*+)
  | (?P<here>@"[ \t]*+\r?\n(?:[^\n]|\n(?!"@))*+(?:\n"@)?+
      |@'[ \t]*+\r?\n(?:[^\n]|\n(?!'@))*+(?:\n'@)?+)
  | (?P<string>[{_DOUBLE}](?:[^{_DOUBLE}`]|`[\s\S]|[{_DOUBLE}]{{2}})*+[{_DOUBLE}]?+
      |[{_SINGLE}](?:[^{_SINGLE}]|[{_SINGLE}]{{2}})*+[{_SINGLE}]?+)
  | (?P<numbers>(?:{_NUMBER}[ \t\r\n]*+,[ \t\r\n]*+){{8,}}+(?:{_NUMBER})?+)
  | (?P<number>0[xX][0-9a-fA-F]++|\d++(?:\.\d++)?+(?:[kKmMgG][bB])?+)
  | (?P<variable>\$\{{[^}}\n]{{1,200}}\}}|[$@](?:[A-Za-z]{{1,20}}:)?+[\w?]++|\$[$^_])
  | (?P<type>\[[A-Za-z_][\w.`]{{0,100}}+(?:\[\])?\])
  | (?P<operator>[-\u2013\u2014\u2015][A-Za-z][\w`]{{0,40}}+)
  | (?P<name>[A-Za-z_%\x80-\u200f](?:[\w`]|(?<=\w)-(?=\w))*+|`[A-Za-z][\w`-]*+)
  | (?P<mark>\.\.|::|\+=|\+\+|&&|\|\||[\s\S])
    """,
    re.X,
)  # fmt: skip
_ESCAPE = re.compile(r"`([\s\S])")
_SPECIAL: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f"}
_SPACES: Final = {"\n": "\n", ";": "\n"}


def tokens(source: str) -> Script:
    """Names, types, operators and variables in lower case and without ticks.

    A double-quoted text is a "string" where nothing in it is replaced, else an "expandable".
    """
    found: list[Token] = []
    starts, ends = array("L"), array("L")
    position = 0
    while position < len(source) and len(found) < TOKENS:
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            break
        position, kind = match.end(), match.lastgroup
        if kind == "space":
            continue
        found.append(_token(kind, match.group()))
        starts.append(match.start())
        ends.append(position)
    return Script(tuple(found), position < len(source), starts, ends)


def _token(kind: str, text: str) -> Token:
    if kind == "string":
        return _string(text)
    if kind == "here":
        inside = text[2:].partition("\n")[2].removesuffix(text[1] + "@").removesuffix("\n")
        return _expandable(inside) if text[1] == '"' else Token("string", inside)
    if kind in {"name", "operator", "type", "variable"}:
        plain = text.replace("`", "").lower()
        if kind == "operator":
            plain = "-" + plain[1:]
        return Token(kind, plain.replace("{", "").replace("}", "") if kind == "variable" else plain)
    return Token(kind, _SPACES.get(text, text))


def _string(text: str) -> Token:
    quotes = _DOUBLE if text[0] in _DOUBLE else _SINGLE
    inside = text[1:-1] if len(text) > 1 and text[-1] in quotes else text[1:]
    if quotes is _SINGLE:
        return Token("string", inside.replace("''", "'"))
    return _expandable(inside.replace('""', '"'))


def _expandable(inside: str) -> Token:
    """With its variables still in it where there are any."""
    if "$" in inside:
        return Token("expandable", inside)
    return Token("string", plain(inside))


def plain(text: str) -> str:
    """Without the ticks that escape."""
    if "`" not in text:
        return text
    return _ESCAPE.sub(lambda match: _SPECIAL.get(match[1], match[1]), text)
