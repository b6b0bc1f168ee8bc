"""Promises of watching, asked of every connector that can; the others say that they cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, DOMAIN
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.folder import FolderConnector
from workbench.connectors.watching import Changed, Place, Watching
from workbench.errors import PermissionMissing, Unexpected
from workbench.model.tenant import Power

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ADDRESS = f"anna@{DOMAIN}"
KEYS = {"graph": ANNA, "google": ADDRESS}
Story = Callable[[Any], Coroutine[Any, Any, Any]]


@pytest.fixture(params=["graph", "google"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ask(provider: str, request: pytest.FixtureRequest) -> Callable[[Story], Any]:
    name = {"graph": "connect", "google": "connect_google"}[provider]

    def run(story: Story, **changes: Any) -> Any:
        async def session() -> Any:
            connector = request.getfixturevalue(name)(**changes)
            try:
                await connector.connect()
                return await story(connector)
            finally:
                await connector.close()

        return asyncio.run(session())

    return run


async def inbox(connector: Watching, key: str) -> Place:
    return next(p for p in await connector.places(key) if p.known == "inbox" or not p.folder)


async def rounds(connector: Watching, place: Place, mark: str = "") -> list[Changed]:
    return [page async for page in connector.changes(place, mark, LONG_AGO)]


def told(pages: list[Changed]) -> set[str]:
    return {copy.internet_id for page in pages for copy in page.copies}


def test_a_first_round_tells_of_everything_and_the_next_of_nothing(
    ask: Callable[[Story], Any], provider: str, tenant: SimulatedTenant
) -> None:
    async def story(connector: Any) -> None:
        assert Power.WATCH in connector.powers
        place = await inbox(connector, KEYS[provider])
        first = await rounds(connector, place)
        assert len(told(first)) == 12
        assert [page.reset for page in first] == [True] + [False] * (len(first) - 1)
        assert [page.more for page in first] == [True] * (len(first) - 1) + [False]
        (quiet,) = await rounds(connector, place, first[-1].mark)
        assert (quiet.copies, quiet.left, quiet.reset) == ((), (), False)

    ask(story)


def test_what_arrives_and_what_leaves_is_told(
    ask: Callable[[Story], Any], provider: str, tenant: SimulatedTenant
) -> None:
    async def story(connector: Any) -> None:
        place = await inbox(connector, KEYS[provider])
        mark = (await rounds(connector, place))[-1].mark
        (new,) = tenant.control("deliver", kind="incoming", mailbox=ANNA)["internet_ids"]
        gone = forget(tenant, provider)
        pages = await rounds(connector, place, mark)
        assert told(pages) == {new}
        assert [ref.key for page in pages for ref in page.left] == [gone]

    ask(story)


def forget(tenant: SimulatedTenant, provider: str) -> str:
    """Anna deletes the bait for good; its key."""
    if provider == "google":
        rows = tenant.control("google-messages", mailbox=ADDRESS, internet_id=BAIT)["messages"]
        tenant.control("google-user", mailbox=ADDRESS, message=rows[0]["id"], delete=True)
        return str(rows[0]["id"])
    (row,) = tenant.messages(mailbox=ANNA, internet_id=BAIT)
    for _ in range(3):
        tenant.user("delete", mailbox=ANNA, message=row["id"])
    return str(row["id"])


@pytest.mark.parametrize("form", ["410", "syncStateNotFound", "resyncRequired"])
def test_a_forgotten_mark_begins_anew(
    ask: Callable[[Story], Any], provider: str, tenant: SimulatedTenant, form: str
) -> None:
    async def story(connector: Any) -> None:
        place = await inbox(connector, KEYS[provider])
        mark = (await rounds(connector, place))[-1].mark
        tenant.set(delta_refusal=form)
        tenant.control("deliver", kind="incoming", mailbox=ANNA)
        tenant.control("forget-delta")
        tenant.control("google-forget-history")
        pages = await rounds(connector, place, mark)
        assert pages[0].reset
        assert len(told(pages)) == 13
        assert (await rounds(connector, place, pages[-1].mark))[0].copies == ()

    ask(story)


def test_a_round_cut_off_goes_on_from_its_last_page(
    ask: Callable[[Story], Any],
    provider: str,
    tenant: SimulatedTenant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(
        __import__("workbench.connectors.graph.watching", fromlist=["PREFER"]).PREFER,
        "Prefer",
        'IdType="ImmutableId", odata.maxpagesize=5',
    )
    monkeypatch.setattr("workbench.connectors.google.watching.LISTED", 5)

    async def story(connector: Any) -> None:
        place = await inbox(connector, KEYS[provider])
        async with aclosing(connector.changes(place, "", LONG_AGO)) as pages:
            first = await anext(pages)
        assert len(asyncio.all_tasks()) == 1
        assert first.more
        rest = await rounds(connector, place, first.mark)
        assert not any(page.reset for page in rest)
        assert told([first]) | told(rest) == {m.internet_id for m in tenant.world.messages}
        assert not told([first]) & told(rest)

    ask(story)


def test_a_mark_that_is_none_is_refused(ask: Callable[[Story], Any], provider: str) -> None:
    async def story(connector: Any) -> None:
        place = await inbox(connector, KEYS[provider])
        for mark in ("x", "later", "later x y", "history ?", "list  "):
            with pytest.raises(Unexpected, match="mark"):
                await rounds(connector, place, mark)

    ask(story)


def test_the_fence_holds_for_changes_too(
    ask: Callable[[Story], Any], provider: str, tenant: SimulatedTenant
) -> None:
    async def story(connector: Any) -> None:
        fenced = FencedConnector(connector, [f"ben@{DOMAIN}"])
        with pytest.raises(PermissionMissing, match="outside the pilot"):
            await fenced.places(KEYS[provider])
        with pytest.raises(PermissionMissing, match="outside the pilot"):
            await rounds(fenced, Place(KEYS[provider], "inbox"))
        inside = {"graph": BEN, "google": f"ben@{DOMAIN}"}[provider]
        assert len(told(await rounds(fenced, await inbox(fenced, inside)))) == 12

    ask(story)


def test_a_folder_of_files_says_that_it_cannot(tmp_path: Path) -> None:
    folder = FolderConnector(tmp_path)
    assert Power.WATCH not in folder.powers
    assert not isinstance(folder, Watching)
    (tmp_path / "one.eml").write_bytes(b"Subject: One\r\n\r\n")
    fenced = FencedConnector(folder, ["."])
    with pytest.raises(PermissionMissing, match="does not tell what changed"):
        asyncio.run(fenced.places("."))
