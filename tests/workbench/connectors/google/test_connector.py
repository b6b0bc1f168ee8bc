"""The Google connector against the simulated tenant over TLS, on good days and bad ones."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.contract import violations
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.google.labels import QUARANTINE
from workbench.connectors.port import Move, Query, Reply
from workbench.errors import (
    BadInput,
    Gone,
    PermissionMissing,
    SignInNeeded,
    Throttled,
    Unreachable,
    Untrusted,
)
from workbench.model.mail import Copy, MessageRef
from workbench.model.tenant import Power

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ANNA, BEN = f"anna@{DOMAIN}", f"ben@{DOMAIN}"
Make = Callable[..., GoogleConnector]
Question = Callable[[GoogleConnector], Coroutine[Any, Any, Any]]


def ask(connector: GoogleConnector, question: Question) -> Any:
    async def session() -> Any:
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(session())


async def bait(connector: GoogleConnector) -> list[Copy]:
    query = Query(internet_id=BAIT)
    return [copy async for page in connector.find(query) for copy in page.copies]


async def nothing(connector: GoogleConnector) -> None:
    return


def labels(tenant: SimulatedTenant, copy: Copy) -> list[str]:
    rows = tenant.control("google-messages", mailbox=copy.ref.mailbox)["messages"]
    return next(row["labels"] for row in rows if row["id"] == copy.ref.key)


def test_a_copy_is_described_as_google_knows_it(connect_google: Make) -> None:
    copies = ask(connect_google(), bait)
    assert {copy.mailbox_address for copy in copies} == {ANNA, BEN, f"info@{DOMAIN}"}
    (anna,) = (copy for copy in copies if copy.mailbox_address == ANNA)
    assert anna.internet_id == BAIT
    assert (anna.sender_name, anna.sender_address) == ("Eve", "eve@lure.example")
    assert anna.subject == "Letter 0, folded"
    assert (anna.folder, anna.is_read, anna.has_attachments) == ("INBOX", True, True)
    assert anna.version


def test_powers_are_what_was_delegated(connect_google: Make, tenant: SimulatedTenant) -> None:
    async def powers(connector: GoogleConnector) -> Power:
        return connector.powers

    reading = Power.READ | Power.SEARCH_ALL | Power.WATCH
    everything = reading | Power.MOVE | Power.REPORTS | Power.ALERTS | Power.DEEDS | Power.EVENTS
    assert ask(connect_google(), powers) == everything
    extra = ["apps.alerts", "admin.reports.audit.readonly", "calendar.events"]
    tenant.set(revoked=["gmail.modify", *extra])
    assert ask(connect_google(), powers) == reading


def test_the_administrators_own_calendar_lies_behind_the_fence_too(connect_google: Make) -> None:
    connector = connect_google(fence=(BEN,))
    assert connector.calendars is not None
    with pytest.raises(PermissionMissing, match="outside the pilot"):
        asyncio.run(connector.calendars.held(ANNA, "1"))


def test_a_missing_scope_is_named(connect_google: Make, tenant: SimulatedTenant) -> None:
    tenant.set(revoked=["admin.directory.user.readonly"])
    with pytest.raises(PermissionMissing, match=r"admin\.directory\.user\.readonly.*Admin console"):
        ask(connect_google(), nothing)


def test_reports_and_alerts_come_from_one_list(connect_google: Make) -> None:
    async def question(connector: GoogleConnector) -> tuple[list[Any], list[Any]]:
        reports = [r async for page in connector.reports(LONG_AGO) for r in page]
        alerts = [a async for page in connector.alerts(LONG_AGO) for a in page]
        return reports, alerts

    reports, alerts = ask(connect_google(), question)
    assert [report.internet_id for report in reports] == [BAIT] * 3
    assert {report.recipient for report in reports} == {ANNA}
    assert [(a.internet_ids, a.severity) for a in alerts] == [((BAIT,), "high")]


def test_moving_away_and_back_restores_every_label(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> None:
        (copy,) = (c for c in await bait(connector) if c.mailbox_address == BEN)
        folders = await connector.folders(BEN)
        bills = next((f for f in folders if f.name == "Bills"), None)
        assert bills is None  # Anna's alone
        tenant.control("google-user", mailbox=BEN, message=copy.ref.key, add=["STARRED"])
        before = labels(tenant, copy)
        place = await connector.quarantine_folder(BEN)
        assert place.hidden
        assert place.name == QUARANTINE
        assert connector.place(place.key, await connector.folders(BEN)) is not None
        await connector.move([Move(copy.ref, place.key, "one")])
        assert "INBOX" not in labels(tenant, copy)
        assert {"TRASH", "STARRED"} <= set(labels(tenant, copy))
        await connector.move([Move(copy.ref, copy.folder, "two")])
        assert labels(tenant, copy) == before

    ask(connect_google(), question)


def test_a_copy_in_two_places_comes_back_to_both(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> None:
        folders = await connector.folders(ANNA)
        bills = next(f for f in folders if f.name == "Bills")
        (copy,) = (c for c in await bait(connector) if c.mailbox_address == ANNA)
        tenant.control("google-user", mailbox=ANNA, message=copy.ref.key, add=[bills.key])
        (seen,) = await connector.look([copy.ref])
        assert seen.copy is not None
        both = connector.place(seen.copy.folder, folders)
        assert both is not None
        assert (both.path, both.known) == ("Inbox + Bills", "inbox")
        place = await connector.quarantine_folder(ANNA)
        await connector.move([Move(copy.ref, place.key, "one")])
        await connector.move([Move(copy.ref, both.key, "two")])
        assert {"INBOX", bills.key} <= set(labels(tenant, copy))

    ask(connect_google(), question)


def test_nothing_is_sent_for_what_lies_where_it_shall(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> list[Reply]:
        copies = await bait(connector)
        return [r.reply for r in await connector.move([Move(c.ref, c.folder, "r") for c in copies])]

    assert ask(connect_google(), question) == [Reply.OK] * 3
    sent = tenant.control("google-requests")["requests"]
    assert not [row for row in sent if "batchModify" in row["target"]]


def test_the_mailbox_outside_the_fence_is_never_asked(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> set[str]:
        shown = {box.address async for page in connector.mailboxes() for box in page}
        (sighting,) = await connector.look([MessageRef(DOMAIN, ANNA, "any")])
        assert sighting.reply is Reply.DENIED
        assert "outside the pilot" in sighting.detail
        (refused,) = await connector.move([Move(MessageRef(DOMAIN, ANNA, "any"), "INBOX", "r")])
        assert refused.reply is Reply.DENIED
        with pytest.raises(PermissionMissing, match="outside the pilot"):
            await connector.fetch(MessageRef(DOMAIN, ANNA, "any"))
        assert {c.mailbox_address for c in await bait(connector)} == {BEN}
        return shown

    assert ask(connect_google(fence=(BEN,)), question) == {BEN}
    asked = tenant.control("google-requests")["requests"]
    assert ANNA not in {row["subject"] for row in asked if "/gmail/" in row["target"]}


def test_a_mailbox_without_gmail_is_unreached_with_the_reason(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> list[tuple[str, str]]:
        query = Query(internet_id=BAIT, mailboxes=(ANNA, BEN))
        return [u async for page in connector.find(query) for u in page.unreached]

    tenant.set(denied=[ANNA])
    ((mailbox, why),) = ask(connect_google(), question)
    assert mailbox == ANNA
    assert "Mail service not enabled" in why


@pytest.mark.parametrize(("status", "code"), [(429, ""), (403, "userRateLimitExceeded")])
def test_limits_are_waited_out_at_random(
    connect_google: Make, tenant: SimulatedTenant, waited: list[float], status: int, code: str
) -> None:
    tenant.faults(
        {"fault": "status", "status": status, "code": code, "path": "/messages?", "times": 3,
         "scope": "outer"}
    )  # fmt: skip
    assert len(ask(connect_google(), bait)) == 3
    assert len(waited) >= 3
    assert all(0 < pause <= 8.0 for pause in waited)


def test_a_limit_that_never_ends_is_said(connect_google: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GoogleConnector) -> list[Reply]:
        refs = [copy.ref for copy in await bait(connector)]
        tenant.faults({"fault": "status", "status": 429, "path": "/batch", "scope": "outer"})
        return [sighting.reply for sighting in await connector.look(refs)]

    assert set(ask(connect_google(), question)) == {Reply.BUSY}


@pytest.mark.parametrize("quota", ["google_units", "google_project"])
def test_a_quota_holds_the_search_up_and_loses_nothing(
    connect_google: Make, tenant: SimulatedTenant, quota: str
) -> None:
    """Parts refused inside a batch are asked for again, and what stays refused is named."""
    tenant.set(**{quota: 20})

    async def question(connector: GoogleConnector) -> tuple[int, int]:
        pages = [page async for page in connector.find(Query())]
        return sum(len(p.copies) for p in pages), sum(len(p.unreached) for p in pages)

    found, unreached = ask(connect_google(), question)
    assert (found, unreached) == (0, 3)


def test_a_token_that_expired_is_renewed_once(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> int:
        await bait(connector)
        tenant.control("expire-tokens")
        return len(await bait(connector))

    assert ask(connect_google(), question) == 3
    tenant.faults({"fault": "expire", "path": "/gmail/"})
    with pytest.raises(SignInNeeded):
        ask(connect_google(), lambda c: c.fetch(MessageRef(DOMAIN, ANNA, "x")))


def test_a_redirect_is_refused(connect_google: Make, tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "redirect", "location": "https://elsewhere.example/", "path": "users"})
    with pytest.raises(Untrusted, match="redirect"):
        ask(connect_google(), nothing)


def test_a_connection_that_drops_is_unreachable(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    tenant.faults({"fault": "drop-before", "path": "/admin/"})
    with pytest.raises(Unreachable):
        ask(connect_google(), nothing)


def test_a_key_file_that_leads_elsewhere_is_refused(
    connect_google: Make, tenant: SimulatedTenant, tmp_path: Path
) -> None:
    members = json.loads(Path(tenant.facts["google"]["key"]).read_text())
    moved = tmp_path / "key.json"
    moved.write_text(json.dumps(members | {"token_uri": "https://elsewhere.example/token"}))
    with pytest.raises(Untrusted, match="another token service"):
        ask(connect_google(key=str(moved)), nothing)


@pytest.mark.parametrize("content", ["", "[]", "no json", '{"token_uri": 1}'])
def test_a_key_file_that_is_none_is_refused(
    connect_google: Make, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises((BadInput, Untrusted)):
        ask(connect_google(key=str(path)), nothing)


def test_an_unknown_administrator_is_refused(connect_google: Make) -> None:
    with pytest.raises(PermissionMissing, match="knows no account"):
        ask(connect_google(admin=f"nobody@{DOMAIN}"), nothing)


def test_another_domain_than_the_profile_names_is_refused(connect_google: Make) -> None:
    with pytest.raises(Untrusted, match="another domain"):
        ask(connect_google(domain="elsewhere.example"), nothing)


def test_a_message_that_is_gone_is_gone(connect_google: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GoogleConnector) -> None:
        (copy,) = (c for c in await bait(connector) if c.mailbox_address == BEN)
        tenant.control("google-user", mailbox=BEN, message=copy.ref.key, delete=True)
        with pytest.raises(Gone):
            await connector.fetch(copy.ref)
        (moved,) = await connector.move([Move(copy.ref, "INBOX", "r")])
        assert moved.reply is Reply.GONE

    ask(connect_google(), question)


def test_patience_ends(connect_google: Make, tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 503, "path": "/admin/"})
    with pytest.raises(Throttled):
        ask(connect_google(), nothing)


def test_no_token_or_key_is_ever_logged(
    connect_google: Make, tenant: SimulatedTenant, caplog: pytest.LogCaptureFixture, log: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(connect_google(), bait)
    key = json.loads(Path(tenant.facts["google"]["key"]).read_text())["private_key"]
    written = caplog.text + log.read_text()
    assert "ya29." not in written
    assert key.splitlines()[1] not in written
    caplog.clear()


def test_every_exchange_keeps_to_the_description(
    shared: Path, connect_google: Make, log: Path
) -> None:
    async def question(connector: GoogleConnector) -> None:
        copies = await bait(connector)
        await connector.fetch(copies[0].ref)
        await connector.folders(ANNA)
        place = await connector.quarantine_folder(copies[0].ref.mailbox)
        await connector.move([Move(copies[0].ref, place.key, "r")])
        [page async for page in connector.reports(LONG_AGO)]

    ask(connect_google(), question)
    assert not violations(shared, log)
