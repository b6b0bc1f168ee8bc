"""Asks many things a few at a time, no further ahead than somebody takes the answers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

Answer = TypeVar("Answer")


async def in_order(
    questions: Iterable[Callable[[], Coroutine[Any, Any, Answer]]], ahead: int
) -> AsyncGenerator[Answer, None]:
    """At most ``ahead`` questions are begun before the answer to the first is taken, so that
    whoever stops taking stops the asking; closing the iterator cancels what is under way."""
    waiting: deque[asyncio.Task[Answer]] = deque()
    try:
        for question in questions:
            waiting.append(asyncio.create_task(question()))
            if len(waiting) >= ahead:
                yield await waiting[0]
                waiting.popleft()
        while waiting:
            yield await waiting[0]
            waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def as_they_come(
    questions: Iterable[Callable[[], Coroutine[Any, Any, Answer]]], ahead: int
) -> AsyncGenerator[Answer, None]:
    """Like ``in_order``, but an answer that takes long holds up no other one."""
    rest = iter(questions)
    under_way = {asyncio.create_task(question()) for question in islice(rest, ahead)}
    try:
        while under_way:
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
                under_way.discard(task)
                under_way |= {asyncio.create_task(question()) for question in islice(rest, 1)}
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
