"""Cuts long lists for statements: SQLite takes a bounded number of values in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

SIZE = 500  # SQLite's own bound is 32,766; statements of this size still compile fast


def chunks(values: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
