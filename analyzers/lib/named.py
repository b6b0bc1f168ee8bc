"""A message's header fields by their names, so that no reader walks all of them again."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.model.message import Message


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A message by identity: comparing all its headers would cost more than what is kept."""

    message: Message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.message is self.message

    def __hash__(self) -> int:
        return id(self.message)


class Fields:
    """Indices into ``Message.headers`` by lower-case name, in their order."""

    def __init__(self, message: Message) -> None:
        self._message = message
        places: dict[str, list[int]] = {}
        for index, header in enumerate(message.headers):
            places.setdefault(header.name.lower(), []).append(index)
        self.places: Mapping[str, list[int]] = places

    def all(self, name: str) -> list[str]:
        return [self._message.headers[index].value.strip() for index in self.places.get(name, ())]

    def first(self, name: str) -> str:
        """The topmost field's value, "" where there is none."""
        indices = self.places.get(name)
        return self._message.headers[indices[0]].value.strip() if indices else ""

    def agreed(self, name: str) -> str:
        """The value where all fields of the name agree, "" for none or where they contradict."""
        values = set(self.all(name))
        return values.pop() if len(values) == 1 else ""

    def has(self, *names: str) -> bool:
        return any(name in self.places for name in names)


def fields(message: Message) -> Fields:
    """Made once for all units of a visit."""
    return _fields(Same(message))


@functools.lru_cache(maxsize=2)
def _fields(same: Same) -> Fields:
    return Fields(same.message)
