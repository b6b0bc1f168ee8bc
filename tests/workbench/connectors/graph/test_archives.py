"""Who has an online archive, asked over real HTTP; the address of the report gets no token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from tests.between import Answered, Asked, Between
from tests.mutating import DAMAGES, Damage, mutated
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, DOMAIN, NOW
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.graph import archives as asking
from workbench.connectors.graph.archives import (
    AGAIN,
    CUT,
    HOSTS,
    KEPT,
    LATE,
    NOT_OFFERED,
    RIGHT,
    WORLDWIDE,
    GraphArchives,
    hosts_of,
    trusted,
)
from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.graph.usage import ABSENT, CONCEALED
from workbench.connectors.origin import Origin
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.port import Connector
from workbench.connectors.transport import Transport
from workbench.errors import Untrusted
from workbench.model.archives import Archive, Archived
from workbench.model.tenant import Mailbox, TenantProfile
from workbench.profiles.clouds import CLOUDS

Make = Callable[..., GraphConnector]
ANN: Final = f"anna@{DOMAIN}"
BEN: Final = f"ben@{DOMAIN}"
SHARED: Final = f"info@{DOMAIN}"
DAY: Final = (NOW - timedelta(days=2)).date()
REPORT, DOWNLOAD = "getMailboxUsageDetail", "/data/download/"


async def listed(connector: Connector) -> list[Mailbox]:
    return [box async for page in connector.mailboxes() for box in page]


async def told(connector: GraphConnector | FencedConnector) -> dict[str, Archived]:
    boxes = await listed(connector)
    found = await connector.archives(boxes)
    return {box.address: one for box, one in zip(boxes, found, strict=True)}


def ask(connector: GraphConnector | FencedConnector, times: int = 1) -> list[dict[str, Archived]]:
    async def session() -> list[dict[str, Archived]]:
        try:
            await connector.connect()
            return [await told(connector) for _ in range(times)]
        finally:
            await connector.close()

    return asyncio.run(session())


def asked(tenant: SimulatedTenant) -> int:
    return sum(REPORT in str(one["target"]) for one in tenant.requests())


def notes(found: dict[str, Archived]) -> set[str]:
    assert {one.state for one in found.values()} == {Archive.UNKNOWN}
    return {one.note for one in found.values()}


def test_the_report_tells_of_people_and_of_nobody_else(
    connect: Make, tenant: SimulatedTenant
) -> None:
    (found,) = ask(connect())
    assert found == {
        ANN: Archived(Archive.HAS, told=DAY),
        BEN: Archived(Archive.NONE, told=DAY),
        SHARED: Archived(note=ABSENT),
    }


def test_the_report_is_asked_once_for_many_questions(
    connect: Make, tenant: SimulatedTenant
) -> None:
    first, again = ask(connect(), times=2)
    assert first == again
    assert asked(tenant) == 1


def test_the_address_of_the_report_gets_no_token(tenant: SimulatedTenant) -> None:
    async def question() -> list[Asked]:
        async with Between(tenant) as door:
            connector = GraphConnector(door.profile())
            await connector.connect()
            assert (await told(connector))[ANN].state is Archive.HAS
            await connector.close()
            return door.asked

    sent = asyncio.run(question())
    (fetched,) = [one for one in sent if one.path.startswith(DOWNLOAD)]
    assert "authorization" not in fetched.headers
    assert b"Bearer" not in fetched.body
    (report,) = [one for one in sent if REPORT in one.path]
    assert report.headers["authorization"].startswith("Bearer ")


def test_without_the_right_nobody_is_asked_and_the_right_is_named(
    connect: Make, tenant: SimulatedTenant
) -> None:
    tenant.set(revoked=[RIGHT])
    (found,) = ask(connect())
    assert notes(found) == {f"missing right: {RIGHT}"}
    assert asked(tenant) == 0


def test_a_refusal_is_the_reason(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 403, "path": REPORT})
    (found,) = ask(connect())
    (note,) = notes(found)
    assert note.startswith(f"The tenant has not granted {RIGHT}")


def test_concealed_names_are_never_no_archive(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.set(conceals_names=True)
    assert notes(ask(connect())[0]) == {CONCEALED}


def test_people_are_known_by_the_name_they_sign_in_with(tenant: SimulatedTenant) -> None:
    """Their address may be another one, or that of somebody else's sign-in."""

    def swapped(asked: Asked, answered: Answered) -> Answered:
        if not asked.path.endswith("/users"):
            return answered
        body = json.loads(answered.body)
        for row in body["value"]:
            row["userPrincipalName"] = BEN if row["id"] == ANNA else f"new.{row['mail']}"
        return replace(answered, body=json.dumps(body).encode())

    found = through(tenant, swapped)
    assert found[ANN] == Archived(Archive.NONE, told=DAY)
    assert found[BEN] == Archived(note=ABSENT)


def through(
    tenant: SimulatedTenant,
    change: Callable[[Asked, Answered], Answered | bytes],
    *,
    stalls: bool = False,
) -> dict[str, Archived]:
    async def question() -> dict[str, Archived]:
        async with Between(tenant) as door:
            door.change, door.stalls = change, stalls
            connector = GraphConnector(door.profile(), _no_wait)
            try:
                await connector.connect()
                return await told(connector)
            finally:
                await connector.close()

    return asyncio.run(question())


async def _no_wait(seconds: float) -> None:
    """Throttling is waited out at once."""


def test_outside_of_the_fence_nothing_is_told(connect: Make, tenant: SimulatedTenant) -> None:
    async def question() -> Sequence[Archived]:
        inner = connect()
        fenced = FencedConnector(inner, (BEN,))
        try:
            await fenced.connect()
            return await fenced.archives(await listed(inner))
        finally:
            await fenced.close()

    found = asyncio.run(question())
    assert [one.state for one in found] == [Archive.UNKNOWN, Archive.NONE, Archive.UNKNOWN]
    assert found[0].note == OUTSIDE


def test_a_fence_before_a_provider_without_archives_tells_nothing(
    connect_google: Callable[..., Any],
) -> None:
    fenced = FencedConnector(connect_google(), (BEN,))

    async def question() -> Sequence[Archived]:
        try:
            await fenced.connect()
            return await fenced.archives(await listed(fenced))
        finally:
            await fenced.close()

    assert asyncio.run(question()) == ()


def test_what_is_too_large_is_cut_and_said_to_be(
    tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "BYTES", 1 << 20)

    def grown(asked: Asked, answered: Answered) -> Answered:
        if not asked.path.startswith(DOWNLOAD):
            return answered
        lines = answered.body.splitlines(keepends=True)
        fill = lines[2].replace(b"ben@", b"x@") * ((2 << 20) // len(lines[2]))
        return replace(answered, body=b"".join((*lines[:2], fill, *lines[2:])))

    found = through(tenant, grown)
    assert found[ANN].state is Archive.HAS
    assert found[BEN] == Archived(note=CUT)


def test_the_report_itself_for_an_answer_is_read(tenant: SimulatedTenant) -> None:
    head = "Report Refresh Date,User Principal Name,Has Archive"

    def direct(asked: Asked, answered: Answered) -> Answered:
        if REPORT not in asked.path:
            return answered
        return Answered(200, {}, f"{head}\n2026-11-19,{BEN},True\n".encode())

    assert through(tenant, direct)[BEN].state is Archive.HAS


@pytest.mark.parametrize("where", [REPORT, DOWNLOAD])
def test_whatever_comes_instead_is_a_reason(tenant: SimulatedTenant, where: str) -> None:
    """One answer gone wrong, each way: states are known or have a reason, and nothing is raised."""
    damages = [*DAMAGES.values(), *map(_mutated, range(10))]

    async def question() -> None:
        async with Between(tenant) as door:
            connector = GraphConnector(door.profile(), _no_wait)
            for damage in damages:
                door.change = _only(where, damage)
                await connector.connect()
                for one in (await told(connector)).values():
                    assert one.note or one.state is not Archive.UNKNOWN
                    assert one.note.isprintable()
            await connector.close()

    asyncio.run(question())


def _only(where: str, damage: Damage) -> Callable[[Asked, Answered], Answered | bytes]:
    return lambda asked, answered: damage(answered) if where in asked.path else answered


def _mutated(seed: int) -> Damage:
    return lambda answered: mutated(answered, seed)


def test_a_report_that_does_not_come_holds_nobody_up(
    tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nReport"
    assert notes(through(tenant, _only(DOWNLOAD, lambda answered: begun), stalls=True)) == {LATE}


def test_what_told_nothing_is_asked_again_soon_and_what_told_late(
    profile: TenantProfile, tenant: SimulatedTenant
) -> None:
    now = 0.0
    tenant.set(conceals_names=True)

    async def question() -> list[int]:
        signed = GraphConnector(profile)
        await signed.connect()
        listed_ = {box.key: box for box in await listed(signed)}
        calls = GraphCalls(signed._transport)
        archives = GraphArchives(profile, calls, lambda: signed.rights, listed_, lambda: now)
        return [count async for count in counted(archives, list(listed_.values()), signed)]

    async def counted(archives: GraphArchives, boxes: list[Mailbox], signed: Connector) -> Any:
        nonlocal now
        for later in (0.0, AGAIN - 1, 2.0, AGAIN + 1, KEPT - 1, 2.0):
            now += later
            await archives.of(boxes)
            yield asked(tenant)
            if asked(tenant) == 2:
                tenant.set(conceals_names=False)
        await signed.close()

    assert asyncio.run(question()) == [1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize("cloud", sorted(set(CLOUDS) - {"global"}))
def test_a_cloud_that_offers_none_is_not_asked(profile: TenantProfile, cloud: str) -> None:
    elsewhere = replace(profile, graph=CLOUDS[cloud].graph, certificate_authority="")
    calls = GraphCalls(Transport(elsewhere.graph))
    found = GraphArchives(elsewhere, calls, lambda: frozenset({RIGHT}), {})
    assert asyncio.run(found.of([Mailbox("k", ANN, "")])) == (Archived(note=NOT_OFFERED),)


def test_reports_of_the_worldwide_cloud_lie_with_known_hosts_alone() -> None:
    hosts = hosts_of(WORLDWIDE)
    assert CLOUDS["global"].graph == WORLDWIDE
    for host in HOSTS:
        assert trusted(f"{host}/data/v1.0/download?token=x", hosts) == Origin.of(host)
    assert hosts_of("https://127.0.0.1:8443") == {Origin.of("https://127.0.0.1:8443")}


@pytest.mark.parametrize(
    "link",
    [
        "",
        "/data/download/x",
        "//reports.office.com/data",
        "http://reports.office.com/data/download/x",
        "https://reports.office.com:8443/data/download/x",
        "https://reports.office.com/other/x",
        "https://reports.office.com/data/%2e%2e/x",
        "https://reports.office.com/data%2f..%2fx",
        "https://reports.office.com./data/download/x",
        "https://user@reports.office.com/data/download/x",
        "https://reports.office.com@evil.example/data/download/x",
        "https://reports.office.com.evil.example/data/download/x",
        "https://reports.office.com\\.evil.example/x",
        "https://reportsxyz.office.com/data/download/x",
        "https://evil.office.com/data/download/x",
        "https://office.com/data/download/x",
        "https://graph.microsoft.com/v1.0/users",
        "https://reports.office365.us/data/download/x",
        "https://127.0.0.1/data/download/x",
        "https://reports.\u043effice.com/data/download/x",
    ],
)
def test_a_host_that_nobody_knows_is_refused_by_its_name(link: str) -> None:
    with pytest.raises(Untrusted, match="was not f"):
        trusted(link, hosts_of(WORLDWIDE))
