"""Asks many things a few at a time, in order, no further ahead than somebody takes the answers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
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
