"""One list: read once at a time, once more when asked meanwhile, and not after it was left."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from ui.presenters.connection import ConnectionPresenter
from ui.presenters.listing import STOPPED, Listing
from workbench.errors import StoreError
from workbench.jobs import Report


@pytest.fixture
def listing(connection: ConnectionPresenter) -> Listing:
    return Listing(connection.activity, "Reading", connection)


def test_asked_twice_it_reads_once_more(listing: Listing, qtbot: QtBot) -> None:
    asked: list[str] = []
    came: list[object] = []

    async def work(report: Report) -> int:
        asked.append("")
        await asyncio.sleep(0)
        return len(asked)

    listing.came.connect(came.append)
    for _ in range(3):
        listing.ask(work)
    qtbot.waitUntil(lambda: came == [1, 2])
    assert len(asked) == 2


def test_what_was_left_is_not_heard_of_again(listing: Listing, qtbot: QtBot) -> None:
    came: list[object] = []

    async def first(report: Report) -> str:
        return "first"

    async def second(report: Report) -> str:
        return "second"

    listing.came.connect(came.append)
    listing.ask(first)
    listing.forget()
    listing.ask(second)
    qtbot.waitUntil(lambda: came == ["second"])


def test_trouble_and_a_stop_are_told(listing: Listing, qtbot: QtBot) -> None:
    told: list[str] = []

    async def broken(report: Report) -> None:
        raise StoreError("The disk is gone")

    async def endless(report: Report) -> None:
        await asyncio.Event().wait()

    listing.failed.connect(told.append)
    listing.ask(broken)
    qtbot.waitUntil(lambda: told == ["The disk is gone"])
    listing.ask(endless)
    listing._activity.cancel()
    qtbot.waitUntil(lambda: told == ["The disk is gone", STOPPED])
