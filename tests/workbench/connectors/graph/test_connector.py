"""The Graph connector against the simulated tenant over TLS, on good days and bad ones."""

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
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, CHRIS
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Move, Query, Reply
from workbench.errors import (
    PermissionMissing,
    SignInNeeded,
    Throttled,
    Unexpected,
    Unreachable,
    Untrusted,
)
from workbench.model.mail import Copy
from workbench.model.tenant import Power

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Make = Callable[..., GraphConnector]


def ask(
    connector: GraphConnector, question: Callable[[GraphConnector], Coroutine[Any, Any, Any]]
) -> Any:
    async def session() -> Any:
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(session())


async def bait(connector: GraphConnector) -> list[Copy]:
    query = Query(internet_id=BAIT)
    return [copy async for page in connector.find(query) for copy in page.copies]


def users(fault: str, **members: object) -> dict[str, object]:
    """A fault of the list of users."""
    return {"fault": fault, "path": "/users", "scope": "outer", **members}


def page_linking(link: str) -> str:
    return json.dumps({"value": [], "@odata.nextLink": link})


async def nothing(connector: GraphConnector) -> None:
    del connector


def test_signing_in_by_secret_grants_powers(connect: Make) -> None:
    connector = connect()
    tenant = ask(connector, nothing) or connector.tenant
    assert tenant.domains
    assert Power.MOVE | Power.REPORTS | Power.ALERTS in connector.powers


def test_signing_in_by_certificate(connect: Make, tenant: SimulatedTenant) -> None:
    certificate = tenant.facts["client_certificate"]
    connector = connect(secret="", certificate=certificate)
    ask(connector, nothing)
    assert Power.READ in connector.powers


def test_a_wrong_secret_is_said_in_words(connect: Make) -> None:
    with pytest.raises(SignInNeeded, match="refused"):
        ask(connect(secret="wrong"), nothing)


def test_a_reader_has_no_power_to_move(connect: Make, tenant: SimulatedTenant) -> None:
    reader = tenant.facts["reader"]
    connector = connect(client_id=reader["client_id"], secret=reader["client_secret"])
    ask(connector, nothing)
    assert Power.MOVE not in connector.powers


def test_another_tenant_than_the_profile_names_is_refused(connect: Make) -> None:
    with pytest.raises(Untrusted):
        ask(connect(tenant="00000000-0000-0000-0000-000000000000"), nothing)


def test_a_certificate_nobody_vouches_for_is_refused(connect: Make) -> None:
    with pytest.raises(Untrusted):
        ask(connect(certificate_authority=""), nothing)


def test_a_service_that_is_down_is_unreachable(connect: Make) -> None:
    connector = connect(graph="https://127.0.0.1:9", authority="https://127.0.0.1:9/t")
    with pytest.raises(Unreachable):
        ask(connector, nothing)


def test_one_message_is_found_in_every_mailbox(connect: Make) -> None:
    copies = ask(connect(), bait)
    assert len(copies) == 3
    assert len({copy.fingerprint for copy in copies}) == 1


def test_a_mailbox_that_cannot_be_asked_is_named(connect: Make, tenant: SimulatedTenant) -> None:
    code = "MailboxNotEnabledForRESTAPI"
    path = f"/users/{ANNA}/messages"
    tenant.faults({"fault": "status", "path": path, "status": 404, "code": code})

    async def question(connector: GraphConnector) -> list[str]:
        return [why async for page in connector.find(Query()) for _, why in page.unreached]

    (why,) = ask(connect(), question)
    assert code in why
    assert "on-premises" in why


def test_guests_and_accounts_without_an_address_are_no_mailboxes(connect: Make) -> None:
    async def question(connector: GraphConnector) -> set[str]:
        return {mailbox.key async for page in connector.mailboxes() for mailbox in page}

    assert ask(connect(), question) == {ANNA, BEN, CHRIS}


def test_a_message_id_with_odd_characters_is_found(connect: Make) -> None:
    async def question(connector: GraphConnector) -> int:
        query = Query(internet_id="<3.O'Neill+x@news.example>")
        return len([copy async for page in connector.find(query) for copy in page.copies])

    assert ask(connect(), question) == 3


def test_throttling_is_waited_out(
    connect: Make, tenant: SimulatedTenant, waited: list[float]
) -> None:
    tenant.faults(users("status", status=429, retry_after="7", times=2))
    assert ask(connect(), bait)
    assert sum(7.0 <= pause <= 7.7 for pause in waited) == 2


def test_patience_ends(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(users("status", status=429, retry_after="100"))
    with pytest.raises(Throttled):
        ask(connect(), bait)


def test_an_expired_token_is_renewed_once(connect: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GraphConnector) -> list[Copy]:
        tenant.control("expire-tokens")
        return await bait(connector)

    assert len(ask(connect(), question)) == 3


def test_a_foreign_next_link_ends_the_matter(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(users("body", text=page_linking("https://evil.test/v1.0/users?$skiptoken=x")))
    with pytest.raises(Untrusted):
        ask(connect(), bait)


def test_a_redirect_is_not_followed(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(users("redirect", location="https://evil.test/"))
    with pytest.raises(Untrusted):
        ask(connect(), bait)


def test_a_move_is_known_by_its_request_id(connect: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GraphConnector) -> None:
        copies = await bait(connector)
        folders = [await connector.quarantine_folder(copy.ref.mailbox) for copy in copies]
        moves = [
            Move(copy.ref, folder.key, f"00000000-0000-4000-8000-{number:012}")
            for number, (copy, folder) in enumerate(zip(copies, folders, strict=True))
        ]
        assert {reply.reply for reply in await connector.move(moves)} == {Reply.OK}

    ask(connect(), question)
    moved = [effect for effect in tenant.effects() if effect["kind"] == "move"]
    assert [effect["client_request_id"][-1] for effect in moved] == ["0", "1", "2"]


def test_the_exchanges_keep_the_official_description(
    connect: Make, log: Path, shared: Path, tenant: SimulatedTenant
) -> None:
    async def question(connector: GraphConnector) -> None:
        copies = await bait(connector)
        await connector.fetch(copies[0].ref)
        await connector.folders(copies[0].ref.mailbox)
        folder = await connector.quarantine_folder(copies[0].ref.mailbox)
        await connector.move(
            [Move(copies[0].ref, folder.key, "4f0c0cc1-6d43-4a6b-9f3e-000000000001")]
        )
        [report async for report in connector.reports(LONG_AGO)]
        [alert async for alert in connector.alerts(LONG_AGO)]

    ask(connect(), question)
    assert not violations(shared, log)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not JSON", "not JSON"),
        ("[1]", "another shape"),
        ("{}", "another shape"),
        ('{"value": [1]}', "another shape"),
        ('{"value": [{}], "@odata.nextLink": 5}', "not text"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_broken_answer_is_an_error_in_words(
    connect: Make, tenant: SimulatedTenant, text: str, said: str
) -> None:
    tenant.faults(users("body", text=text))
    with pytest.raises(Unexpected, match=said):
        ask(connect(), bait)


def test_an_answer_without_end_is_cut_off(
    connect: Make, tenant: SimulatedTenant, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("asyncio", "aiohttp.server"):  # the server says that we hung up
        caplog.set_level(logging.CRITICAL, name)
    tenant.faults(users("body", text=" " * 1_000_000, repeat=40))
    with pytest.raises(Unexpected, match="larger than"):
        ask(connect(), bait)


def test_a_list_that_links_to_itself_ends(connect: Make, tenant: SimulatedTenant) -> None:
    link = tenant.facts["graph"] + "/v1.0/users?$top=1"
    tenant.faults(users("body", text=page_linking(link)))
    with pytest.raises(Unexpected, match="never ends"):
        ask(connect(), bait)


def test_parts_that_were_not_answered_are_unknown(connect: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GraphConnector) -> list[Reply]:
        refs = [copy.ref for copy in await bait(connector)]
        tenant.faults({"fault": "batch-cut"})
        return [sighting.reply for sighting in await connector.look(refs)]

    replies = ask(connect(), question)
    assert Reply.UNKNOWN in replies
    assert len(replies) == 3


def test_answers_out_of_order_find_their_parts(connect: Make, tenant: SimulatedTenant) -> None:
    async def question(connector: GraphConnector) -> bool:
        refs = [copy.ref for copy in await bait(connector)]
        tenant.faults({"fault": "batch-reorder"})
        seen = await connector.look(refs)
        return [s.copy.ref if s.copy else None for s in seen] == refs

    assert ask(connect(), question)


def test_a_right_that_was_taken_away_is_named(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(users("status", status=403))
    with pytest.raises(PermissionMissing, match=r"User\.ReadBasic\.All"):
        ask(connect(), bait)


def test_many_folders_of_one_mailbox_keep_their_names(connect: Make) -> None:
    async def question(connector: GraphConnector) -> dict[str, str]:
        copies = await bait(connector)
        folders = await connector.folders(copies[0].ref.mailbox)
        return {folder.known: folder.path for folder in folders if folder.known}

    known = ask(connect(), question)
    assert known["inbox"] == "Inbox"
    assert known["sentitems"] == "Sent Items"


def test_a_connection_that_drops_is_unreachable(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(users("drop-before"))
    with pytest.raises(Unreachable):
        ask(connect(), bait)
