"""Tasks that nobody awaits: what escapes one is logged as the bug it is, not lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial


def begun(
    work: Coroutine[object, object, None], name: str, log: logging.Logger
) -> asyncio.Task[None]:
    """A task that runs until it ends or is cancelled; ``name`` says in the log what broke."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(partial(_tell_of_a_bug, log))
    return task


def _tell_of_a_bug(log: logging.Logger, task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s broke", task.get_name(), exc_info=error)
