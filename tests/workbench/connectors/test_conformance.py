"""What every connector promises holds on every bad day: right, or said, but never wrong."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from workbench.connectors.folder import FolderConnector
from workbench.connectors.port import Connector, Move, MoveReply, Page, Query, Reply, Sighting
from workbench.errors import ConnectorError, Gone
from workbench.model.mail import Copy
from workbench.simulation.scenario import names, scenario

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MAILBOXES, LETTERS = 3, 12  # of the tiny world; each letter lies in each mailbox
SCENARIOS = pytest.mark.parametrize("name", names())
PROVIDERS = pytest.mark.parametrize("provider", ["connect", "connect_google"])
_LISTS = {"connect": "messages", "connect_google": "google-messages"}


class Session:
    """One connector through one day: whatever it cannot do it says in an error of ours."""

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self.pages: list[Page] = []
        self.replies: list[MoveReply] = []
        self.looked: list[Sighting] = []
        self.said: list[ConnectorError] = []

    @property
    def copies(self) -> list[Copy]:
        return [copy for page in self.pages for copy in page.copies]

    @property
    def unreached(self) -> set[str]:
        return {mailbox for page in self.pages for mailbox, _ in page.unreached}

    async def day(self) -> None:
        try:
            await self._day()
        except ConnectorError as error:
            self.said.append(error)
        finally:
            await self.connector.close()

    async def _day(self) -> None:
        await self.connector.connect()
        async for page in self.connector.find(Query(since=LONG_AGO)):
            self.pages.append(page)
        chosen = self.copies[:4]
        for copy in chosen:
            await self._moved(copy)
        self.looked = list(await self.connector.look([copy.ref for copy in chosen]))

    async def _moved(self, copy: Copy) -> None:
        place = await self.connector.quarantine_folder(copy.ref.mailbox)
        self.replies += await self.connector.move([Move(copy.ref, place.key, "r", copy.version)])
        try:
            await self.connector.fetch(copy.ref)
        except Gone:
            return


def lived(connector: Connector) -> Session:
    session = Session(connector)

    async def whole() -> int:
        await session.day()
        return len(asyncio.all_tasks())

    assert asyncio.run(whole()) == 1
    return session


@pytest.fixture
def day(
    request: pytest.FixtureRequest, tenant: SimulatedTenant, provider: str, name: str
) -> Session:
    connect: Callable[..., Any] = request.getfixturevalue(provider)
    chosen = scenario(name)
    tenant.set(**chosen.settings)
    tenant.faults(*chosen.faults)
    session = lived(connect())
    tenant.faults()
    return session


@PROVIDERS
@SCENARIOS
def test_a_bad_day_loses_nothing_in_silence(
    day: Session, tenant: SimulatedTenant, provider: str
) -> None:
    """A mailbox is read whole or named; what was asked for is answered, in the order asked."""
    twice = [key for key, count in Counter(copy.ref for copy in day.copies).items() if count > 1]
    assert not twice
    per = Counter(copy.ref.mailbox for copy in day.copies)
    if not day.said:
        assert len(per.keys() | day.unreached) == MAILBOXES
        whole = {box for box, count in per.items() if count == LETTERS}
        assert per.keys() <= whole | day.unreached
        assert [seen.ref for seen in day.looked] == [copy.ref for copy in day.copies[:4]]
    _nothing_else_was_touched(day, tenant, provider)


def _nothing_else_was_touched(day: Session, tenant: SimulatedTenant, provider: str) -> None:
    """Every change at the server is one that we asked for, or a user's."""
    log = "effects" if provider == "connect" else "google-effects"
    asked = {copy.ref.key for copy in day.copies[:4]}
    ours = [row for row in tenant.control(log)["effects"] if row["actor"] != "user"]
    assert {row["message"] for row in ours if row["kind"] == "move"} <= asked
    assert {row["kind"] for row in ours} <= {"move", "folder", "folder-made", "make-folder"}


@PROVIDERS
@SCENARIOS
def test_a_reply_of_success_is_true(day: Session, tenant: SimulatedTenant, provider: str) -> None:
    """Unless a user was faster: that is for the read that follows to find out."""
    moved = {reply.ref.key for reply in day.replies if reply.reply is Reply.OK}
    log = "effects" if provider == "connect" else "google-effects"
    effects = {row["message"] for row in tenant.control(log)["effects"] if row["kind"] == "move"}
    there = {row["id"] for row in tenant.control(_LISTS[provider])["messages"]}
    assert moved & there <= effects


def test_a_folder_has_no_bad_days(tmp_path: Path) -> None:
    """Nothing lies between the folder connector and its files; the promises are the same."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "one.eml").write_bytes(b"Subject: One\r\n\r\nText")
    day = lived(FolderConnector(tmp_path))
    assert len(day.copies) == 1
    assert [type(error).__name__ for error in day.said] in ([], ["PermissionMissing"])
