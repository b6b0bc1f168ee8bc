"""A frozen scope as text: what is proposed today is opened as it was seen, days later."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
import types
import typing
from datetime import datetime
from functools import cache
from typing import Any

from workbench.errors import StoreError
from workbench.model.remediation import Scope


def to_text(scope: Scope) -> str:
    """Canonical JSON; moments in ISO 8601."""
    value = dataclasses.asdict(scope)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_moment)


def from_text(text: str, hashed: str) -> Scope:
    """``StoreError`` where it is not the text that was hashed, or no scope of this version."""
    if hash_of(text) != hashed:
        raise StoreError("What was proposed is not what was frozen")
    try:
        scope = _revived(Scope, json.loads(text))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise StoreError("What was proposed cannot be read by this version") from error
    assert isinstance(scope, Scope)
    return scope


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not stored")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _revived(kind: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _revived(hints[name], given) for name, given in value.items()})
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_revived(one, given) for one, given in zip(kinds, value, strict=True))
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (some,) = [one for one in typing.get_args(kind) if one is not type(None)]
        return None if value is None else _revived(some, value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, enum.Enum) else value
