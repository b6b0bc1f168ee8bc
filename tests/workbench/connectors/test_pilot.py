"""A pilot's group makes the fence at each connecting, and the tenant is tried outside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from tests.tenant import SimulatedTenant
from workbench.app import connector_of
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.port import Query
from workbench.errors import ConnectorError, Gone
from workbench.model.tenant import GoogleProfile, Profile, TenantProfile

Told = TypeVar("Told")


@pytest.fixture(params=["graph", "google"])
def fenced(
    request: pytest.FixtureRequest,
    tenant: SimulatedTenant,
    profile: TenantProfile,
    google_profile: GoogleProfile,
) -> Profile:
    if request.param == "google":
        return replace(google_profile, fence_group=tenant.facts["google"]["pilot_group"])
    return replace(profile, fence_group=tenant.facts["pilot_group"])


def ask(profile: Profile, question: Callable[[FencedConnector], Awaitable[Told]]) -> Told:
    async def asked() -> Told:
        connector = connector_of(profile)
        assert isinstance(connector, FencedConnector)
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(asked())


async def _addresses(connector: FencedConnector) -> set[str]:
    return {box.address async for page in connector.mailboxes() for box in page}


def test_the_members_of_groups_inside_are_inside(fenced: Profile, tenant: SimulatedTenant) -> None:
    direct, nested = tenant.world.pilot
    assert ask(fenced, _addresses) == {person.address for person in (*direct, *nested)}


def test_the_list_stands_beside_the_group(fenced: Profile, tenant: SimulatedTenant) -> None:
    direct, nested = tenant.world.pilot
    inside = {person.address for person in (*direct, *nested)}
    other = next(p for p in tenant.world.people if p.address not in inside)
    both = replace(fenced, fence=(other.address,))
    assert ask(both, _addresses) == {*inside, other.address}


def test_a_group_that_is_not_there_connects_nobody(fenced: Profile) -> None:
    missing = "nobody@x.example" if isinstance(fenced, GoogleProfile) else "0" * 8
    with pytest.raises(ConnectorError):
        ask(replace(fenced, fence_group=missing), _addresses)


def test_an_empty_group_is_no_fence(fenced: Profile) -> None:
    async def question(connector: FencedConnector) -> None:
        from workbench.connectors.pilot import pilot_of

        class Empty:
            async def members(self, group: str) -> tuple[str, ...]:
                return ()

        with pytest.raises(Gone, match="no member"):
            await pilot_of(Empty(), (), "g")  # type: ignore[arg-type] # only members are asked

    ask(fenced, question)


def test_the_tenant_is_tried_outside_the_fence(
    tenant: SimulatedTenant, profile: TenantProfile
) -> None:
    fenced = replace(profile, fence_group=tenant.facts["pilot_group"])
    direct, nested = tenant.world.pilot
    inside = {person.address for person in (*direct, *nested)}
    outside = [person for person in tenant.world.people if person.address not in inside]

    async def question(connector: FencedConnector) -> tuple[str, str]:
        found = await connector.try_outside()
        return found.state, found.told

    state, told = ask(fenced, question)
    assert state == "open"
    assert "does not hold the fence: the registration reaches" in told
    tenant.set(denied=[person.key for person in outside])
    assert ask(fenced, question)[0] == "held"


def test_of_google_no_token_is_ever_asked_for_anybody_outside(
    tenant: SimulatedTenant, google_profile: GoogleProfile
) -> None:
    fenced = replace(google_profile, fence_group=tenant.facts["google"]["pilot_group"])
    direct, nested = tenant.world.pilot

    async def question(connector: FencedConnector) -> str:
        async for _ in connector.find(Query()):
            pass
        return (await connector.try_outside()).state

    tenant.control("expire-tokens")  # and with them who asked for some
    assert ask(fenced, question) == "unknown"
    asked = set(tenant.control("google-subjects")["subjects"])
    assert len(asked) > 1
    allowed = {person.address for person in (*direct, *nested)} | {fenced.admin}
    assert asked <= allowed
