"""Promises of the port, asked of every connector; a new connector is a new line in CONNECTORS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from workbench.connectors.folder import FolderConnector
from workbench.connectors.port import Connector, Move, Query, Reply
from workbench.errors import Gone
from workbench.model.mail import Copy, MessageRef
from workbench.model.tenant import Power

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Ask = Callable[[Connector], Coroutine[Any, Any, Any]]


def folder(request: pytest.FixtureRequest) -> Connector:
    root = Path(request.getfixturevalue("tmp_path")) / "mail"
    for mailbox in ("ann", "ben"):
        (root / mailbox).mkdir(parents=True)
        (root / mailbox / "one.eml").write_bytes(b"Subject: One\r\n\r\nText")
    (root / "ann" / "notes.txt").write_text("no message")
    return FolderConnector(root)


def google(request: pytest.FixtureRequest) -> Connector:
    connector: Connector = request.getfixturevalue("connect_google")()
    return connector


CONNECTORS: dict[str, Callable[[pytest.FixtureRequest], Connector]] = {
    "graph": lambda request: request.getfixturevalue("connect")(),
    "google": google,
    "folder": folder,
}


@pytest.fixture(params=CONNECTORS)
def connector(request: pytest.FixtureRequest) -> Connector:
    return CONNECTORS[request.param](request)


@pytest.fixture
def ask(connector: Connector) -> Callable[[Ask], Any]:
    """Connects, asks, closes."""

    def run(question: Ask) -> Any:
        async def session() -> Any:
            await connector.connect()
            try:
                return await question(connector)
            finally:
                await connector.close()

        return asyncio.run(session())

    return run


async def all_copies(connector: Connector, query: Query) -> list[Copy]:
    return [copy async for page in connector.find(query) for copy in page.copies]


def test_every_copy_lies_in_a_mailbox_that_is_listed(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> tuple[set[str], set[str]]:
        listed = {m.key async for page in connector.mailboxes() for m in page}
        return listed, {c.ref.mailbox for c in await all_copies(connector, Query())}

    listed, used = ask(question)
    assert used
    assert used <= listed


def test_copies_of_one_mailbox_come_newest_first(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> list[Copy]:
        return await all_copies(connector, Query(since=LONG_AGO))

    copies = ask(question)
    for mailbox in {copy.ref.mailbox for copy in copies}:
        times = [copy.received for copy in copies if copy.ref.mailbox == mailbox]
        assert times == sorted(times, reverse=True)


def test_a_search_can_be_limited_to_mailboxes(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> tuple[str, set[str]]:
        first = next(iter([m async for page in connector.mailboxes() for m in page])).key
        found = await all_copies(connector, Query(mailboxes=(first,)))
        return first, {copy.ref.mailbox for copy in found}

    first, used = ask(question)
    assert used == {first}


def test_nothing_is_older_than_asked(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> list[Copy]:
        return await all_copies(connector, Query(since=datetime.now(UTC) + timedelta(days=400)))

    assert ask(question) == []


def test_a_copy_is_fetched_as_bytes(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> bytes:
        first, *_ = await all_copies(connector, Query())
        return (await connector.fetch(first.ref)).data

    assert b"Subject:" in ask(question)


def test_what_is_gone_is_gone(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> Reply:
        first, *_ = await all_copies(connector, Query())
        missing = MessageRef(first.ref.tenant, first.ref.mailbox, "missing")
        with pytest.raises(Gone):
            await connector.fetch(missing)
        (sighting,) = await connector.look([missing])
        return sighting.reply

    assert ask(question) is Reply.GONE


def test_looking_answers_in_the_order_asked(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> bool:
        refs = [copy.ref for copy in await all_copies(connector, Query())][::-1]
        return [sighting.ref for sighting in await connector.look(refs)] == refs

    assert ask(question)


def test_moving_twice_is_moving_once(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> None:
        first, *_ = await all_copies(connector, Query())
        if Power.MOVE not in connector.powers:
            (refused,) = await connector.move([Move(first.ref, "anywhere", "r")])
            assert refused.reply is Reply.DENIED
            return
        folder = await connector.quarantine_folder(first.ref.mailbox)
        for request in ("one", "two"):
            (reply,) = await connector.move([Move(first.ref, folder.key, request)])
            assert reply.reply is Reply.OK
        (seen,) = await connector.look([first.ref])
        assert seen.copy is not None
        assert seen.copy.folder == folder.key
        assert seen.copy.is_read == first.is_read

    ask(question)


def test_a_search_that_is_closed_early_leaves_nothing_running(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> int:
        pages = connector.find(Query())
        await anext(pages)
        await pages.aclose()  # type: ignore[attr-defined]  # an asynchronous generator in all of ours
        return len(asyncio.all_tasks())

    assert ask(question) == 1


def test_the_providers_own_places_are_reached_by_name(ask: Callable[[Ask], Any]) -> None:
    async def question(connector: Connector) -> None:
        first, *_ = await all_copies(connector, Query())
        box = first.ref.mailbox
        if Power.MOVE not in connector.powers:
            with pytest.raises(Gone):
                await connector.known_folder(box, "junkemail")
            return
        for name in ("junkemail", "deleteditems"):
            place = await connector.known_folder(box, name)
            assert (place.mailbox, place.known) == (box, name)
            await connector.move([Move(first.ref, place.key, name)])
            (seen,) = await connector.look([first.ref])
            assert seen.copy is not None
            assert (seen.copy.folder, seen.copy.is_read) == (place.key, first.is_read)
        await connector.move([Move(first.ref, first.folder, "back")])
        with pytest.raises(Gone):
            await connector.known_folder(box, "no-such-place")

    ask(question)
