"""What is said of online archives: as exactly as is known, and never "none" for "not known"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import DOMAIN
from workbench.connectors.archives import places_unsearched
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.graph.archives import RIGHT
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector
from workbench.model.archives import Archive, Archived, Archives, described

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HAS = Archived(Archive.HAS, told=TUESDAY)
NONE = Archived(Archive.NONE, told=TUESDAY)
UNKNOWN = Archived(note="the right is missing")


def said(*told: Archived) -> Archives:
    return described([(f"m{number}@x.example", one) for number, one in enumerate(told)])


def test_whoever_has_one_is_named_up_to_a_number() -> None:
    assert said(HAS, NONE) == Archives("online archives of 1 mailbox: m0@x.example")
    many = said(*[HAS] * 12).gap
    assert many.startswith("online archives of 12 mailboxes: m0@x.example, ")
    assert many.endswith("m9@x.example and 2 more")


def test_what_is_not_known_of_others_is_said_beside() -> None:
    assert said(HAS, UNKNOWN, NONE, UNKNOWN).gap == (
        "online archives of 1 mailbox: m0@x.example; whether 2 more mailboxes have one is not "
        "known: the right is missing"
    )


def test_without_any_known_one_the_gap_stays_general() -> None:
    assert said(UNKNOWN, UNKNOWN).gap == (
        "online archives (which mailboxes have one is not known: the right is missing)"
    )
    assert said(NONE, NONE, UNKNOWN).gap == (
        "online archives (whether 1 of 3 mailboxes has one is not known: the right is missing)"
    )
    assert said(Archived()).gap.endswith("is not known: nobody told)")
    assert described(()).gap.startswith("online archives (")


def test_none_is_said_with_the_oldest_day_and_is_no_gap() -> None:
    older = Archived(Archive.NONE, told=MONDAY)
    assert said(NONE, older) == Archives(
        note="none of 2 mailboxes had an online archive on 2026-11-23: the report lags"
    )
    assert "a day that the report does not name" in said(Archived(Archive.NONE)).note


def places(connector: Connector) -> tuple[tuple[str, ...], tuple[str, ...]]:
    async def ask() -> tuple[tuple[str, ...], tuple[str, ...]]:
        try:
            await connector.connect()
            boxes = [box async for page in connector.mailboxes() for box in page]
            return await places_unsearched(connector, boxes)
        finally:
            await connector.close()

    return asyncio.run(ask())


def test_the_gap_of_a_tenant_is_as_exact_as_the_report(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    found, notes = places(connect())
    assert found[0] == (
        f"online archives of 1 mailbox: anna@{DOMAIN}; whether 1 more mailbox has one is not "
        "known: the usage report does not list the mailbox"
    )
    assert found[1:] == ("mailboxes of groups", "public folders")
    assert notes == ()


def test_the_gap_goes_where_nobody_who_is_asked_has_one(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    tenant.set(archives=[f"anna@{DOMAIN}"])
    found, notes = places(FencedConnector(connect(), (f"ben@{DOMAIN}",)))
    assert found == ("mailboxes of groups", "public folders", "mailboxes outside the pilot")
    assert notes == ("none of 1 mailbox had an online archive on 2026-11-19: the report lags",)


def test_a_missing_right_is_the_reason_of_the_general_gap(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    tenant.set(revoked=[RIGHT])
    found, _ = places(connect())
    assert found[0] == (
        f"online archives (which mailboxes have one is not known: missing right: {RIGHT})"
    )


def test_google_has_no_such_gap(connect_google: Callable[..., Any]) -> None:
    found, notes = places(connect_google())
    assert not any("online archive" in place for place in found)
    assert notes == ()
