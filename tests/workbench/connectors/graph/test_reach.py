"""Mailboxes shared with who signs in: tried at connecting, read as the own one, or named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.between import Answered, Asked, Between
from tests.mutating import DAMAGES
from tests.tenant import SimulatedTenant
from tests.workbench.connectors.test_delegated import Browser
from tests.workbench.desks import profile_of
from tests.workbench.simulation.server.tiny import ANNA, BEN, DOMAIN
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.port import Connector, Move, Query, Reply
from workbench.errors import Gone, PermissionMissing, Unexpected
from workbench.model.mail import MessageRef
from workbench.model.natures import MailboxKind
from workbench.model.tenant import TenantProfile

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OWN, INFO, OTHER = (f"{name}@{DOMAIN}" for name in ("anna", "info", "ben"))


def shared_profile(tenant: SimulatedTenant, *named: str, **changes: Any) -> TenantProfile:
    known: dict[str, Any] = {
        "client_id": tenant.facts["public_client_id"],
        "secret": "",
        "sign_in": "interactive",
        "shared_mailboxes": named,
    }
    return profile_of(tenant.facts, **(known | changes))


async def _no_wait(seconds: float) -> None:
    """A failing service is asked again at once."""


@asynccontextmanager
async def opened(
    tenant: SimulatedTenant, *named: str, **changes: Any
) -> AsyncIterator[GraphConnector]:
    profile = shared_profile(tenant, *named, **changes)
    connector = GraphConnector(profile, _no_wait, Browser(tenant).open)
    try:
        await connector.connect()
        yield connector
    finally:
        await connector.close()


async def addresses(connector: Connector) -> list[str]:
    return [box.address async for page in connector.mailboxes() for box in page]


def test_a_shared_mailbox_is_listed_searched_and_opened(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant, INFO.upper()) as connector:
            assert await addresses(connector) == [OWN, INFO.upper()]
            assert "Mail.Read.Shared" in connector.rights
            pages = [page async for page in connector.find(Query())]
            copies = [copy for page in pages for copy in page.copies]
            assert {copy.ref.mailbox for copy in copies} == {ANNA, INFO}
            shared = next(copy for copy in copies if copy.ref.mailbox == INFO)
            assert b"Message-ID" in (await connector.fetch(shared.ref)).data
            (place, *_) = await connector.places(INFO)
            assert place.mailbox == INFO
            assert not await connector.beyond()

    asyncio.run(story())


def test_its_kind_is_known_from_the_profile(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant, INFO) as connector:
            boxes = [box async for page in connector.mailboxes() for box in page]
            own, shared = await connector.natures(boxes)
            assert own.kind is MailboxKind.PERSON
            assert shared.kind is MailboxKind.SHARED

    asyncio.run(story())


def test_without_a_named_mailbox_nothing_more_is_asked_for(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant) as connector:
            assert connector.rights == {"User.Read", "Mail.Read"}
            assert await addresses(connector) == [OWN]
            assert "mailboxes of others" in connector.unsearched
            with pytest.raises(PermissionMissing):
                await connector.folders(INFO)

    asyncio.run(story())


def test_the_right_to_change_it_comes_with_the_first_change(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant, INFO) as connector:
            assert connector.rights == {"User.Read", "Mail.Read", "Mail.Read.Shared"}
            folder = await connector.quarantine_folder(INFO)
            assert connector.rights >= {"Mail.ReadWrite", "Mail.ReadWrite.Shared"}
            pages = [page async for page in connector.find(Query(mailboxes=(INFO,)))]
            ref = pages[0].copies[0].ref
            (reply,) = await connector.move([Move(ref, folder.key, "")])
            assert reply.reply is Reply.OK
            (seen,) = await connector.look([ref])
            assert seen.copy is not None
            assert seen.copy.folder == folder.key

    asyncio.run(story())


class Kept:
    """Tokens in memory, as a key store keeps them."""

    text = ""

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


def test_a_kept_sign_in_is_asked_again_once_a_mailbox_is_named(tenant: SimulatedTenant) -> None:
    kept = Kept()

    async def story() -> None:
        async with opened(tenant, tokens=kept) as connector:
            assert "Mail.Read.Shared" not in connector.rights
        async with opened(tenant, INFO, tokens=kept) as connector:
            assert "Mail.Read.Shared" in connector.rights
            assert await addresses(connector) == [OWN, INFO]
        tenant.set(user_answer="declined")
        async with opened(tenant, INFO, tokens=kept) as connector:
            assert await addresses(connector) == [OWN, INFO]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("settings", "named", "told"),
    [
        ({}, OTHER, "not shared with who signed in"),
        ({"hides_unshared": True}, OTHER, "not there, or not shared"),
        ({"revoked": ["Mail.Read.Shared"]}, INFO, "the right Mail.Read.Shared was not granted"),
        ({}, f"nobody@{DOMAIN}", "no such mailbox"),
        ({"shared": [OTHER], "elsewhere": [OTHER]}, OTHER, "on-premises"),
    ],
    ids=["not shared", "hidden", "no right", "nobody", "on-premises"],
)
def test_what_refuses_is_named_in_words(
    tenant: SimulatedTenant, settings: dict[str, object], named: str, told: str
) -> None:
    tenant.set(**settings)

    async def story() -> None:
        async with opened(tenant, named) as connector:
            assert await addresses(connector) == [OWN]
            (refused,) = await connector.beyond()
            assert (refused.address, refused.kind) == (named, MailboxKind.REFUSED)
            assert told in refused.note
            assert any(named in gap and told in gap for gap in connector.unsearched)

    asyncio.run(story())


def test_a_service_that_fails_there_is_not_taken_for_a_refusal(tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 500, "path": f"users/{INFO}/"})

    async def story() -> None:
        async with opened(tenant, INFO) as connector:
            (refused,) = await connector.beyond()
            assert refused.note.startswith("it did not answer (ErrorInternalServerError")

    asyncio.run(story())


def test_a_mailbox_shared_meanwhile_is_found_at_the_next_listing(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant, OTHER) as connector:
            assert await addresses(connector) == [OWN]
            tenant.set(shared=[OTHER])
            assert await addresses(connector) == [OWN, OTHER]
            assert not await connector.beyond()

    asyncio.run(story())


def test_one_that_is_shared_no_more_is_not_taken_for_empty(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        async with opened(tenant, INFO) as connector:
            tenant.set(unshared=[INFO])
            pages = [page async for page in connector.find(Query())]
            ((key, why),) = [one for page in pages for one in page.unreached]
            assert key == INFO
            assert "ErrorAccessDenied" in why

    asyncio.run(story())


def test_no_mailbox_counts_twice_whatever_it_is_called(tenant: SimulatedTenant) -> None:
    async def story() -> None:
        info = next(one.key for one in tenant.world.people if one.address == INFO)
        async with opened(tenant, OWN.upper(), ANNA, INFO, info, INFO.upper()) as connector:
            assert await addresses(connector) == [OWN, INFO.upper()]
            notes = {one.address: one.note for one in await connector.beyond()}
            same = "the same mailbox as"
            assert notes == {ANNA: f"{same} {OWN}", info: f"{same} {INFO.upper()}"}

    asyncio.run(story())


def test_a_shared_folder_that_tells_no_changes_is_not_taken_for_gone(
    tenant: SimulatedTenant,
) -> None:
    async def story() -> None:
        async with opened(tenant, INFO) as connector:
            inbox = next(p for p in await connector.places(INFO) if p.known == "inbox")
            assert [page async for page in connector.changes(inbox, "", LONG_AGO)]
            tenant.set(hides_shared_changes=True)
            with pytest.raises(Unexpected, match="tells no changes of a folder that is there"):
                [page async for page in connector.changes(inbox, "", LONG_AGO)]
            nowhere = replace(inbox, folder="none")
            with pytest.raises(Gone):
                [page async for page in connector.changes(nowhere, "", LONG_AGO)]

    asyncio.run(story())


def test_a_pilots_fence_holds_for_shared_mailboxes(tenant: SimulatedTenant) -> None:
    """None outside is so much as tried."""
    tenant.set(shared=[OTHER])

    async def story() -> None:
        fence = (OWN, INFO)
        profile = shared_profile(tenant, INFO, OTHER, fence=fence)
        inner = GraphConnector(profile, open_address=Browser(tenant).open)
        connector = FencedConnector(inner, fence)
        try:
            await connector.connect()
            assert await addresses(connector) == [OWN, INFO]
            (refused,) = await connector.beyond()
            assert (refused.address, refused.note) == (OTHER, OUTSIDE)
            ref = MessageRef(tenant.facts["tenant"], OTHER, "x")
            (seen,) = await connector.look([ref])
            assert seen.reply is Reply.DENIED
        finally:
            await connector.close()
        assert not [
            r for r in tenant.requests() if OTHER in str(r["target"]) or BEN in str(r["target"])
        ]

    asyncio.run(story())


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_answer_opens_nothing_and_stops_nothing(
    tenant: SimulatedTenant, name: str
) -> None:
    """Whatever the service says of the shared mailbox, the own one is read."""

    def change(asked: Asked, answered: Answered) -> Answered | bytes:
        return DAMAGES[name](answered) if INFO in asked.path else answered

    async def story() -> None:
        tenant.set(device_interval=0)
        public = tenant.facts["public_client_id"]
        async with Between(tenant) as door:
            door.change = change
            profile = door.profile(
                client_id=public, secret="", sign_in="device", shared_mailboxes=(INFO,)
            )
            connector = GraphConnector(profile, _no_wait)
            try:
                await connector.connect()
                found = await addresses(connector)
                assert found[0] == OWN
                refused = await connector.beyond()
                assert [one.address for one in refused] == [INFO] * (2 - len(found))
                assert all(one.note.encode() for one in refused)
            finally:
                await connector.close()

    asyncio.run(story())
