"""Reading goes by one identity and writing by another, which is unlocked for one action alone."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.identities import LOCKED, Identities
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.port import Connector, Move, Query, Reply
from workbench.connectors.pulse import pulse_of
from workbench.errors import PermissionMissing, RemediationRefused
from workbench.model.tenant import GoogleProfile, Power, TenantProfile

Told = TypeVar("Told")
Person = GraphConnector | GoogleConnector


@pytest.fixture(params=["graph", "google"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def writers() -> list[Any]:
    """Weak references to every writer that was made."""
    return []


@pytest.fixture
def identities(
    provider: str,
    tenant: SimulatedTenant,
    profile: TenantProfile,
    google_profile: GoogleProfile,
    writers: list[Any],
) -> Identities:
    def made(passphrase: str) -> Person:
        writer = _writer(provider, tenant, profile, google_profile)
        writers.append(weakref.ref(writer))
        return writer

    return Identities(_reader(provider, tenant, profile, google_profile), made)


def _reader(
    provider: str, tenant: SimulatedTenant, profile: TenantProfile, google: GoogleProfile
) -> Person:
    if provider == "google":
        return GoogleConnector(replace(google, key=tenant.facts["google"]["reader_key"]))
    return GraphConnector(_as(profile, tenant.facts["reader"]))


def _writer(
    provider: str, tenant: SimulatedTenant, profile: TenantProfile, google: GoogleProfile
) -> Person:
    if provider == "google":
        key = tenant.facts["google"]["remediator_key"]
        return GoogleConnector(replace(google, key=key), writes=True)
    return GraphConnector(_as(profile, tenant.facts["remediator"]))


def _as(profile: TenantProfile, who: dict[str, str]) -> TenantProfile:
    return replace(profile, client_id=who["client_id"], secret=who["client_secret"])


def ask(identities: Identities, question: Callable[[Identities], Awaitable[Told]]) -> Told:
    async def asked() -> Told:
        await identities.reader.connect()
        try:
            return await question(identities)
        finally:
            await identities.forget()
            await identities.reader.close()

    return asyncio.run(asked())


async def _quarantined(connector: Connector) -> Reply:
    pages = connector.find(Query(internet_id=BAIT))
    found = [copy.ref async for page in pages for copy in page.copies]
    ref = found[0]
    place = await connector.quarantine_folder(ref.mailbox)
    (reply,) = await connector.move([Move(ref, place.key, "r")])
    (seen,) = await connector.look([ref])
    assert seen.copy is not None
    assert seen.copy.folder == place.key
    return reply.reply


async def _one_action(identities: Identities) -> Reply:
    await identities.unlock("")
    async with identities.taken() as connector:
        return await _quarantined(connector)


def test_the_reader_may_not_write_and_the_remediator_does(identities: Identities) -> None:
    async def question(identities: Identities) -> Reply:
        assert Power.MOVE not in identities.reader.powers
        return await _one_action(identities)

    assert ask(identities, question) is Reply.OK


def test_locked_means_that_no_action_begins(identities: Identities) -> None:
    async def question(identities: Identities) -> None:
        assert identities.locked
        with pytest.raises(RemediationRefused, match=LOCKED):
            async with identities.taken():
                pass
        async with identities.taken(reading=True) as connector:
            assert connector is identities.reader

    ask(identities, question)


def test_after_an_action_nothing_of_the_remediator_is_left(
    identities: Identities, writers: list[Any]
) -> None:
    async def question(identities: Identities) -> None:
        await _one_action(identities)
        assert identities.locked
        gc.collect()
        assert [writer() for writer in writers] == [None]
        await identities.unlock("")
        await identities.forget()
        gc.collect()
        assert [writer() for writer in writers] == [None, None]

    ask(identities, question)


def test_a_closed_remediator_holds_neither_key_nor_token(
    identities: Identities, provider: str
) -> None:
    async def question(identities: Identities) -> None:
        await identities.unlock("")
        writer: Any = identities._ready
        await identities.forget()
        if provider == "google":
            held = (writer._delegation._credentials, writer._delegation._signer)
            assert held == ({}, None)
        else:
            assert (writer._signin._application, writer._signin._session._session) == (None, None)

    ask(identities, question)


def test_an_expired_token_is_renewed_within_the_action(
    identities: Identities, tenant: SimulatedTenant
) -> None:
    async def question(identities: Identities) -> Reply:
        await identities.unlock("")
        async with identities.taken() as connector:
            tenant.control("expire-tokens")
            return await _quarantined(connector)

    assert ask(identities, question) is Reply.OK


def test_an_identity_that_may_not_move_is_refused(
    identities: Identities, tenant: SimulatedTenant, provider: str
) -> None:
    async def question(identities: Identities) -> None:
        tenant.set(revoked=["gmail.modify", "Mail.ReadWrite"])
        with pytest.raises(PermissionMissing):
            await identities.unlock("")
        assert identities.locked

    ask(identities, question)


def test_the_fence_holds_for_both(identities: Identities) -> None:
    async def question(inner: Identities) -> None:
        pages = inner.reader.find(Query(internet_id=BAIT))
        found = [copy async for page in pages for copy in page.copies]
        first = found[0]
        boxes = [box async for page in inner.reader.mailboxes() for box in page]
        inside = next(box for box in boxes if box.key == first.ref.mailbox)
        outside = next(box for box in boxes if box.key != inside.key)
        fenced = Identities(FencedConnector(inner.reader, [inside.address]), inner._make_writer)
        await fenced.unlock("")
        async with fenced.taken() as connector:
            out = replace(first.ref, mailbox=outside.key)
            replies = await connector.move([Move(out, "any", "r")])
            assert [(r.reply, r.detail) for r in replies] == [(Reply.DENIED, OUTSIDE)]
            with pytest.raises(PermissionMissing, match="outside the pilot"):
                await connector.quarantine_folder(outside.key)

    ask(identities, question)


def test_one_identity_has_nothing_to_unlock(connect: Callable[..., GraphConnector]) -> None:
    async def question(identities: Identities) -> None:
        assert (identities.two, identities.locked, identities.may_move) == (False, False, True)
        await identities.unlock("whatever")
        async with identities.taken() as connector:
            assert connector is identities.reader

    ask(Identities(connect()), question)


def test_rights_that_exchange_gives_count_though_no_token_names_them(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    fence = (tenant.world.people[0].address,)

    async def powers(**settings: object) -> Power:
        tenant.set(revoked=["Mail.Read", "Mail.ReadWrite"], **settings)
        connector = connect(fence=fence)
        try:
            await connector.connect()
            return connector.powers
        finally:
            await connector.close()

    assert Power.READ not in asyncio.run(powers())
    assert Power.READ in asyncio.run(powers(exchange=["Mail.Read"]))


def test_a_connection_knows_when_it_signed_in_and_that_it_waited(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    async def question(identities: Identities) -> None:
        before = pulse_of(identities.reader)
        assert before.signed_in is not None
        assert (before.waited, before.busy) == (0.0, None)
        tenant.faults({"fault": "status", "status": 429, "times": 1})
        _ = [box async for page in identities.reader.mailboxes() for box in page]
        after = pulse_of(FencedConnector(identities.reader, ["a@x.example"]))
        assert after.waited > 0
        assert after.busy is not None

    ask(Identities(connect()), question)
