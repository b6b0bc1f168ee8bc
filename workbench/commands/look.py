"""`workbench look`: does the second looks that are due, where no window is open to do them."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.commands import acting
from workbench.commands.acting import Acting
from workbench.errors import BadInput, ConnectorError
from workbench.jobs import unheard
from workbench.model.proposals import SweepState, SweepView, sweep_sentence
from workbench.model.tenant import Profile
from workbench.report.printable import printable

if TYPE_CHECKING:
    from workbench.remediation.clock import Clock
    from workbench.remediation.sweeps import Due

NOTHING, FOUND = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Repeats the search of every action whose second look (15 minutes, 1 hour and 24 hours "
        "after it) is due, and changes no mailbox. Ends with 0: nothing new, 1: something new, or "
        "mailboxes that did not answer. Run it from a timer."
    )
    acting.add_tenant_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    with acting.chosen_profile(arguments) as profile:
        return look(profile, acting.chosen_workspace(arguments), as_json=arguments.json)


def look(profile: Profile, path: Path, *, as_json: bool = False, clock: Clock | None = None) -> int:
    """``BadInput`` where another program has the workspace open: its window looks by itself."""
    return asyncio.run(_look(profile, path, as_json=as_json, clock=clock))


async def _look(profile: Profile, path: Path, *, as_json: bool, clock: Clock | None) -> int:
    from workbench.remediation import sweeps
    from workbench.remediation.clock import SystemClock

    at = clock or SystemClock()
    async with acting.acting(profile, path) as now:
        if now.workspace.read_only:
            raise BadInput(now.workspace.read_only)
        tenant = now.connector.tenant.id
        due = await now.workspace.run(sweeps.due, tenant, at.now())
        told = [await _looked(now, one, at) for one in due]
        following = await now.workspace.run(sweeps.following, tenant)
    for one, view in zip(due, told, strict=True):
        print(_line(one, view, as_json=as_json))
    if not due and not as_json:
        print(_none(following))
    return NOTHING if all(view.state is SweepState.NOTHING for view in told) else FOUND


async def _looked(now: Acting, due: Due, clock: Clock) -> SweepView:
    from workbench.live.second_look import look_once
    from workbench.remediation import sweeps

    author = now.engine.author
    trouble = await look_once(now.connector, now.workspace, author, clock, due, unheard)
    if isinstance(trouble, ConnectorError):
        raise trouble  # others would meet the same; all are due still
    views = await now.workspace.run(sweeps.of_action, due.action)
    return next(view for view in views if view.number == due.number)


def _line(due: Due, view: SweepView, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(_row(due, view))
    said = sweep_sentence(view, lambda moment: f"{moment:%Y-%m-%d %H:%M}")
    lines = [f"{due.action}  {printable(due.subject, 60)}", printable(said)]
    if view.proposal:
        lines.append(f"see it: workbench remediate --proposal {view.proposal}")
    return "\n    ".join(lines)


def _row(due: Due, view: SweepView) -> dict[str, Any]:
    return {
        "action": due.action, "number": view.number, "state": view.state.value,
        "found": view.found, "proposal": view.proposal, "note": view.note,
        "unreached": [{"mailbox": box, "why": why} for box, why in view.unreached],
    }  # fmt: skip


def _none(following: datetime | None) -> str:
    later = f"; the next one is due at {following:%Y-%m-%d %H:%M} UTC" if following else ""
    return f"No look is due{later}"
