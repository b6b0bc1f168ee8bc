"""The fence holds in every call that names a mailbox, whoever the provider is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, DOMAIN
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.port import Connector, Move, Query, Reply
from workbench.errors import PermissionMissing
from workbench.model.mail import MessageRef

INSIDE = f"ben@{DOMAIN}"
OUTSIDES = {"graph": ANNA, "google": f"anna@{DOMAIN}"}
INSIDES = {"graph": BEN, "google": INSIDE}


@pytest.fixture(params=["graph", "google"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fenced(provider: str, request: pytest.FixtureRequest) -> FencedConnector:
    name = {"graph": "connect", "google": "connect_google"}[provider]
    inner: Connector = request.getfixturevalue(name)()
    return FencedConnector(inner, [INSIDE.upper()])


def ask(
    connector: FencedConnector,
    question: Callable[[FencedConnector], Coroutine[Any, Any, Any]],
) -> Any:
    async def session() -> Any:
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(session())


def test_only_the_inside_is_listed_and_searched(fenced: FencedConnector, provider: str) -> None:
    async def question(connector: FencedConnector) -> tuple[set[str], set[str]]:
        shown = {box.key async for page in connector.mailboxes() for box in page}
        found = {c.ref.mailbox async for page in connector.find(Query()) for c in page.copies}
        return shown, found

    assert ask(fenced, question) == ({INSIDES[provider]}, {INSIDES[provider]})


def test_a_search_of_the_outside_finds_nothing(fenced: FencedConnector, provider: str) -> None:
    async def question(connector: FencedConnector) -> int:
        query = Query(mailboxes=(OUTSIDES[provider],))
        return sum([len(page.copies) async for page in connector.find(query)])

    assert ask(fenced, question) == 0


def test_neither_reading_nor_writing_reaches_the_outside(
    fenced: FencedConnector, provider: str, tenant: SimulatedTenant
) -> None:
    async def question(connector: FencedConnector) -> None:
        inside = [c async for page in connector.find(Query(internet_id=BAIT)) for c in page.copies]
        out = MessageRef(connector.tenant.id, OUTSIDES[provider], "any")
        place = await connector.quarantine_folder(INSIDES[provider])
        moves = [Move(ref, place.key, "r") for ref in (out, inside[0].ref)]
        replies = await connector.move(moves)
        assert [reply.reply for reply in replies] == [Reply.DENIED, Reply.OK]
        assert replies[0].detail == OUTSIDE
        seen = await connector.look([out, inside[0].ref])
        assert [sighting.reply for sighting in seen] == [Reply.DENIED, Reply.OK]
        for refused in (
            connector.fetch(out), connector.folders(out.mailbox),
            connector.quarantine_folder(out.mailbox),
            connector.known_folder(out.mailbox, "junkemail"),
        ):  # fmt: skip
            with pytest.raises(PermissionMissing, match="outside the pilot"):
                await refused

    ask(fenced, question)
    touched = {effect["mailbox"] for effect in (*tenant.effects(), *_google(tenant))}
    assert touched <= {BEN}


def _google(tenant: SimulatedTenant) -> list[dict[str, Any]]:
    return list(tenant.control("google-effects")["effects"])


def test_reports_about_the_outside_are_not_shown(fenced: FencedConnector) -> None:
    async def question(connector: FencedConnector) -> list[str]:
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        return [r.recipient async for page in connector.reports(long_ago) for r in page]

    assert ask(fenced, question) == []
