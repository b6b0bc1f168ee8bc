"""Sees an action through: cancelling ends it politely, and it still says how far it came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from workbench.model.remediation import ActionView

if TYPE_CHECKING:
    from workbench.remediation.engine import RemediationEngine

PLANNING = 0.01  # seconds between two looks at whether a plan to be stopped has become a run


async def seen_through(
    work: Coroutine[Any, Any, ActionView], engine: RemediationEngine, closing: Callable[[], bool]
) -> ActionView:
    """``closing`` tells whether the program ends: then the action is left to be gone on with."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if task.cancelled():
            raise
        await _end_politely(engine, task, closing)
        return await task


async def _end_politely(
    engine: RemediationEngine, task: asyncio.Future[ActionView], closing: Callable[[], bool]
) -> None:
    while not (engine.running or task.done()):
        await asyncio.sleep(PLANNING)
    if closing():
        await engine.stop()
        return
    for id in engine.running:
        await engine.cancel(id)
