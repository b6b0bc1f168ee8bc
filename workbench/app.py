"""Builds the workbench: what the command line chose goes in, a desk comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.analysis.rules import read_rules
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings, Warm
from workbench.profiles.tenants import Tenants
from workbench.settings import (
    WindowSettings,
    approver_keys_path,
    old_demos,
    profiles_path,
    secrets_path,
    sinks_path,
    workspace_path,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.changes import Changes
    from workbench.connectors.identities import Identities
    from workbench.connectors.port import Connector
    from workbench.connectors.two_identities import Writer
    from workbench.desk import Desk
    from workbench.model.tenant import Profile
    from workbench.profiles.remediator import RemediatorKeys
    from workbench.remediation.engine import RemediationEngine
    from workbench.resolving.resolver import Resolver
    from workbench.simulation.options import Simulation
    from workbench.simulation.process import SimulatedTenantProcess
    from workbench.store.workspace import Workspace


class Opening:
    """Starts the analysis host at once, before any thread, database or socket; the rest later."""

    def __init__(self, settings: WindowSettings, simulation: Simulation | None = None) -> None:
        """``simulation`` is another tenant than the usual one for the demo."""
        self._settings = settings
        self._simulation = simulation
        self._tenants = Tenants(profiles_path(), secrets_path())
        self._rules = read_rules(settings.rules)
        self._host = AnalysisHost.start(HostSettings(packs=self._rules.packs, warm=Warm.IDLE))
        self._simulated: SimulatedTenantProcess | None = None

    @property
    def workspace(self) -> Path:
        """The workspace file, which need not exist yet."""
        return self._settings.workspace

    @property
    def autostart(self) -> bool:
        """Whether the simulated tenant is connected as soon as the desk is open."""
        return self._settings.demo

    @property
    def profile(self) -> Profile | None:
        """The tenant the command line names."""
        return self._settings.profile

    @property
    def tenants(self) -> Tenants:
        """Those that are remembered, on this computer and for this user."""
        return self._tenants

    @property
    def files(self) -> Sequence[Path]:
        return ()

    @property
    def demo(self) -> bool:
        """Whether the demo can be offered: always, unless this is it."""
        return not self._settings.demo

    def enter_demo(self) -> None:
        """The next desk is the demo's, in a workspace of its own."""
        demo = workspace_path(demo=True, google=self._settings.google)
        self._settings = replace(self._settings, workspace=demo, demo=True)

    async def open_desk(self) -> Desk:
        """Opens the workspace; ``StoreError`` when it cannot be used at all."""
        import asyncio

        from workbench.analysis.service import AnalysisService
        from workbench.changes import Changes
        from workbench.desk import Desk
        from workbench.jobs import unheard
        from workbench.store.workspace import Workspace

        workspace = await asyncio.to_thread(Workspace.open, self._settings.workspace)
        await workspace.run(_load_statements)
        changes = Changes()

        def make_engine(identities: Identities) -> RemediationEngine:
            sinks = None if self._settings.demo else sinks_path()
            return engine_of(workspace, identities, changes, sinks=sinks)

        analysis = AnalysisService(
            self._host, self._rules.problems, _resolver(workspace, allowed=self._settings.dns)
        )
        level = await analysis.isolation()
        desk = Desk(workspace, analysis, changes, identities_of, make_engine, actor(), level)
        if self._settings.proposals and not desk.read_only:
            await desk.proposals.switch(True, unheard)
        return desk

    async def start_demo(self) -> Profile:
        import asyncio

        from workbench.simulation.options import Simulation
        from workbench.simulation.process import SimulatedTenantProcess
        from workbench.simulation.profiles import google_profile, microsoft_profile

        for file in old_demos():
            file.unlink(missing_ok=True)
        if self._simulated is None:
            start = SimulatedTenantProcess.start
            self._simulated = await asyncio.to_thread(start, self._simulation or Simulation())
        make = google_profile if self._settings.google else microsoft_profile
        return make(self._simulated.facts)

    @property
    def simulated(self) -> dict[str, Any]:
        """What the simulated tenant told of itself, empty while there is none."""
        return self._simulated.facts if self._simulated is not None else {}

    def close(self) -> None:
        """Ends the processes; called last, without a loop."""
        self._host.close()
        if self._simulated is not None:
            self._simulated.stop()


def actor() -> str:
    """Who the journal names: the account of this computer, until a sign-in tells more."""
    import getpass
    import platform

    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, in a container say
        name = "unnamed account"
    return f"{name}@{platform.node()}"


def _load_statements(connection: Connection) -> None:
    """In the data thread: SQLAlchemy takes half a second, which the io loop must not stand for."""
    import workbench.remediation.engine
    import workbench.remediation.looking
    import workbench.remediation.policies
    import workbench.remediation.scope
    import workbench.remediation.suggestions
    import workbench.store.analyses
    import workbench.store.dispositions
    import workbench.store.dns_answers
    import workbench.store.observables
    import workbench.store.offline
    import workbench.store.senders  # noqa: F401 - what the desk asks for by and by


def _resolver(workspace: Workspace, *, allowed: bool) -> Resolver:
    """Without permission it answers from the workspace only; the analyst may give it later."""
    from workbench.resolving.asking import Dns
    from workbench.resolving.kept import WorkspaceMemory
    from workbench.resolving.resolver import Resolver

    return Resolver(Dns(), WorkspaceMemory(workspace), allowed=allowed)


def connector_of(profile: Profile) -> Connector:
    """The client of the profile's provider, behind the fence where it has one."""
    from workbench.model.tenant import GoogleProfile

    made: Connector
    if isinstance(profile, GoogleProfile):
        from workbench.connectors.google.connector import GoogleConnector
        from workbench.connectors.google.own import OwnGmail

        made = OwnGmail(profile) if profile.by_user else GoogleConnector(profile)
    else:
        from workbench.connectors.graph.connector import GraphConnector

        made = GraphConnector(profile)
    if not profile.is_fenced:
        return made
    from workbench.connectors.fenced import FencedConnector

    return FencedConnector(made, profile.fence, profile.fence_group)


def identities_of(profile: Profile, keys: RemediatorKeys | None = None) -> Identities:
    """Who reads and who writes; ``keys`` opens the second one's, the user's own by default."""
    from workbench.connectors.identities import Identities
    from workbench.profiles.remediator import RemediatorKeys

    reader, opening = connector_of(profile), keys or RemediatorKeys.beside(secrets_path())
    if not profile.has_remediator:
        return Identities(reader, safeguards=profile.safeguards)

    def make_writer(passphrase: str) -> Writer:
        within = replace(profile, fence=_within(reader, profile.fence), fence_group="")
        return _writer_of(opening.opened(within, passphrase))

    return Identities(reader, make_writer, profile.safeguards)


def _within(reader: Connector, listed: tuple[str, ...]) -> tuple[str, ...]:
    """Who is inside the fence, the group's members among them: the writer may read no group."""
    from workbench.connectors.fenced import FencedConnector

    return reader.fence if isinstance(reader, FencedConnector) else listed


def _writer_of(profile: Profile) -> Writer:
    """The client of the identity that writes, without a fence: the reader's is put around both."""
    from workbench.model.tenant import GoogleProfile

    if isinstance(profile, GoogleProfile):
        from workbench.connectors.google.connector import GoogleConnector

        return GoogleConnector(profile, writes=True)
    from workbench.connectors.graph.connector import GraphConnector

    return GraphConnector(profile)


def engine_of(
    workspace: Workspace, identities: Identities, changes: Changes, *, sinks: Path | None = None
) -> RemediationEngine:
    """What alone changes mailboxes of a tenant; ``sinks`` names who gets anchors of its log."""
    from workbench.anchoring.book import SinkBook
    from workbench.approvals.keys import ApproverKeys
    from workbench.remediation.clock import SystemClock
    from workbench.remediation.engine import RemediationEngine
    from workbench.remediation.keepsakes import Keeper

    return RemediationEngine(
        *(workspace, identities.reader, SystemClock(), actor(), changes, identities),
        sinks=SinkBook(sinks).sinks() if sinks is not None else (),
        keeper=Keeper(workspace, identities.reader, SystemClock()),
        own_keys=ApproverKeys(approver_keys_path()).own,
    )
