"""How a value of the model becomes JSON: one converter per type hint, built once."""

from __future__ import annotations

import binascii
import dataclasses
import enum
import functools
import math
import types
import typing
from collections.abc import Callable, Hashable
from typing import Any

from analyzers.model.bounds import INTEGER, ITEMS, TAG, TEXT, Malformed

Convert = Callable[[Any], Any]


@functools.cache
def encoder(kind: Hashable) -> Convert:
    """The function that turns a value of ``kind``, a type hint, into JSON."""
    if kind in _ENCODERS:
        return _ENCODERS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _encode_tuple(arguments)
    if origin in (types.UnionType, typing.Union):
        return _encode_union(arguments)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return lambda value: value.value
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _encode_class(kind)
    raise TypeError(f"the codec knows no {kind}")


def _encode_text(value: str) -> str:
    """The text, with lone surrogates replaced: they come from names nobody could decode."""
    if not isinstance(value, str) or len(value) > TEXT:
        raise Malformed("over-long text" if isinstance(value, str) else "text expected")
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _encode_float(value: float) -> float:
    if not isinstance(value, float | int) or not math.isfinite(value):
        raise Malformed(f"{value!r} is no number")
    return float(value)


def _encode_bytes(value: bytes) -> str:
    if not isinstance(value, bytes):
        raise Malformed(f"{type(value).__name__} where bytes are expected")
    return binascii.b2a_base64(value, newline=False).decode()


def _encode_whole(value: int) -> int:
    if not isinstance(value, int) or not -INTEGER <= value < INTEGER:
        raise Malformed("no whole number of 64 bits")
    return int(value)


def _encode_tuple(arguments: tuple[Any, ...]) -> Convert:
    if arguments[-1] is Ellipsis:
        item = encoder(arguments[0])
        return lambda values: [item(value) for value in _few(values)]
    items = [encoder(argument) for argument in arguments]

    def convert(values: Any) -> list[Any]:
        if len(_few(values)) != len(items):
            raise Malformed(f"{len(items)} entries expected")
        return [item(value) for item, value in zip(items, values, strict=True)]

    return convert


def _few(values: Any) -> Any:
    if not isinstance(values, tuple) or len(values) > ITEMS:
        raise Malformed("a list expected" if not isinstance(values, tuple) else "an over-long list")
    return values


def _encode_union(arguments: tuple[Any, ...]) -> Convert:
    members = [argument for argument in arguments if argument is not types.NoneType]
    if len(members) == 1:
        one = encoder(members[0])
        return lambda value: None if value is None else one(value)
    table = {member: encoder(member) for member in members}

    def convert(value: Any) -> Any:
        if value is None and len(members) < len(arguments):
            return None
        if type(value) not in table:
            raise Malformed(f"{type(value).__name__} has no place here")
        return {TAG: type(value).__name__} | table[type(value)](value)

    return convert


def _encode_class(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = [(f.name, encoder(hints[f.name]), f.default) for f in dataclasses.fields(kind)]

    def convert(value: Any) -> dict[str, Any]:
        found = {}
        for name, convert_field, default in plan:
            content = getattr(value, name)
            if content is not default and content != default:
                found[name] = convert_field(content)
        return found

    return convert


_ENCODERS: dict[Any, Convert] = {
    str: _encode_text,
    int: _encode_whole,
    float: _encode_float,
    bool: bool,
    bytes: _encode_bytes,
}
