"""What Gmail's log tells of a message, against the simulated tenant and by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of
from tests.workbench.remediation.labelled import DEEP, Builder
from workbench.connectors.deeds import Deeds
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.google.activity import AT_ONCE, deeds_in
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.port import Query
from workbench.errors import PermissionMissing
from workbench.jobs import unheard
from workbench.model.deeds import DeedKind
from workbench.model.remediation import Scope
from workbench.remediation.fence import fenced_scope
from workbench.store import messages
from workbench.store.workspace import Workspace

BUILDER = Builder(4)
START = BUILDER.campaigns[0].start
LONG_AGO = datetime.now(UTC) - timedelta(days=70)
FORWARDER = BUILDER.letters["c0-fw"].sender


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedTenant]:
    """Whoever got the first campaign's message has read it."""
    world = BUILDER.world()
    read = tuple(replace(m, is_read=m.internet_id == START) for m in world.messages)
    keys = frozenset(m.key for m in read if m.is_read)
    tenant = SimulatedTenant(
        replace(world, messages=read, truth={"c0": keys}, kinds={"c0": "phish"})
    )
    yield tenant
    tenant.close()


@pytest.fixture
def tenant(running: SimulatedTenant) -> SimulatedTenant:
    running.reset()
    running.set(revoked=[])
    return running


async def logged(tenant: SimulatedTenant, *names: str, since: datetime = LONG_AGO) -> Deeds:
    connector = GoogleConnector(google_profile_of(tenant.facts))
    try:
        await connector.connect()
        return await connector.deeds(names, since)
    finally:
        await connector.close()


def asked(tenant: SimulatedTenant) -> list[str]:
    rows = tenant.control("google-requests")["requests"]
    return [row["target"] for row in rows if "/applications/gmail?" in row["target"]]


def readers() -> set[str]:
    addresses = {person.key: person.address for person in BUILDER.people}
    return {
        addresses[m.mailbox]
        for m in BUILDER.messages
        if m.internet_id == START and not m.folder.endswith(f"/{DEEP}")
    }


def test_the_log_names_who_opened_passed_on_and_clicked(tenant: SimulatedTenant) -> None:
    told = asyncio.run(logged(tenant, START))
    by_kind = {
        kind: {deed.address for deed in told.found if deed.kind is kind} for kind in DeedKind
    }
    assert told.gap == ""
    assert by_kind[DeedKind.OPENED] == readers()
    assert by_kind[DeedKind.PASSED_ON] == {FORWARDER}
    assert by_kind[DeedKind.ANSWERED] == set()
    assert by_kind[DeedKind.CLICKED] <= readers()
    assert {deed.internet_id for deed in told.found} == {START}


def test_a_longer_time_is_asked_for_in_windows_and_what_is_not_kept_is_said(
    tenant: SimulatedTenant,
) -> None:
    asyncio.run(logged(tenant, START))
    assert len(asked(tenant)) == 3
    told = asyncio.run(logged(tenant, START, since=datetime.now(UTC) - timedelta(days=400)))
    assert told.gap.startswith("the log before ")
    assert told.found


def test_an_id_that_no_filter_can_hold_is_a_gap(tenant: SimulatedTenant) -> None:
    told = asyncio.run(logged(tenant, "<a,b@lure.example>"))
    assert (told.found, asked(tenant)) == ((), [])
    assert "cannot be asked for the Message-ID" in told.gap


def test_several_messages_are_asked_about_at_a_time(tenant: SimulatedTenant) -> None:
    """Each takes three questions or more, one after the other."""
    names = list(dict.fromkeys(message.internet_id for message in BUILDER.messages))[: AT_ONCE + 3]
    alone = [asyncio.run(logged(tenant, name)).found for name in names]
    tenant.reset()
    tenant.set(latency=0.05)
    told = asyncio.run(logged(tenant, *names))
    assert told.found == tuple(deed for found in alone for deed in found)
    begun = {re.search(r"message_id[^&]*", target) for target in asked(tenant)[:AT_ONCE]}
    assert len({found[0] for found in begun if found}) == AT_ONCE


def test_without_the_right_nothing_is_asked(tenant: SimulatedTenant) -> None:
    tenant.set(revoked=["admin.reports.audit.readonly"])
    with pytest.raises(PermissionMissing, match=r"admin\.reports\.audit\.readonly"):
        asyncio.run(logged(tenant, START))
    assert asked(tenant) == []


async def scoped(tenant: SimulatedTenant, path: Path) -> Scope:
    workspace = Workspace.open(path / "w.workspace")
    connector = GoogleConnector(google_profile_of(tenant.facts))
    try:
        await connector.connect()
        pages = connector.find(Query(internet_id=START))
        copies = [copy async for page in pages for copy in page.copies]
        (first, *_) = await workspace.run(messages.save, copies)
        return await fenced_scope(connector, workspace, first, unheard)
    finally:
        await connector.close()
        workspace.close()


def test_each_copy_of_a_scope_carries_what_its_owner_did(
    tenant: SimulatedTenant, tmp_path: Path
) -> None:
    scope = asyncio.run(scoped(tenant, tmp_path))
    rows = {row.mailbox_address: row for row in scope.rows if row.internet_id == START}
    assert set(rows) == readers()
    assert all(row.deeds[0].kind is DeedKind.OPENED for row in rows.values())
    did = {deed.kind for deed in rows[FORWARDER].deeds}
    assert (DeedKind.PASSED_ON in did, rows[FORWARDER].forwarded) == (True, True)


def test_nothing_is_told_of_people_outside_the_pilot(
    tenant: SimulatedTenant, tmp_path: Path
) -> None:
    inside = min(readers())

    async def told() -> Deeds:
        inner = GoogleConnector(google_profile_of(tenant.facts))
        connector = FencedConnector(inner, (inside,))
        try:
            await connector.connect()
            return await connector.deeds((START,), LONG_AGO)
        finally:
            await connector.close()

    assert {deed.address for deed in asyncio.run(told()).found} == {inside}


def test_a_missing_right_is_a_gap_and_keeps_no_copy_back(
    tenant: SimulatedTenant, tmp_path: Path
) -> None:
    tenant.set(revoked=["admin.reports.audit.readonly"])
    scope = asyncio.run(scoped(tenant, tmp_path))
    assert {r.mailbox_address for r in scope.rows if r.internet_id == START} == readers()
    assert not any(row.deeds for row in scope.rows)
    (gap,) = (gap for gap in scope.gaps if gap.startswith("who opened it or followed a link: "))
    assert "admin.reports.audit.readonly" in gap


@pytest.mark.parametrize("nested", [True, False])
def test_parameters_are_read_nested_or_with_their_full_names(nested: bool) -> None:
    kind = {"name": "mail_event_type", "intValue": "15"}
    name = {"name": "rfc2822_message_id", "value": "a@lure.example"}
    parameters: list[Any] = [
        {"name": "event_info", "messageValue": {"parameter": [kind]}},
        {"name": "message_info", "messageValue": {"parameter": [name]}},
    ]
    if not nested:
        parameters = [
            {**kind, "name": "event_info.mail_event_type"},
            {**name, "name": "message_info.rfc2822_message_id"},
        ]
    row = {
        "id": {"time": "2026-03-02T10:00:00.000Z"}, "actor": {"email": "ann@x.example"},
        "events": [{"name": "delivery", "parameters": parameters}],
    }  # fmt: skip
    (deed,) = deeds_in(row, "a@lure.example")
    assert (deed.kind, deed.address) == (DeedKind.CLICKED, "ann@x.example")
    assert list(deeds_in(row, "b@lure.example")) == []


@pytest.mark.parametrize(
    "row",
    [
        {}, {"id": {}, "actor": {}, "events": []}, {"id": 1, "actor": 2, "events": 3},
        {"id": {"time": "x"}, "actor": {"email": "a"}, "events": [7, {"parameters": [{}, 5]}]},
    ],
)  # fmt: skip
def test_a_record_of_another_shape_tells_nothing(row: dict[str, Any]) -> None:
    assert list(deeds_in(row, "a@lure.example")) == []
