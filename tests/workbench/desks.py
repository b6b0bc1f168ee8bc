"""A desk put together as the program does it, on the simulated tenant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from tests.tenant import SimulatedTenant
from workbench.analysis.service import AnalysisService
from workbench.app import identities_of
from workbench.changes import Change, Changes
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.identities import Identities
from workbench.connectors.port import Connector
from workbench.desk import Desk
from workbench.isolation.client import AnalysisHost
from workbench.model.rows import MessageRow, Sort, View
from workbench.model.tenant import GoogleProfile, Profile, TenantProfile
from workbench.profiles.remediator import RemediatorKeys
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.store.filtering import Filter
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace

ACTOR = "ann@desk.example"
PATIENCE = 60  # seconds for something to become true: far above what any test takes


def profile_of(facts: Mapping[str, Any], **changes: Any) -> TenantProfile:
    """How to reach a simulated tenant; ``changes`` replace what its facts say."""
    known = {
        "tenant": facts["tenant"],
        "graph": facts["graph"],
        "authority": facts["authority"],
        "client_id": facts["client_id"],
        "secret": facts["client_secret"],
        "certificate_authority": facts["ca"],
    }
    return TenantProfile(**(known | changes))


def google_profile_of(facts: Mapping[str, Any], **changes: Any) -> GoogleProfile:
    """The same tenant as Google Workspace shows it."""
    google = facts["google"]
    known = {
        "domain": google["domain"],
        "admin": google["admin"],
        "key": google["key"],
        "certificate_authority": facts["ca"],
        "gmail": google["base"],
        "directory": google["base"],
        "alerts": google["base"],
        "calendar": google["base"],
        "token_uri": google["token_uri"],
        "auth_uri": google["auth_uri"],
    }
    return GoogleProfile(**(known | changes))


def reader_of(tenant: SimulatedTenant) -> TenantProfile:
    """The registration that may only read."""
    who = tenant.facts["reader"]
    return profile_of(tenant.facts, client_id=who["client_id"], secret=who["client_secret"])


async def _no_wait(seconds: float) -> None:
    """Throttling is waited out at once."""


@asynccontextmanager
async def open_desk(path: Path, host: AnalysisHost) -> AsyncIterator[Desk]:
    workspace = Workspace.open(path)
    changes = Changes()

    def make_engine(identities: Identities) -> RemediationEngine:
        clock = SystemClock()
        return RemediationEngine(workspace, identities.reader, clock, ACTOR, changes, identities)

    def make_identities(profile: Profile) -> Identities:
        if not profile.has_remediator:
            return Identities(make_connector(profile))
        return identities_of(profile, RemediatorKeys(path.with_name("remediators.json")))

    def make_connector(profile: Profile) -> Connector:
        if isinstance(profile, GoogleProfile):
            return GoogleConnector(profile, _no_wait)
        return GraphConnector(profile, _no_wait)

    desk = Desk(
        workspace, AnalysisService(host), changes, make_identities, make_engine, ACTOR, host.level
    )
    try:
        yield desk
    finally:
        await desk.close()


def rows(path: Path, view: View = View.ALL) -> list[MessageRow]:
    """What the list shows, read as the window reads it."""
    with closing(ListReader(path)) as reader:
        ids = [id for batch in reader.ids(view, Filter(), Sort()) for id in batch]
        return reader.rows(ids)


async def until(changes: Changes, true: Callable[[], bool]) -> None:
    """Waits for changes until ``true`` holds; every change makes it look again."""
    changed = asyncio.Event()

    def hear(change: Change) -> None:
        changed.set()

    changes.listen(hear)
    async with asyncio.timeout(PATIENCE):
        while not true():
            await changed.wait()
            changed.clear()
