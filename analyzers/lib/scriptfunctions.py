"""What a script's own functions make of constants: joins, slices, decoders; each bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeGuard
from urllib.parse import unquote

from analyzers.lib import datauri

LARGEST: Final = 16_000_000  # characters of one value

Value = str | int | list["Value"] | None

_DIGITS: Final = {
    2: re.compile(r"[01]+"),
    8: re.compile(r"[0-7]+"),
    10: re.compile(r"[+-]?[0-9]+"),
    16: re.compile(r"(?:0[xX])?[0-9a-fA-F]+"),
    36: re.compile(r"[0-9a-zA-Z]+"),
}
_PERCENT = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")


def _atob(given: list[Value]) -> Value:
    if not isinstance(given[0], str):
        return None
    return datauri.from_base64(given[0]).decode("latin-1")


def _unescape(given: list[Value]) -> Value:
    if not isinstance(given[0], str):
        return None
    return _PERCENT.sub(lambda m: chr(int(m.group(1) or m.group(2), 16)), given[0])


def _decode_uri(given: list[Value]) -> Value:
    return unquote(given[0]) if isinstance(given[0], str) else None


def _characters(given: list[Value]) -> Value:
    return _text(given)


def _array(given: list[Value]) -> Value:
    value = given[0]
    return _text(value) if isinstance(value, list) else value if isinstance(value, str) else None


def _parse_int(given: list[Value]) -> Value:
    """The leading digits as ``parseInt`` takes them; in another base with two arguments."""
    text, base = str(given[0]) if isinstance(given[0], str | int) else "", 10
    if len(given) > 1 and isinstance(given[1], int):
        base = given[1]
    if base not in _DIGITS:
        return None
    if base == 10 and text[:2].lower() == "0x":
        base = 16
    digits = _DIGITS[base].match(text.strip()[:40])
    return int(digits.group(), base) if digits else None


def _code_at(value: Value, given: list[Value]) -> Value:
    place = given[0] if given else 0
    if isinstance(value, str) and isinstance(place, int) and 0 <= place < len(value):
        return ord(value[place])
    return None


def _char_at(value: Value, given: list[Value]) -> Value:
    place = given[0] if given else 0
    return value[place : place + 1] if isinstance(value, str) and _index(place) else None


def _index(place: Value) -> TypeGuard[int]:
    return isinstance(place, int) and place >= 0


def _substr(value: Value, given: list[Value]) -> Value:
    """From a place on, as many characters as the second argument says."""
    if not isinstance(value, str) or not given or not isinstance(given[0], int):
        return None
    start = given[0] if given[0] >= 0 else max(0, len(value) + given[0])
    if len(given) == 1:
        return value[start:]
    return value[start : start + max(0, given[1])] if isinstance(given[1], int) else None


def _lower(value: Value, given: list[Value]) -> Value:
    return value.lower() if isinstance(value, str) else None


def _upper(value: Value, given: list[Value]) -> Value:
    return value.upper() if isinstance(value, str) else None


def _as_text(value: Value, given: list[Value]) -> Value:
    """Numbers in the base that is asked for."""
    if not isinstance(value, int):
        return value if not isinstance(value, list) else None
    base = given[0] if given else 10
    if base == 16:
        return f"{value:x}"
    if base == 36 and 0 <= value < 1 << 64:
        return _base36(value)
    return str(value) if base == 10 else None


def _base36(value: int) -> str:
    digits = ""
    while value or not digits:
        value, rest = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def _text(codes: list[Value]) -> str | None:
    """Character or byte codes as text, a character each."""
    if not codes or not all(isinstance(c, int) for c in codes):
        return None
    return "".join(chr(c & 0xFFFF) for c in codes if isinstance(c, int))


def _join(value: Value, given: list[Value]) -> Value:
    between = given[0] if given and isinstance(given[0], str) else "," if not given else None
    if not isinstance(value, list) or between is None or len(value) * len(between) > LARGEST:
        return None
    parts = [v for v in value if isinstance(v, str)]
    if len(parts) != len(value) or sum(map(len, parts)) > LARGEST:
        return None
    return between.join(parts)


def _split(value: Value, given: list[Value]) -> Value:
    if not isinstance(value, str) or not given or not isinstance(given[0], str):
        return None
    return list(value.split(given[0])) if given[0] else list(value)


def _reverse(value: Value, given: list[Value]) -> Value:
    return value[::-1] if isinstance(value, list) and not given else None


def _replace(value: Value, given: list[Value]) -> Value:
    if not isinstance(value, str) or len(given) != 2:
        return None
    old, new = given
    if not isinstance(old, str) or not isinstance(new, str):
        return None
    if not old or value.count(old) * len(new) > LARGEST:
        return None
    return value.replace(old, new)


def _same(value: Value, given: list[Value]) -> Value:
    return value


def _slice(value: Value, given: list[Value]) -> Value:
    if not isinstance(value, str | list) or not all(isinstance(g, int) for g in given):
        return None
    bounds = [g for g in given if isinstance(g, int)][:2]
    return value[slice(*bounds)] if len(bounds) == 2 else value[bounds[0] :] if bounds else value


def _concat(value: Value, given: list[Value]) -> Value:
    texts = [g for g in (value, *given) if isinstance(g, str)]
    lists = [g for g in (value, *given) if isinstance(g, list)]
    if sum(map(len, texts)) > LARGEST or sum(map(len, lists)) > LARGEST // 16:
        return None
    if len(texts) == len(given) + 1:
        return "".join(texts)
    return [item for part in lists for item in part] if len(lists) == len(given) + 1 else None


FUNCTIONS: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "atob": _atob, "unescape": _unescape, "decodeURIComponent": _decode_uri,
    "decodeURI": _decode_uri, "fromCharCode": _characters, "fromCodePoint": _characters,
    "Uint8Array": _array, "Int8Array": _array, "Array": lambda given: given,
    "parseInt": _parse_int,
}  # fmt: skip
METHODS: Final[dict[str, Callable[[Value, list[Value]], Value]]] = {
    "join": _join, "split": _split, "reverse": _reverse, "replace": _replace,
    "replaceAll": _replace, "trim": _same, "toString": _as_text, "slice": _slice,
    "substring": _slice, "concat": _concat, "charCodeAt": _code_at, "charAt": _char_at,
    "substr": _substr, "toLowerCase": _lower, "toUpperCase": _upper, "valueOf": _same,
}  # fmt: skip
# What runs or shows a text, and which of its arguments that is; -1 is the last.
RUNNERS: Final = {
    "eval": 0, "execScript": 0, "Function": -1, "setTimeout": 0, "setInterval": 0, "write": 0,
    "writeln": 0, "insertAdjacentHTML": 1, "Run": 0, "run": 0, "Exec": 0, "exec": 0,
    "ShellExecute": 0, "shellExecute": 0, "Create": 0, "writeText": 0,
}  # fmt: skip
