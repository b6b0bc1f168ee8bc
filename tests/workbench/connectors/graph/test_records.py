"""Who received a message, from hunting and from message traces, over TLS."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN, NOW, tiny_world
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.graph.records import literal
from workbench.connectors.port import Connector
from workbench.connectors.records import Records, Trail, records_of
from workbench.errors import ConnectorError, PermissionMissing, Unexpected

Make = Callable[..., Any]
SINCE = datetime.now(UTC) - timedelta(days=20)
HUNT, TRACE = "ThreatHunting.Read.All", "ExchangeMessageTrace.Read.All"
ANALYZED = "SecurityAnalyzedMessage.Read.All"
ANNA, BEN = f"anna@{DOMAIN}", f"ben@{DOMAIN}"
HELD = {
    "NetworkMessageId": "n-1", "InternetMessageId": BAIT, "RecipientEmailAddress": BEN,
    "SenderFromAddress": "eve@lure.example", "Subject": "Letter 0", "DeliveryAction": "Blocked",
    "DeliveryLocation": "Quarantine", "LatestDeliveryAction": "", "LatestDeliveryLocation": "",
    "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedTenant]:
    """The small world as if it were yesterday's: records are kept for 30 days only."""
    world, later = tiny_world(), datetime.now(UTC) - timedelta(days=1) - NOW
    copies = (replace(m, received=m.received + later, sent=m.sent + later) for m in world.messages)
    running = SimulatedTenant(replace(world, messages=tuple(copies)))
    yield running
    running.close()


def asked(connector: Connector, trail: Trail) -> Records:
    async def session() -> Records:
        await connector.connect()
        try:
            records = records_of(connector)
            if records is None:
                raise PermissionMissing("records", "there are none")
            return await records.deliveries(trail)
        finally:
            await connector.close()

    return asyncio.run(session())


def test_hunting_names_every_recipient_and_what_is_held_back(
    connect: Make, tenant: SimulatedTenant
) -> None:
    tenant.set(held=[HELD])
    found = asked(connect(), Trail(SINCE, internet_id=BAIT))
    assert (found.source, found.gap) == ("hunting", "")
    delivered = [d for d in found.deliveries if not d.is_held]
    assert sorted(d.recipient for d in delivered) == [ANNA, BEN, f"info@{DOMAIN}"]
    assert len({d.network_id for d in delivered}) == 1
    assert [d.recipient for d in found.deliveries if d.is_held] == [BEN]


def test_a_network_id_a_sender_and_a_subject_are_enough(connect: Make) -> None:
    first = asked(connect(), Trail(SINCE, internet_id=BAIT)).deliveries[0]
    again = asked(connect(), Trail(SINCE, network_id=first.network_id))
    assert {d.internet_id for d in again.deliveries} == {BAIT}
    assert len(asked(connect(), Trail(SINCE, sender="EVE@lure.example")).deliveries) == 36
    assert len(asked(connect(), Trail(SINCE, subject="letter 1")).deliveries) == 9
    assert asked(connect(), Trail(SINCE, url="https://lure.example")).deliveries == ()


def test_without_hunting_the_list_knows_the_services_own_id(
    connect: Make, tenant: SimulatedTenant
) -> None:
    tenant.set(held=[HELD])
    hunted = asked(connect(), Trail(SINCE, internet_id=BAIT)).deliveries
    id = next(d.network_id for d in hunted if not d.is_held)
    tenant.set(revoked=[HUNT], held=[HELD])
    found = asked(connect(), Trail(SINCE, network_id=id))
    assert (found.source, found.gap) == ("Defender's list", "")
    assert {(d.recipient, d.sender, d.internet_id) for d in found.deliveries} == {
        (d.recipient, d.sender, d.internet_id) for d in hunted if not d.is_held
    }
    (held,) = asked(connect(), Trail(SINCE, network_id="n-1")).deliveries
    assert (held.recipient, held.place, held.is_held) == (BEN, "quarantine", True)
    assert asked(connect(), Trail(SINCE, network_id="o'clock' or true")).deliveries == ()
    old = asked(connect(), Trail(datetime(2020, 1, 1, tzinfo=UTC), network_id=id))
    assert "not kept" in old.gap


@pytest.mark.parametrize("body", ['{"value": [{}]}', '{"value": [{"senderDetail": 3}]}'])
def test_a_record_that_says_little_is_taken_as_it_is(
    connect: Make, tenant: SimulatedTenant, body: str
) -> None:
    tenant.set(revoked=[HUNT])
    tenant.faults({"fault": "body", "path": "analyzedEmails", "text": body})
    (found,) = asked(connect(), Trail(SINCE, network_id="n-1")).deliveries
    assert (found.recipient, found.sender, found.is_held) == ("", "", False)


def test_without_hunting_traces_tell(connect: Make, tenant: SimulatedTenant) -> None:
    tenant.set(revoked=[HUNT, ANALYZED], held=[HELD])
    found = asked(connect(), Trail(SINCE, internet_id=BAIT, subject="LETTER"))
    assert found.source == "message trace"
    assert len(found.deliveries) == 4
    assert [d.action for d in found.deliveries if d.is_held] == ["quarantined"]
    with pytest.raises(PermissionMissing, match=HUNT):
        asked(connect(), Trail(SINCE, network_id="n-1"))


def test_without_either_right_there_are_no_records(
    connect: Make, tenant: SimulatedTenant, request: pytest.FixtureRequest
) -> None:
    tenant.set(revoked=[HUNT, TRACE])
    with pytest.raises(PermissionMissing):
        asked(connect(), Trail(SINCE, internet_id=BAIT))
    with pytest.raises(PermissionMissing):
        asked(request.getfixturevalue("connect_google")(), Trail(SINCE, internet_id=BAIT))


def test_older_than_what_is_kept_is_a_gap(connect: Make) -> None:
    found = asked(connect(), Trail(datetime(2020, 1, 1, tzinfo=UTC), internet_id=BAIT))
    assert "not kept" in found.gap


def test_the_fence_hides_who_is_outside(connect: Make) -> None:
    found = asked(FencedConnector(connect(), [ANNA.upper()]), Trail(SINCE, internet_id=BAIT))
    assert [d.recipient for d in found.deliveries] == [ANNA]


def test_nothing_wanted_is_not_everything(connect: Make) -> None:
    with pytest.raises(Unexpected):
        asked(connect(), Trail(SINCE))


@pytest.mark.parametrize("value", ['"', "\\", 'x" or 1 == 1 //', "a\r\n| take 1", "é\x00"])
def test_no_value_leaves_its_literal(connect: Make, value: str) -> None:
    said = literal(value)
    assert "\n" not in said
    assert json.loads(said) == "".join(c if c >= " " else " " for c in value).replace("  ", " ")
    assert asked(connect(), Trail(SINCE, subject=value)).deliveries == ()


@pytest.mark.parametrize("body", ["[]", '{"results": 3}', '{"results": [1]}', "{}", "nonsense"])
def test_a_broken_answer_is_said(connect: Make, tenant: SimulatedTenant, body: str) -> None:
    tenant.faults({"fault": "body", "path": "runHuntingQuery", "text": body})
    with pytest.raises(ConnectorError):
        asked(connect(), Trail(SINCE, internet_id=BAIT))
