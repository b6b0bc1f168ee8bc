"""What commands that change mailboxes share: which tenant, the engine over it, and exit codes."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.changes import Changes
from workbench.errors import WorkbenchError
from workbench.model.remediation import ActionState, ActionView
from workbench.model.tenant import Profile
from workbench.report.printable import printable
from workbench.settings import profiles_path, sinks_path, workspace_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.connectors.identities import Identities
    from workbench.connectors.port import Connector
    from workbench.model.safeguards import Safeguards
    from workbench.profiles.saved import Saved
    from workbench.remediation.engine import RemediationEngine
    from workbench.store.workspace import Workspace

COMPLETE, EXCEPTIONS, HALTED, REFUSED = 0, 1, 3, 4  # 2 is wrong usage, as everywhere


@dataclass(frozen=True, slots=True)
class Acting:
    """A workspace, a signed-in tenant, and the engine between them."""

    workspace: Workspace
    connector: Connector
    engine: RemediationEngine
    identities: Identities

    async def unlock(self) -> None:
        """Where a second identity writes, its passphrase is asked for, for one action."""
        if self.identities.locked:
            asked = getpass.getpass("Passphrase of the remediator: ", sys.stderr)
            await self.identities.unlock(asked)


def add_tenant_arguments(parser: argparse.ArgumentParser) -> None:
    add_which_tenant(parser)
    parser.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def add_which_tenant(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--profile", metavar="NAME", help="a remembered tenant")
    which.add_argument("--demo", action="store_true", help="a simulated tenant, made anew")
    parser.add_argument("--profiles", type=Path, metavar="FILE", help="another file of profiles")


@contextmanager
def chosen_profile(arguments: argparse.Namespace) -> Iterator[Profile]:
    """The tenant the arguments name; the simulated one lives as long as the context."""
    from workbench.commands.profile import instructed, profile_of
    from workbench.simulation.profiles import simulated_profile

    if arguments.demo:
        with simulated_profile() as profile:
            yield profile
        return
    yield instructed(profile_of(_saved(arguments)))


def chosen_safeguards(arguments: argparse.Namespace) -> Safeguards:
    """Those of the tenant the arguments name, which is not asked."""
    from workbench.approvals.training import TRAINED

    return TRAINED if arguments.demo else _saved(arguments).safeguards


def _saved(arguments: argparse.Namespace) -> Saved:
    from workbench.profiles.book import ProfileBook

    return ProfileBook(arguments.profiles or profiles_path()).named(arguments.profile)


def chosen_sinks(arguments: argparse.Namespace) -> Path | None:
    """A simulated tenant's log is nobody's evidence."""
    return None if arguments.demo else sinks_path()


def chosen_workspace(arguments: argparse.Namespace) -> Path:
    found: Path = arguments.workspace or workspace_path(demo=arguments.demo)
    return found


@asynccontextmanager
async def acting(
    profile: Profile, path: Path, *, sinks: Path | None = None
) -> AsyncIterator[Acting]:
    """``sinks`` is the file that names who gets anchors of the log."""
    from workbench.app import engine_of, identities_of
    from workbench.store.workspace import Workspace

    workspace = await asyncio.to_thread(Workspace.open, path)
    identities = identities_of(profile)
    connector = identities.reader
    try:
        await connector.connect()
        engine = engine_of(workspace, identities, Changes(), sinks=sinks)
        try:
            yield Acting(workspace, connector, engine, identities)
            await engine.kept()
        finally:
            await engine.stop()
            await identities.forget()
    finally:
        await connector.close()
        await asyncio.to_thread(workspace.close)


def refused(refusal: WorkbenchError) -> int:
    """Says why the guard, or the tenant, did not let it through; gives the exit code."""
    print(f"workbench: refused: {printable(str(refusal))}", file=sys.stderr)
    return REFUSED


def exit_code(action: ActionView) -> int:
    if action.state is ActionState.COMPLETED:
        return EXCEPTIONS if action.doubtful else COMPLETE
    if action.state in (ActionState.COMPLETED_WITH_EXCEPTIONS, ActionState.CANCELLED):
        return EXCEPTIONS
    return HALTED


def outcome_of(action: ActionView) -> dict[str, Any]:
    return {
        "action": action.id,
        "kind": action.kind.value,
        "state": action.state.value,
        "counts": {state.value: count for state, count in action.counts},
        "undoable": action.undoable,
        "doubtful_events": action.doubtful,
        "note": action.note,
    }


def outcome_text(action: ActionView) -> str:
    counts = ", ".join(f"{count} {state.value}" for state, count in action.counts)
    note = f"\n{action.note}" if action.note else ""
    return f"{action.id}  {action.kind.value}: {action.state.value}; {counts}{note}"


def tell(action: ActionView, *, as_json: bool) -> None:
    """What became of an action, and how to take it back."""
    if as_json:
        print(json.dumps(outcome_of(action)))
        return
    print(printable(outcome_text(action).replace("\n", "; ")))
    tell_next(action)


def tell_next(action: ActionView) -> None:
    """What can be done about it from here."""
    if action.undoable:
        print(f"To put back: workbench undo {action.id}")
    if action.doubtful:
        print(f"To look at those events and ask for them again: workbench resume {action.id}")
    if action.state is ActionState.AWAITING_APPROVAL:
        print(f"A second person must approve it: workbench approval request {action.id}")
