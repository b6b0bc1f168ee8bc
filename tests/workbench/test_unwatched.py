"""A task that nobody awaits tells of its bug, and of nothing else."""

from __future__ import annotations

import asyncio
import logging

import pytest

from workbench.unwatched import begun

log = logging.getLogger(__name__)


async def _broken() -> None:
    raise KeyError("gone")


async def _endless() -> None:
    await asyncio.Event().wait()


def test_a_bug_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        task = begun(_broken(), "The broken one", log)
        await asyncio.wait({task})

    asyncio.run(story())
    (record,) = caplog.records
    assert record.getMessage() == "The broken one broke"
    assert record.exc_info is not None
    assert record.exc_info[0] is KeyError
    caplog.clear()


def test_what_is_cancelled_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        task = begun(_endless(), "The endless one", log)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(story())
    assert not caplog.records
