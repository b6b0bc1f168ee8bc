"""VBScript in the tokens and functions that the folding of constants understands."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from typing import Final

from analyzers.lib import operators
from analyzers.lib.expressions import Language
from analyzers.lib.script import TOKENS, Script, Token
from analyzers.lib.scriptfunctions import FUNCTIONS, LARGEST, METHODS, Value
from analyzers.lib.words import words

_NUMBER = r"-?\d{1,10}"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\f\v\r\ufeff]++|_[ \t\r]*+\n|'[^\n]*+|[Rr][Ee][Mm](?![\w])[^\n]*+)
  | (?P<string>"(?:[^"\n]|"")*+"?+)
  | (?P<numbers>\(\s*+(?:{_NUMBER}\s*+,\s*+){{8,}}+(?:{_NUMBER}\s*+)?+\))
  | (?P<number>&[hH][0-9a-fA-F]++&?+|\d++(?:\.\d++)?+)
  | (?P<name>[A-Za-z_\x80-\uffff][\w]*+)
  | (?P<mark><>|<=|>=|[\s\S])
    """,
    re.X,
)
_WORDS: Final = frozenset({"and", "or", "xor", "mod"})
_ASKING: Final = words("if elseif while until case")  # "=" compares up to the end of the condition
_ENDS: Final = {":": "\n", ";": "\n"}


def tokens(source: str) -> Script:
    """Names in lower case, line ends as marks, "=" inside of conditions as "=="."""
    found: list[Token] = []
    starts, ends = array("L"), array("L")
    position, asking = 0, False
    while position < len(source) and len(found) < TOKENS:
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            break
        position, kind = match.end(), match.lastgroup
        if kind == "space":
            continue
        token = _token(kind, match.group(), asking=asking)
        asking = _asks(token, asking=asking)
        found.append(token)
        starts.append(match.start())
        ends.append(position)
    return Script(tuple(found), position < len(source), starts, ends)


def _token(kind: str, text: str, *, asking: bool) -> Token:
    if kind == "string":
        return Token(kind, text[1:].removesuffix('"').replace('""', '"'))
    if kind == "number" and text[0] == "&":
        return Token(kind, "0x" + text[2:].rstrip("&"))
    if kind == "name":
        lowered = text.lower()
        return Token("mark" if lowered in _WORDS else "name", lowered)
    if kind == "mark":
        return Token(kind, "==" if text == "=" and asking else _ENDS.get(text, text))
    return Token(kind, text)


def _asks(token: Token, *, asking: bool) -> bool:
    if token.kind == "name" and token.text in _ASKING:
        return True
    return asking and not (token.text in {"then", "\n"} and token.kind in {"name", "mark"})


def _text(work: Callable[[str], Value]) -> Callable[[list[Value]], Value]:
    def of_first(given: list[Value]) -> Value:
        first = given[0] if given else None
        return work(first) if isinstance(first, str) else None

    return of_first


def _chr(given: list[Value]) -> Value:
    code = _number([given[0]])
    return chr(code & 0xFFFF) if isinstance(code, int) else None


def _number(given: list[Value]) -> Value:
    """Texts count as the numbers they spell, also in hexadecimal with "&H"."""
    value = given[0]
    if isinstance(value, int):
        return value
    text = value.strip()[:20].lower() if isinstance(value, str) else ""
    if text.startswith("&h"):
        digits = text[2:].rstrip("&")
        return int(digits, 16) if re.fullmatch(r"[0-9a-f]+", digits) else None
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else None


def _mid(given: list[Value]) -> Value:
    text, start, length = (*given, None, None)[:3]
    if not isinstance(text, str) or not isinstance(start, int) or start < 1:
        return None
    if len(given) < 3:
        return text[start - 1 :]
    return text[start - 1 : start - 1 + max(0, length)] if isinstance(length, int) else None


def _left(given: list[Value]) -> Value:
    text, length = (*given, None)[:2]
    known = isinstance(text, str) and isinstance(length, int) and length >= 0
    return text[:length] if known and isinstance(text, str) and isinstance(length, int) else None


def _right(given: list[Value]) -> Value:
    text, length = (*given, None)[:2]
    if not isinstance(text, str) or not isinstance(length, int) or length < 0:
        return None
    return text[max(0, len(text) - length) :]


def _replace(given: list[Value]) -> Value:
    text, old, new = (*given, None, None)[:3]
    if not isinstance(text, str) or not isinstance(old, str) or not isinstance(new, str) or not old:
        return None
    return text.replace(old, new) if text.count(old) * len(new) <= LARGEST else None


def _join(given: list[Value]) -> Value:
    return METHODS["join"](given[0], given[1:] or [" "])


def _split(given: list[Value]) -> Value:
    return METHODS["split"](given[0], given[1:] or [" "])


def _repeated(given: list[Value]) -> Value:
    count, text = (*given, None)[:2]
    if not isinstance(count, int) or not isinstance(text, str) or not 0 <= count <= 100_000:
        return None
    return text[:1] * count


FUNCTIONS_HERE: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "chr": _chr, "chrw": _chr, "chrb": _chr, "strreverse": _text(lambda text: text[::-1]),
    "asc": _text(lambda text: ord(text[0]) if text else None),
    "ascw": _text(lambda text: ord(text[0]) if text else None),
    "ucase": _text(str.upper), "lcase": _text(str.lower), "trim": _text(str.strip),
    "ltrim": _text(str.lstrip), "rtrim": _text(str.rstrip), "len": _text(len),
    "cint": _number, "clng": _number, "cbyte": _number, "mid": _mid, "left": _left,
    "right": _right, "replace": _replace, "join": _join, "split": _split, "string": _repeated,
    "cstr": lambda given: str(given[0]) if isinstance(given[0], str | int) else None,
    "hex": lambda given: f"{given[0]:X}" if isinstance(given[0], int) else None,
    "array": lambda given: given, "unescape": FUNCTIONS["unescape"],
    "space": lambda given: _repeated([given[0], " "]),
}  # fmt: skip

VBSCRIPT: Final = Language(
    FUNCTIONS_HERE,
    {},
    operators.VBSCRIPT,
    {
        "execute": 0, "executeglobal": 0, "eval": 0, "run": 0, "exec": 0, "shellexecute": 0,
        "create": 0, "shell": 0, "write": 0, "addcode": 0, "executestatement": 0,
    },
    folds_case=True,
)  # fmt: skip
