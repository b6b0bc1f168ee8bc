"""Wherever an answer points, nothing that proves who we are leaves the pinned addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import pytest

from tests.between import Answered, Asked, Between, trusted, unchanged
from tests.foreign import Stranger
from tests.spoiling import REDIRECTS, Spoil, between, in_json, redirect
from tests.tenant import SimulatedTenant
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector, Move, Query
from workbench.connectors.watching import Place, Watching
from workbench.errors import ConnectorError
from workbench.model.archives import Archive

FEW: Final = 16  # one variant in so many where all take the same way
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Found = TypeVar("Found")
Act = Callable[[Connector], Awaitable[None]]


async def first(found: AsyncIterator[Found]) -> Found:
    return [one async for one in found][0]  # noqa: RUF015 - to its end, so that nothing stays open


async def mailboxes(connector: Connector) -> None:
    async for _ in connector.mailboxes():
        pass


async def find(connector: Connector) -> None:
    async for page in connector.find(Query(since=LONG_AGO)):
        if page.unreached:
            raise ConnectorError(page.unreached[0][1])


async def folders(connector: Connector) -> None:
    box = await first(box async for page in connector.mailboxes() for box in page)
    await connector.folders(box.key)


async def changes(connector: Connector) -> None:
    assert isinstance(connector, Watching)
    box = await first(box async for page in connector.mailboxes() for box in page)
    place = Place(box.key, "inbox" if isinstance(connector, GraphConnector) else "")
    async for _ in connector.changes(place, "", LONG_AGO):
        pass


async def archives(connector: Connector) -> None:
    """Not to know is an answer too, with the reason, whatever was known before."""
    assert isinstance(connector, GraphConnector)
    await connector.connect()
    boxes = await first(page async for page in connector.mailboxes())
    for one in await connector.archives(boxes):
        if one.state is Archive.UNKNOWN and "not list" not in one.note:
            raise ConnectorError(one.note)


async def reports(connector: Connector) -> None:
    async for _ in connector.reports(LONG_AGO):
        pass


async def alerts(connector: Connector) -> None:
    async for _ in connector.alerts(LONG_AGO):
        pass


async def change(connector: Connector) -> None:
    """Finds one copy, then moves and fetches it: the answers to these are spoiled."""
    pages = connector.find(Query(since=LONG_AGO))
    copy = await first(copy async for page in pages for copy in page.copies)
    place = await connector.quarantine_folder(copy.ref.mailbox)
    if copy.folder == place.key:  # moved, although the answer was spoiled
        place = await connector.known_folder(copy.ref.mailbox, "junkemail")
    (reply,) = await connector.move([Move(copy.ref, place.key, "r")])
    if reply.detail:
        raise ConnectorError(reply.detail)
    await connector.fetch(copy.ref)


def _each_part(name: str) -> Callable[[Any, str], object]:
    def edit(body: Any, link: str) -> None:
        for part in body["responses"]:
            part["body"][name] = link

    return edit


def _redirected_part(body: Any, link: str) -> None:
    for part in body["responses"]:
        part.update(status=302, headers={"Location": link}, body=None)


def next_link(body: Any, link: str) -> None:
    body["@odata.nextLink"] = link


def delta_link(body: Any, link: str) -> None:
    body.pop("@odata.nextLink", None)
    body["@odata.deltaLink"] = link


EVERY: Final = (in_json(next_link), in_json(delta_link), redirect(302))
# What is asked, which request's answer is spoiled, and how.
GRAPH: Final = {
    "users": (mailboxes, "/v1.0/users", EVERY[0]),
    "batch": (find, "batch", in_json(_each_part("@odata.nextLink"))),
    "folders": (folders, "mailFolders", in_json(next_link)),
    "delta": (changes, "/delta", in_json(next_link)),
    "delta end": (changes, "/delta", EVERY[1]),
    "reports": (reports, "emailThreats", in_json(next_link)),
    "alerts": (alerts, "alerts_v2", in_json(next_link)),
    "usage": (archives, "getMailboxUsageDetail", EVERY[2]),
    "usage report": (archives, "/data/download", redirect(302)),
    **{
        f"usage {status}": (archives, "getMailboxUsageDetail", redirect(status))
        for status in REDIRECTS
        if status != 302
    },
    "part": (find, "batch", in_json(_redirected_part)),
    "moved": (change, "batch", redirect(307)),
    "made": (change, "mailFolders", redirect(308)),
    "fetched": (change, "value", redirect(302)),
    **{f"users {status}": (mailboxes, "/v1.0/users", redirect(status)) for status in REDIRECTS},
}
GOOGLE: Final = {
    "batch": (find, "/batch", redirect(307)),
    "list": (find, "/messages", redirect(308)),
    "changed": (change, "batchModify", redirect(307)),
    "label": (change, "/labels", redirect(302)),
    "history": (changes, "/profile", redirect(301)),
    "alerts": (alerts, "/v1beta1/alerts", redirect(307)),
    **{f"users {status}": (mailboxes, "/directory/", redirect(status)) for status in REDIRECTS},
}


async def tried(door: Between, stranger: Stranger, connector: Connector, case: Any) -> None:
    """Every variant, one after the other; each has to end in words, at the request that it met."""
    act, wanted, spoil = case
    every = 1 if spoil in EVERY else FEW
    try:
        await connector.connect()
        for link in stranger.variants(door.port, "v1.0/users?$skiptoken=x", every):
            door.change = _only(wanted, spoil, link)
            await _refused(act, connector, link)
            assert not stranger.heard, link
    finally:
        await connector.close()


async def _refused(act: Act, connector: Connector, link: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        await act(connector)
    assert str(caught.value).isprintable(), link
    assert len(str(caught.value)) > len("HTTP 302"), link


def _only(wanted: str, spoil: Spoil, link: str) -> Callable[[Asked, Answered], Answered]:
    def change(asked: Asked, answered: Answered) -> Answered:
        answered = answered.with_header("Set-Cookie", "canary=1; Path=/")
        fits = wanted in asked.path and answered.status < 400 and "token" not in asked.path
        return spoil(answered, link) if fits else answered

    return change


async def _no_wait(seconds: float) -> None:
    """Throttling is waited out at once."""


@pytest.mark.parametrize("case", GRAPH)
def test_graph_follows_nobody_elsewhere(tenant: SimulatedTenant, case: str) -> None:
    async def question() -> None:
        async with between(tenant) as (door, stranger):
            await tried(door, stranger, GraphConnector(door.profile(), _no_wait), GRAPH[case])

    asyncio.run(question())


@pytest.mark.parametrize("case", GOOGLE)
def test_google_follows_nobody_elsewhere(tenant: SimulatedTenant, case: str) -> None:
    async def question() -> None:
        async with between(tenant) as (door, stranger):
            connector = GoogleConnector(door.google_profile(), _no_wait)
            await tried(door, stranger, connector, GOOGLE[case])

    asyncio.run(question())


def test_a_mark_that_was_tampered_with_is_followed_nowhere(tenant: SimulatedTenant) -> None:
    async def question() -> None:
        async with between(tenant) as (door, stranger):
            connector = GraphConnector(door.profile(), _no_wait)
            for link in stranger.variants(door.port, "v1.0/x"):
                if link.startswith((door.origin, "/")) and link.isascii():
                    continue  # our own address or nearly: other tests look at those
                with pytest.raises(ConnectorError):
                    async for _ in connector.changes(Place("x", "y"), f"later 0 {link}", LONG_AGO):
                        pass
            await connector.close()

    asyncio.run(question())


def test_what_is_let_through_is_heard(tenant: SimulatedTenant) -> None:
    """The stranger does hear whoever speaks to it: without this the tests above prove nothing."""

    async def question() -> list[bytes]:
        async with Between(tenant) as door, Stranger(trusted(tenant)) as stranger:
            assert door.change is unchanged
            profile = door.profile(graph=f"https://127.0.0.1:{stranger.tls}")
            connector = GraphConnector(profile, _no_wait)
            with pytest.raises(ConnectorError):
                await connector.connect()
            await connector.close()
            return stranger.heard

    assert b"uthorization: Bearer " in b"".join(asyncio.run(question()))
