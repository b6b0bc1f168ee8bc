"""What a script's own functions make of constants: joins, slices, decoders; each bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from analyzers.lib import datauri

LARGEST: Final = 16_000_000  # characters of one value

Value = str | int | list["Value"] | None

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
}  # fmt: skip
METHODS: Final[dict[str, Callable[[Value, list[Value]], Value]]] = {
    "join": _join, "split": _split, "reverse": _reverse, "replace": _replace,
    "replaceAll": _replace, "trim": _same, "toString": _same, "slice": _slice,
    "substring": _slice, "concat": _concat,
}  # fmt: skip
