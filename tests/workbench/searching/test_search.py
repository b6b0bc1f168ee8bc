"""A search of the simulated tenant: by every id pasted headers have, and whom the records name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import spread
from tests.workbench.desks import google_profile_of, profile_of
from workbench.app import connector_of
from workbench.connectors.records import Trail, records_of
from workbench.errors import PermissionMissing
from workbench.jobs import Hold, Progress
from workbench.model.found import Standing, Step
from workbench.model.tenant import Profile
from workbench.searching.recorded import KEPT
from workbench.searching.search import Search
from workbench.searching.wanted import Wanted

NOBODY = "<nobody@x.example>"


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


def searched(profile: Profile, wanted: Wanted) -> list[Step]:
    async def story() -> list[Step]:
        connector = connector_of(profile)
        try:
            await connector.connect()
            return [step async for step in Search(connector, wanted).steps()]
        finally:
            await connector.close()

    return asyncio.run(story())


def network_id(profile: Profile, internet_id: str) -> str:
    async def story() -> str:
        connector = connector_of(profile)
        try:
            await connector.connect()
            records = records_of(connector)
            assert records is not None
            trail = Trail(datetime.now(UTC) - KEPT, internet_id=internet_id)
            return (await records.deliveries(trail)).deliveries[0].network_id
        finally:
            await connector.close()

    return asyncio.run(story())


def found(steps: list[Step]) -> set[str]:
    return {hit.copy.mailbox_address for step in steps for hit in step.hits}


def test_both_ids_are_asked_for(tenant: SimulatedTenant) -> None:
    profile, id = profile_of(tenant.facts), spread(tenant)
    wanted = Wanted(internet_id=NOBODY, network_id=network_id(profile, id))
    steps = searched(profile, wanted)
    assert found(steps) == {row["address"] for row in tenant.messages(internet_id=id)}
    assert steps[-1].questions == 2
    assert (steps[-1].question, steps[-1].done) == (2, steps[-1].total)
    assert any("this Message-ID" in note for step in steps for note in step.notes)


def test_whom_the_records_name_without_a_copy_is_told_once(tenant: SimulatedTenant) -> None:
    profile, id = profile_of(tenant.facts), spread(tenant)
    rows = [row for row in tenant.messages(internet_id=id) if row["known"] == "inbox"]
    loser = rows[0]
    for row in tenant.messages(internet_id=id, mailbox=loser["mailbox"]):
        for _ in range(3):  # into Deleted Items, into Recoverable Items, for good
            tenant.user("delete", mailbox=row["mailbox"], message=row["id"])
    steps = searched(profile, Wanted(internet_id=id))
    assert loser["address"] not in found(steps)
    unlisted = [one for step in steps for one in step.recorded]
    told = [one for one in unlisted if one.delivery.recipient == loser["address"]]
    assert [one.standing for one in told] == [Standing.NOT_FOUND]
    some = rows[1]["address"]
    elsewhere = searched(profile, Wanted(internet_id=id, mailboxes=(some,)))
    assert found(elsewhere) == {some}
    assert not elsewhere[-1].recorded


def test_what_was_deleted_and_can_be_recovered_is_found(tenant: SimulatedTenant) -> None:
    profile, id = profile_of(tenant.facts), spread(tenant)
    row = next(row for row in tenant.messages(internet_id=id) if row["known"] == "inbox")
    for _ in range(2):
        tenant.user("delete", mailbox=row["mailbox"], message=row["id"])
    hits = [hit for step in searched(profile, Wanted(internet_id=id)) for hit in step.hits]
    assert row["address"] in {hit.copy.mailbox_address for hit in hits}


def test_without_records_a_message_id_is_asked_for_alone(tenant: SimulatedTenant) -> None:
    profile, id = google_profile_of(tenant.facts), spread(tenant)
    steps = searched(profile, Wanted(internet_id=id, network_id="0c0ffee0"))
    assert found(steps)
    assert "cannot be asked" in steps[0].notes[0]
    with pytest.raises(PermissionMissing, match="delivery records"):
        searched(profile, Wanted(network_id="0c0ffee0"))


def test_what_no_call_reaches_is_told_first(tenant: SimulatedTenant) -> None:
    first, *_ = searched(profile_of(tenant.facts), Wanted(internet_id=NOBODY))
    assert first.gaps[0].startswith("online archives of 3 mailboxes: ")
    assert first.gaps[1:] == ("mailboxes of groups", "public folders")
    assert first.total == 12


def test_where_nobody_who_is_asked_has_an_archive_a_note_says_so_with_its_day(
    tenant: SimulatedTenant,
) -> None:
    one = next(person.address for person in tenant.world.people if person.kind == "user")
    tenant.set(archives=[])
    wanted = Wanted(internet_id=NOBODY, mailboxes=(one,))
    first, *others = searched(profile_of(tenant.facts), wanted)
    day = (tenant.world.now - timedelta(days=2)).date()
    assert f"none of 1 mailbox had an online archive on {day}: the report lags" in first.notes
    steps = (first, *others)
    assert not any(gap.startswith("online archives") for step in steps for gap in step.gaps)


class Watcher:
    """A report by which the search is held up once the first mailboxes answered."""

    def __init__(self) -> None:
        self.hold = Hold()
        self.told: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.note == "paused":
            self.hold.resume()


def test_a_paused_search_waits_and_goes_on(tenant: SimulatedTenant) -> None:
    async def story() -> tuple[list[Step], list[Progress]]:
        watcher, connector = Watcher(), connector_of(profile_of(tenant.facts))
        watcher.hold.pause()
        try:
            await connector.connect()
            search = Search(connector, Wanted(internet_id=spread(tenant)))
            return [step async for step in search.steps(watcher)], watcher.told
        finally:
            await connector.close()

    steps, told = asyncio.run(story())
    assert found(steps)
    assert "paused" in [progress.note for progress in told]
