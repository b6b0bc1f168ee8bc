"""Tells the job at work what a user has to do to sign in, whenever the tenant asks for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from workbench.changes import Change, Changes
from workbench.jobs import Progress, Report, unheard
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import Profile


class SignIns:
    """The sign-ins of the connected tenant's user, one at a time."""

    def __init__(self, changes: Changes) -> None:
        """``changes`` hears of what is asked while no job does."""
        self._changes = changes
        self._report: Report = unheard
        self._service = ""
        self._step = SignInStep()
        self._asking: asyncio.Task[Any] | None = None  # None while nobody is asked

    def hear(self, report: Report) -> None:
        """Until the present task ends."""
        self._report = report
        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(self._forget)

    def aware(self, profile: Profile, report: Report) -> Profile:
        """The profile, whose sign-in tells what to do."""
        self.hear(report)
        self._service = profile.sign_in_service
        return replace(profile, show=self._show)

    async def open_page(self, report: Report) -> None:
        """Open in the system's browser what the user has to go on with; nothing where nobody is
        asked.  ``SignInNeeded`` where there is no browser."""
        del report
        if self._asking is None or self._asking.done():
            return
        from workbench.connectors import browser

        opening = browser.open_code_page if self._step.code else browser.open_sign_in
        await opening(self._step.address, self._service)

    async def give_up(self, report: Report) -> None:
        """Who needs the sign-in is told that it was declined."""
        del report
        if self._asking is not None:
            self._asking.cancel()

    def _show(self, step: SignInStep) -> None:
        waiting = step.stage is SignInStage.WAITING
        self._asking = asyncio.current_task() if waiting else None
        self._step = step
        if self._report is unheard:
            self._changes.tell(Change(sign_in=step))
        else:
            self._report(Progress(0, 0, step.told, sign_in=step))

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._report = unheard
