"""Opening a message in the window's way: DNS where it is allowed, what is kept where it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from analyzers.model.authentication import Signature
from tests.samples.signing import mail, rsa_key, signed
from tests.zone import ZoneServer, zone_of
from workbench.analysis.service import AnalysisService
from workbench.changes import Changes
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.jobs import unheard
from workbench.reading import MessageReader
from workbench.resolving.asking import Dns, Server
from workbench.resolving.kept import WorkspaceMemory
from workbench.resolving.resolver import Resolver
from workbench.store import offline
from workbench.store.workspace import Workspace

ZONE = {
    "TXT sel._domainkey.example.com": [rsa_key().record],
    "TXT _dmarc.example.com": ["v=DMARC1; p=reject"],
}
KEY = "sel._domainkey.example.com"


@pytest.fixture
def host() -> Iterator[AnalysisHost]:
    host = AnalysisHost.start(HostSettings())
    yield host
    host.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "a.workspace")
    yield workspace
    workspace.close()


def added(workspace: Workspace, path: Path) -> int:
    data = signed(mail(), rsa_key())
    path.write_bytes(data)
    file = offline.OfflineFile(path, sha256(data).hexdigest(), len(data), datetime.now(UTC))
    return workspace.run_blocking(offline.add, file)


def opened(workspace: Workspace, host: AnalysisHost, id: int, zone: ZoneServer | None) -> Signature:
    """The signature as it is found once the message is opened."""

    async def run() -> Signature:
        names = Dns(Server.read(zone.address)) if zone is not None else None
        service = AnalysisService(host, resolver=Resolver(names, WorkspaceMemory(workspace)))
        message = await MessageReader(workspace, service, Changes()).open(id, unheard)
        assert message.analysis is not None, message.problem
        records = message.analysis.records(message.analysis.root)
        return next(each for each in records if isinstance(each, Signature))

    return asyncio.run(run())


def test_what_dns_said_speaks_offline_with_its_date(
    workspace: Workspace, host: AnalysisHost, tmp_path: Path
) -> None:
    id = added(workspace, tmp_path / "a.eml")
    assert opened(workspace, host, id, None).result == ""
    with zone_of(ZONE) as zone:
        assert opened(workspace, host, id, zone).result == "pass"
        asked = len(zone.asked)
        assert opened(workspace, host, id, zone).result == "pass"
        assert len(zone.asked) == asked
    later = opened(workspace, host, id, None)
    assert later.result == "pass"
    assert "as kept from 20" in later.detail


def test_a_failure_of_dns_is_tried_again_at_the_next_opening(
    workspace: Workspace, host: AnalysisHost, tmp_path: Path
) -> None:
    id = added(workspace, tmp_path / "a.eml")
    with zone_of(ZONE, failing=[KEY]) as zone:
        assert opened(workspace, host, id, zone).result == "temperror"
    with zone_of(ZONE) as zone:
        assert opened(workspace, host, id, zone).result == "pass"
