"""Tells the job at work what a user has to do to sign in, whenever the tenant asks for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from workbench.jobs import Progress, Report, unheard
from workbench.model.tenant import Profile


class SignInWords:
    def __init__(self) -> None:
        self._report: Report = unheard

    def hear(self, report: Report) -> None:
        """Until the present task ends."""
        self._report = report
        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(self._forget)

    def aware(self, profile: Profile, report: Report) -> Profile:
        """The profile, whose sign-in tells what to do."""
        self.hear(report)
        return replace(profile, show=lambda told: self._report(Progress(0, 0, told)))

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._report = unheard
