"""Runs the simulated tenant: certificates, sockets, and the facts whoever connects must know."""

from __future__ import annotations

import secrets
import socket
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from workbench.simulation.google.directory import PILOT
from workbench.simulation.google.identity import TOKEN_PATH, GoogleIdentity
from workbench.simulation.google.installed import AUTH_PATH
from workbench.simulation.google.service import GoogleService
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.scenario import Scenario
from workbench.simulation.server.certificates import Certificates, make_certificates
from workbench.simulation.server.control import Control
from workbench.simulation.server.delegated import UserSignIn
from workbench.simulation.server.directory import pilot_id
from workbench.simulation.server.identity import Identity
from workbench.simulation.server.recording import Recorder
from workbench.simulation.server.service import Service
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.site import Site
from workbench.simulation.server.tokens import Registration, Tokens
from workbench.simulation.server.web import Face
from workbench.simulation.world import World

HOST = "127.0.0.1"
GRACE = 1.0  # seconds open connections get when the server ends
READING = frozenset({
    "Mail.Read", "User.ReadBasic.All", "Organization.Read.All", "ThreatSubmission.Read.All",
    "SecurityAlert.Read.All", "GroupMember.Read.All", "ThreatHunting.Read.All",
    "ExchangeMessageTrace.Read.All", "MailboxSettings.Read",
    "User.Read.All", "AuditLog.Read.All", "SecurityIncident.Read.All",
    "IdentityRiskyUser.Read.All", "Directory.Read.All", "SecurityAnalyzedMessage.Read.All",
    "Reports.Read.All",
})  # fmt: skip
REMEDIATING = frozenset({
    "Mail.ReadWrite", "User.ReadBasic.All", "Organization.Read.All", "MailboxSettings.ReadWrite",
    "User.RevokeSessions.All", "User.EnableDisableAccount.All",
    "DelegatedPermissionGrant.ReadWrite.All", "Calendars.ReadWrite",
})  # fmt: skip
ANSWERING = frozenset({"ThreatSubmission.ReadWrite.All", "SecurityAlert.ReadWrite.All"})


@dataclass(frozen=True, slots=True)
class Doors:
    """``port`` for TLS, ``plain`` without (None for none); 0 is any free port."""

    port: int = 0
    plain: int | None = None
    record: Path | None = None
    settings: Settings = field(default_factory=Settings)
    scenario: Scenario = field(default_factory=Scenario)


Facts = dict[str, object]


@asynccontextmanager
async def serving(world: World, doors: Doors) -> AsyncIterator[Facts]:
    """Serves until the block ends; gives what a client has to know, fit for JSON."""
    with tempfile.TemporaryDirectory(prefix="workbench-tenant-") as folder:
        certificates = make_certificates(Path(folder))
        face, facts = _face(world, doors, certificates)
        runner = web.AppRunner(face.application(), access_log=None, shutdown_timeout=GRACE)
        await runner.setup()
        try:
            await _open(runner, world, doors, certificates, facts, face.control_path)
            facts["google"] = _google_facts(face, str(facts["graph"]), Path(folder))
            yield facts
        finally:
            await runner.cleanup()
            if face.recorder is not None:
                face.recorder.close()


def _face(world: World, doors: Doors, certificates: Certificates) -> tuple[Face, Facts]:
    doors.scenario.enter(doors.settings)
    site = Site(world, doors.settings)
    tokens = Tokens(world.tenant_id, doors.settings)
    registrations = _registrations(world)
    service = Service(site, tokens, {r.client_id: r for r in registrations.values()})
    service.faults.rules = doors.scenario.rules()
    names = frozenset({world.tenant_id, *world.domains})
    public = str(uuid.uuid5(uuid.UUID(world.tenant_id), "registration public"))
    identity = Identity(
        world.tenant_id, names, {r.client_id: r for r in registrations.values()},
        certificates.client_certificate(), tokens,
        UserSignIn(public, site.state, tokens, doors.settings),
    )  # fmt: skip
    recorder = Recorder(doors.record) if doors.record else None
    google = _google(world, doors.settings, service)
    path = f"/{secrets.token_urlsafe(24)}"
    facts: Facts = {
        "tenant": world.tenant_id,
        "tenant_name": world.tenant_name,
        "domains": list(world.domains),
        "ca": str(certificates.authority),
        "client_certificate": str(certificates.client),
        **_credentials(registrations["all"]),
        "report_mailbox": world.report_mailbox,
        "public_client_id": public,
        "pilot_group": pilot_id(world),
        "reader": _credentials(registrations["reader"]),
        "remediator": _credentials(registrations["remediator"]),
    }
    control = Control(service, google)
    return Face(service, google, identity, control, path, recorder), facts


def _google(world: World, settings: Settings, service: Service) -> GoogleService:
    """The same world as Google Workspace shows it; faults are staged for both at once."""
    site = GoogleSite(world, settings)
    return GoogleService(site, GoogleIdentity(site.state, settings), service.faults)


def _google_facts(face: Face, origin: str, folder: Path) -> dict[str, str]:
    """What a Google client has to know; its key file lies beside the certificates."""
    token_uri = f"{origin}/{'/'.join(TOKEN_PATH)}"
    keys = {name: folder / f"google-{name}.json" for name in face.google.identity.accounts}
    for name, account in face.google.identity.accounts.items():
        account.write_key(keys[name], token_uri)
    client, installed = folder / "google-client.json", face.google.identity.installed
    installed.write_client(client, origin, token_uri)
    return {
        "base": origin,
        "token_uri": token_uri,
        "key": str(keys["workbench"]),
        "client": str(client),
        "auth_uri": f"{origin}/{'/'.join(AUTH_PATH)}",
        "reader_key": str(keys["reader"]),
        "remediator_key": str(keys["remediator"]),
        "pilot_group": f"{PILOT}@{face.google.site.world.domains[0]}",
        "admin": face.google.site.admin,
        "domain": face.google.site.world.domains[0],
    }


def _registrations(world: World) -> dict[str, Registration]:
    """Two with least privilege, and one that may do all a simple client needs."""
    roles = {"all": READING | REMEDIATING | ANSWERING, "reader": READING, "remediator": REMEDIATING}
    return {
        name: Registration(
            str(uuid.uuid5(uuid.UUID(world.tenant_id), f"registration {name}")),
            secrets.token_urlsafe(24),
            granted,
            f"Email Security Workbench ({name})",
        )
        for name, granted in roles.items()
    }


def _credentials(registration: Registration) -> dict[str, str]:
    return {"client_id": registration.client_id, "client_secret": registration.secret}


async def _open(
    runner: web.AppRunner,
    world: World,
    doors: Doors,
    certificates: Certificates,
    facts: Facts,
    control_path: str,
) -> None:
    """Opens the sockets and adds their addresses to the facts."""
    door = socket.create_server((HOST, doors.port))
    await web.SockSite(runner, door, ssl_context=certificates.server_context()).start()
    origin = f"https://{HOST}:{door.getsockname()[1]}"
    facts.update(_addresses(origin, world), control=f"{origin}{control_path}")
    if doors.plain is not None:
        open_door = socket.create_server((HOST, doors.plain))
        await web.SockSite(runner, open_door).start()
        facts["plain"] = _addresses(f"http://{HOST}:{open_door.getsockname()[1]}", world)


def _addresses(origin: str, world: World) -> dict[str, str]:
    return {"graph": origin, "authority": f"{origin}/{world.tenant_id}"}
