"""Kinds of mailboxes are asked once and kept; those not told are asked again when they may be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from workbench.app import connector_of
from workbench.connectors.graph.natures import GROUPS_RIGHT, SETTINGS
from workbench.connectors.graph.usage import CONCEALED
from workbench.jobs import unheard
from workbench.model.archives import Archive, Archived
from workbench.model.natures import MailboxKind, Nature
from workbench.sorting import GROUPS, KEPT, MailboxSorter
from workbench.store import database, natures, schema_accounts
from workbench.store.migrations import MIGRATIONS, migrate
from workbench.store.workspace import Workspace


def sort_out(tenant: SimulatedTenant, path: Path) -> tuple[Sequence[Nature], int]:
    """What is known afterwards, and how many mailboxes were asked for it."""

    async def run() -> Sequence[Nature]:
        workspace = await asyncio.to_thread(Workspace.open, path)
        connector = connector_of(profile_of(tenant.facts))
        try:
            await connector.connect()
            boxes = [box async for page in connector.mailboxes() for box in page]
            return await MailboxSorter(workspace, connector).run(boxes, unheard)
        finally:
            await connector.close()
            await asyncio.to_thread(workspace.close)

    before = _asked(tenant)
    return asyncio.run(run()), _asked(tenant) - before


def _asked(tenant: SimulatedTenant) -> int:
    wanted = ("mailboxSettings", "mailFolders/inbox?$select=id")
    return sum(any(w in str(r["target"]) for w in wanted) for r in tenant.requests())


def test_each_mailbox_is_asked_once(simulated_tenant: SimulatedTenant, tmp_path: Path) -> None:
    people = len(simulated_tenant.world.people)
    found, asked = sort_out(simulated_tenant, tmp_path / "w.db")
    assert asked == people
    assert {one.kind for one in found} >= {MailboxKind.PERSON, MailboxKind.SHARED}
    again, more = sort_out(simulated_tenant, tmp_path / "w.db")
    assert (again, more) == (found, 0)


def test_what_was_not_told_is_asked_once_the_right_is_there(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    path = tmp_path / "w.db"
    simulated_tenant.set(revoked=[*SETTINGS, GROUPS_RIGHT, "Directory.Read.All"])
    without, _ = sort_out(simulated_tenant, path)
    named = {one.key: one for one in without}
    assert {one.kind for one in without} == {MailboxKind.UNKNOWN}
    assert "GroupMember.Read.All" in named[GROUPS].note
    assert sort_out(simulated_tenant, path)[1] == 0
    simulated_tenant.set(revoked=[])
    found, _ = sort_out(simulated_tenant, path)
    assert MailboxKind.UNKNOWN not in {one.kind for one in found}
    assert GROUPS not in {one.key for one in found}


def archives(found: Sequence[Nature]) -> dict[str, Archived]:
    return {one.address: one.archive for one in found if one.is_reached}


def test_archives_are_kept_and_asked_again_each_time(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    first, second = (p.address for p in simulated_tenant.world.people[:2])
    simulated_tenant.set(archives=[first])
    found = archives(sort_out(simulated_tenant, tmp_path / "w.db")[0])
    assert found[first].state is Archive.HAS
    assert found[second].state is Archive.NONE
    assert found[second].told is not None
    simulated_tenant.set(archives=[second])
    again = archives(sort_out(simulated_tenant, tmp_path / "w.db")[0])
    assert (again[first].state, again[second].state) == (Archive.NONE, Archive.HAS)


def test_an_archive_that_was_seen_stays_known_and_none_does_not(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    first, second = (p.address for p in simulated_tenant.world.people[:2])
    simulated_tenant.set(archives=[first], denied=[first])  # whose kind is asked again each time
    seen = archives(sort_out(simulated_tenant, tmp_path / "w.db")[0])
    simulated_tenant.set(conceals_names=True)
    again = archives(sort_out(simulated_tenant, tmp_path / "w.db")[0])
    assert seen[first].state is Archive.HAS
    assert again[first] == seen[first]
    assert again[second] == Archived(note=CONCEALED)


def test_what_an_older_program_kept_has_no_archive_that_is_known(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    number = MIGRATIONS.index(schema_accounts.ARCHIVES)
    with closing(database.connect(path)) as connection:
        migrate(connection, path, MIGRATIONS[:number])
        connection.execute("INSERT INTO nature VALUES ('t', 'k', 'ann@x.example', 'person', '')")
        connection.commit()
    workspace = Workspace.open(path)
    found = workspace.run_blocking(natures.load, "t")
    workspace.close()
    assert found == (Nature("k", "ann@x.example", MailboxKind.PERSON),)


def _age(path: Path) -> None:
    """As if the kinds had been told a while ago."""
    with closing(database.connect(path)) as connection:
        connection.execute(
            "UPDATE nature SET told = told - ?", (KEPT // timedelta(milliseconds=1),)
        )
        connection.commit()


def test_a_kind_is_asked_for_again_after_a_while(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    path, people = tmp_path / "w.db", len(simulated_tenant.world.people)
    first, _ = sort_out(simulated_tenant, path)
    _age(path)
    assert sort_out(simulated_tenant, path) == (first, people)
    assert sort_out(simulated_tenant, path) == (first, 0)


def test_a_kind_that_is_not_told_any_more_stays_and_is_not_asked_for(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    path = tmp_path / "w.db"
    first, _ = sort_out(simulated_tenant, path)
    _age(path)
    simulated_tenant.set(revoked=list(SETTINGS))
    assert sort_out(simulated_tenant, path) == (first, 0)


def test_a_mailbox_that_does_not_answer_is_what_it_was(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    path = tmp_path / "w.db"
    first, _ = sort_out(simulated_tenant, path)
    _age(path)
    rule = {"fault": "status", "status": 400, "path": "mailboxSettings", "scope": "part"}
    simulated_tenant.control("faults", rules=[rule])
    people = len(simulated_tenant.world.people)
    assert sort_out(simulated_tenant, path) == (first, people)
    simulated_tenant.control("faults", rules=[])
    assert sort_out(simulated_tenant, path) == (first, people)


def test_whoever_was_out_of_reach_and_answers_is_in_reach_though_no_kind_is_told(
    simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    path, address = tmp_path / "w.db", simulated_tenant.world.people[0].address
    simulated_tenant.set(elsewhere=[address], revoked=list(SETTINGS))
    away, _ = sort_out(simulated_tenant, path)
    assert {one.kind for one in away if one.address == address} == {MailboxKind.ELSEWHERE}
    simulated_tenant.set(elsewhere=[])
    back, _ = sort_out(simulated_tenant, path)
    assert {one.kind for one in back if one.address == address} == {MailboxKind.UNKNOWN}
