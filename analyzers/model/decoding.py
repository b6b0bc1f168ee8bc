"""How JSON becomes a value of the model: strict converters per type hint, built once."""

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
def decoder(kind: Hashable) -> Convert:
    """The function that turns JSON into a value of ``kind``, a type hint, or raises Malformed."""
    if kind in _DECODERS:
        return _DECODERS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _decode_tuple(arguments)
    if origin in (types.UnionType, typing.Union):
        return _decode_union(arguments)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _decode_enum(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _decode_class(kind)
    raise TypeError(f"the codec knows no {kind}")


def _decode_text(value: Any) -> str:
    if type(value) is not str or len(value) > TEXT:
        raise Malformed("text expected" if type(value) is not str else "the text is too long")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Malformed("the text is not Unicode") from None
    return value


def _decode_whole(value: Any) -> int:
    if type(value) is not int or not -INTEGER <= value < INTEGER:
        raise Malformed("a whole number of 64 bits expected")
    return value


def _decode_float(value: Any) -> float:
    if type(value) is int and -INTEGER <= value < INTEGER:
        return float(value)
    if type(value) is not float or not math.isfinite(value):
        raise Malformed("a number expected")
    return value


def _decode_flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Malformed("true or false expected")
    return value


def _decode_bytes(value: Any) -> bytes:
    try:
        return binascii.a2b_base64(_decode_text(value), strict_mode=True)
    except binascii.Error as problem:
        raise Malformed("base64 expected") from problem


def _decode_tuple(arguments: tuple[Any, ...]) -> Convert:
    variadic = arguments[-1] is Ellipsis
    items = [decoder(argument) for argument in arguments if argument is not Ellipsis]

    def convert(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) > ITEMS:
            raise Malformed("a list expected" if type(value) is not list else "the list is long")
        if variadic:
            return tuple(map(items[0], value))
        if len(value) != len(items):
            raise Malformed(f"{len(items)} entries expected")
        return tuple(item(part) for item, part in zip(items, value, strict=True))

    return convert


def _decode_enum(kind: type[enum.Enum]) -> Convert:
    members = {member.value: member for member in kind}
    value_type = type(next(iter(members)))

    def convert(value: Any) -> enum.Enum:
        if type(value) is not value_type or value not in members:
            raise Malformed(f"no {kind.__name__}")
        return members[value]

    return convert


def _decode_union(arguments: tuple[Any, ...]) -> Convert:
    members = [argument for argument in arguments if argument is not types.NoneType]
    optional = len(members) < len(arguments)
    if len(members) == 1:
        one = decoder(members[0])
        return lambda value: None if value is None else one(value)
    table = {member.__name__: decoder(member) for member in members}

    def convert(value: Any) -> Any:
        if value is None and optional:
            return None
        tag = value.pop(TAG, None) if type(value) is dict else None
        if type(tag) is not str or tag not in table:
            raise Malformed("none of the classes allowed here")
        return table[tag](value)

    return convert


def _decode_class(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    plan = {f.name: decoder(hints[f.name]) for f in dataclasses.fields(kind)}
    known = plan.keys()

    def convert(value: Any) -> Any:
        if type(value) is not dict or not value.keys() <= known:
            raise Malformed(f"{kind.__name__} with keys it does not have")
        try:
            return kind(**{name: plan[name](content) for name, content in value.items()})
        except TypeError as problem:
            raise Malformed(f"{kind.__name__} lacks a field") from problem

    return convert


_DECODERS: dict[Any, Convert] = {
    str: _decode_text,
    int: _decode_whole,
    float: _decode_float,
    bool: _decode_flag,
    bytes: _decode_bytes,
}
