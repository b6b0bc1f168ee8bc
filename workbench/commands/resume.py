"""`workbench resume`: goes on with an action that was paused, halted or interrupted, or that left
events in calendars of which nobody knows."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from workbench.commands import acting
from workbench.commands.acting import Acting
from workbench.errors import BadInput, RemediationRefused
from workbench.jobs import unheard
from workbench.model.remediation import ActionState
from workbench.model.tenant import Profile
from workbench.report.printable import printable

WAITING = (ActionState.RUNNING, ActionState.PAUSED, ActionState.HALTED)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", default="", help="its id, where more than one waits")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why a halted one may go on")
    acting.add_tenant_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    with acting.chosen_profile(arguments) as profile:
        path = acting.chosen_workspace(arguments)
        sinks = acting.chosen_sinks(arguments)
        return resume(
            profile, path, arguments.action, arguments.reason, as_json=arguments.json, sinks=sinks
        )


def resume(
    profile: Profile,
    path: Path,
    action: str = "",
    reason: str = "",
    *,
    as_json: bool = False,
    sinks: Path | None = None,
) -> int:
    """0 complete, 1 with exceptions, 3 halted or paused again, 4 refused."""
    try:
        return asyncio.run(_resume(profile, path, action, reason, as_json=as_json, sinks=sinks))
    except RemediationRefused as refusal:
        return acting.refused(refusal)


async def _resume(
    profile: Profile, path: Path, id: str, reason: str, *, as_json: bool, sinks: Path | None
) -> int:
    async with acting.acting(profile, path, sinks=sinks) as now:
        chosen = id or await _only(now)
        await now.unlock()
        action = await now.engine.proceed(chosen, unheard, reason)
    if as_json:
        print(json.dumps(acting.outcome_of(action)))
    else:
        print(printable(acting.outcome_text(action).replace("\n", "; ")))
    return acting.exit_code(action)


async def _only(now: Acting) -> str:
    views = await now.engine.actions()
    waiting = [view for view in views if view.state in WAITING]
    waiting = waiting or [view for view in views if view.doubtful]
    if not waiting:
        raise BadInput("No action waits")
    if len(waiting) > 1:
        lines = [f"{view.id}  {view.state.value}  {view.subject}" for view in waiting]
        raise BadInput("More than one action waits; name one: " + "; ".join(lines))
    return waiting[0].id
