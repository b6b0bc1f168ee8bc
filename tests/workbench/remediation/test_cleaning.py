"""Our own folder goes after a complete undo, and only where it is ours and empty."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import order, spread
from tests.workbench.desks import google_profile_of, profile_of
from workbench.commands import acting, remediate, undo
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.graph.folders import QUARANTINE
from workbench.connectors.housekeeping import NOT_OFFERED, Housekeeping
from workbench.connectors.port import Connector, Move, Query
from workbench.connectors.two_identities import TwoIdentities
from workbench.model.tenant import Profile


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture(params=["graph", "google"])
def profile(request: pytest.FixtureRequest, tenant: SimulatedTenant) -> Profile:
    if request.param == "google":
        return google_profile_of(tenant.facts)
    return profile_of(tenant.facts)


@pytest.fixture(params=["graph", "google"])
def connector(request: pytest.FixtureRequest, tenant: SimulatedTenant) -> Connector:
    if request.param == "google":
        return GoogleConnector(google_profile_of(tenant.facts))
    return GraphConnector(profile_of(tenant.facts))


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def test_a_complete_undo_leaves_no_folder_of_ours(
    tmp_path: Path, tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    path, id = tmp_path / "case.workspace", spread(tenant)
    remediate.remediate(profile, path, order(id), as_json=True)
    count = told(capsys)["selected"]
    remediate.remediate(profile, path, order(id, count=count), as_json=True)
    assert undo.undo(profile, path, told(capsys)["action"], as_json=True) == acting.COMPLETE
    note = told(capsys)["note"]
    assert note.startswith("our empty folder was removed from ")
    assert "left" not in note
    names = {folder["name"] for folder in tenant.control("folders")["folders"]}
    assert QUARANTINE not in names
    remediate.remediate(profile, path, order(id, count=count), as_json=True)
    assert told(capsys)["counts"] == {"done": count}  # made anew


def test_what_is_not_empty_or_not_ours_stays(connector: Connector, tenant: SimulatedTenant) -> None:
    async def act() -> None:
        assert isinstance(connector, Housekeeping)
        await connector.connect()
        row = tenant.messages()[0]
        pages = connector.find(Query(internet_id=row["internet_id"]))
        copy = next(iter([copy async for page in pages for copy in page.copies]))
        box = copy.ref.mailbox
        ours = (await connector.quarantine_folder(box)).key
        await connector.move([Move(copy.ref, ours, "r", copy.version)])
        left = await connector.remove_quarantine(box, ours)
        assert left in ("something still lies in it", "something still carries it")
        assert await connector.remove_quarantine(box, copy.folder) in (
            "it has another name now", "it is not the label we made",
        )  # fmt: skip
        (seen,) = await connector.look([copy.ref])
        assert seen.copy is not None
        await connector.move([Move(copy.ref, copy.folder, "r", seen.copy.version)])
        assert await connector.remove_quarantine(box, ours) == ""
        (seen,) = await connector.look([copy.ref])
        assert seen.copy is not None
        assert seen.copy.folder == copy.folder
        writer = TwoIdentities(connector, connector)  # type: ignore[arg-type]  # both can sign in
        ours = (await writer.quarantine_folder(box)).key
        assert await writer.remove_quarantine(box, ours) == ""
        bare = TwoIdentities(connector, object())  # type: ignore[arg-type]  # offers nothing
        assert await bare.remove_quarantine(box, ours) == NOT_OFFERED
        await connector.close()

    asyncio.run(act())
