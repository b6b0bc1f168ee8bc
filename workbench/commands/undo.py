"""`workbench undo`: puts back what one action moved and what still lies where it left it."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from workbench.commands import acting
from workbench.errors import RemediationRefused
from workbench.jobs import unheard
from workbench.model.remediation import ItemState, ItemView
from workbench.model.tenant import Profile
from workbench.report.printable import printable

BACK = (ItemState.DONE, ItemState.ALREADY)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", help="the id of the action, as the journal has it")
    acting.add_tenant_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    with acting.chosen_profile(arguments) as profile:
        path = acting.chosen_workspace(arguments)
        sinks = acting.chosen_sinks(arguments)
        return undo(profile, path, arguments.action, as_json=arguments.json, sinks=sinks)


def undo(
    profile: Profile, path: Path, action: str, *, as_json: bool = False, sinks: Path | None = None
) -> int:
    """0 all back, 1 with exceptions, 3 halted, 4 refused."""
    try:
        return asyncio.run(_undo(profile, path, action, as_json=as_json, sinks=sinks))
    except RemediationRefused as refusal:
        return acting.refused(refusal)


async def _undo(profile: Profile, path: Path, id: str, *, as_json: bool, sinks: Path | None) -> int:
    async with acting.acting(profile, path, sinks=sinks) as now:
        await now.unlock()
        action = await now.engine.undo(id, unheard)
        items = await now.engine.items(action.id)
    left = [item for item in items if item.state not in BACK]
    if as_json:
        print(json.dumps({**acting.outcome_of(action), "exceptions": [_facts(i) for i in left]}))
        return acting.exit_code(action)
    print(printable(acting.outcome_text(action).replace("\n", "; ")))
    for item in left:
        print(printable(f"{item.mailbox_address}  {item.state.value}  {item.error}".rstrip()))
    return acting.exit_code(action)


def _facts(item: ItemView) -> dict[str, str]:
    return {"mailbox": item.mailbox_address, "state": item.state.value, "error": item.error}
