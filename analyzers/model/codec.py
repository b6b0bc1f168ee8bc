"""Turns the model's frozen dataclasses into JSON values and back, refusing all that does not fit.

What comes back may have been written by a box that hostile bytes have taken over, so nothing is
coerced: an unknown key or tag, a wrong type, an over-long string or list, a number JSON cannot
hold and text that is not Unicode are all ``Malformed``.  Fields at their default are left out.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Hashable
from typing import Any, TypeVar

from analyzers.model.analysis import SCHEMA, Analysis
from analyzers.model.bounds import Malformed
from analyzers.model.decoding import decoder
from analyzers.model.encoding import encoder

__all__ = [
    "Malformed",
    "checked",
    "decode",
    "dumps",
    "dumps_analysis",
    "encode",
    "loads",
    "loads_analysis",
]

T = TypeVar("T")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _no_constant(name: str) -> Any:
    raise Malformed(f"{name} is no JSON")


_STRICT = json.JSONDecoder(parse_constant=_no_constant)


def encode(value: Any) -> Any:
    """The JSON value of a dataclass of the model."""
    return encoder(typing.cast(Hashable, type(value)))(value)


def decode(kind: type[T], value: object) -> T:
    """The dataclass ``kind`` that ``value`` spells."""
    return typing.cast(T, decoder(typing.cast(Hashable, kind))(value))


def dumps(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return _JSON.encode(value).encode()


def loads(text: bytes | str) -> Any:
    """Strict JSON: no NaN, no infinity, no nesting that exhausts the stack."""
    try:
        return _STRICT.decode(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"not JSON: {type(problem).__name__}") from problem


def dumps_analysis(analysis: Analysis) -> bytes:
    """An analysis as it is stored, its schema always spelt out."""
    return dumps({**encode(analysis), "schema": analysis.schema})


def loads_analysis(text: bytes | str) -> Analysis:
    """The analysis that was stored; another schema, or a tree that is none, is ``Malformed``."""
    value = loads(text)
    if type(value) is dict and value.get("schema") != SCHEMA:
        raise Malformed("the analysis was stored under another schema")
    return checked(decode(Analysis, value))


def checked(analysis: Analysis) -> Analysis:
    """The same analysis, if its nodes form a tree as ``Node`` describes it."""
    nodes = analysis.nodes
    for index, node in enumerate(nodes):
        if node.id != index or not (-1 <= node.parent < index) or (node.parent < 0) != (index == 0):
            raise Malformed(f"node {index} is not where it says")
        if node.duplicate_of != -1:
            twin = node.duplicate_of
            if not 0 <= twin < len(nodes) or nodes[twin].duplicate_of != -1 or twin == index:
                raise Malformed(f"node {index} is a duplicate of no node")
    if not nodes:
        raise Malformed("an analysis without nodes")
    return analysis
