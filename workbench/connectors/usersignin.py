"""Has a user asked to sign in, tells how that ended, and lets it be given up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from workbench.errors import SignInDeclined, SignInExpired, WorkbenchError
from workbench.model.signing import ShowStep, SignInStage, SignInStep

GIVEN_UP: Final = "The sign-in was given up"

Answer = TypeVar("Answer")


async def asked(work: Coroutine[Any, Any, Answer], show: ShowStep) -> Answer:
    """``work`` runs in a task of its own, in which it calls ``show``: cancelling that task gives
    the sign-in up, which is ``SignInDeclined`` for whoever needed it."""
    try:
        answer = await _seen_through(asyncio.create_task(work))
    except WorkbenchError as error:
        show(SignInStep(stage=_stage(error), problem=str(error)))
        raise
    show(SignInStep(stage=SignInStage.SIGNED_IN))
    return answer


async def _seen_through(task: asyncio.Task[Answer]) -> Answer:
    try:
        return await task
    except asyncio.CancelledError:
        around = asyncio.current_task()
        if around is not None and around.cancelling():
            raise
        raise SignInDeclined(GIVEN_UP) from None


def _stage(error: WorkbenchError) -> SignInStage:
    if isinstance(error, SignInExpired):
        return SignInStage.EXPIRED
    return SignInStage.DECLINED if isinstance(error, SignInDeclined) else SignInStage.FAILED
