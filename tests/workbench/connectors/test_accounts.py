"""Evidence about accounts, asked of both providers over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract import violations
from tests.tenant import SimulatedTenant
from workbench.connectors.accounts import accounts_of
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector
from workbench.errors import Gone, PermissionMissing
from workbench.model.accounts import Account, Evidence, Part, Standing
from workbench.model.containment import Act, ActKind
from workbench.simulation.accounts import RELAY

MakeGraph = Callable[..., GraphConnector]


def ask(connector: Connector, tenant: SimulatedTenant, address: str = "") -> Account:
    """Of whom the intruder has, or of the address."""

    async def run() -> Account:
        try:
            await connector.connect()
            asked = accounts_of(connector)
            assert asked is not None
            since = tenant.world.now - timedelta(days=30)
            return await asked.account(address or victim(tenant), since)
        finally:
            await connector.close()

    tenant.set(intruded=victim(tenant))
    return asyncio.run(run())


def victim(tenant: SimulatedTenant) -> str:
    return next(p.address for p in tenant.world.people if p.kind == "user")


def part(account: Account, wanted: Part) -> Evidence:
    return next(one for one in account.evidence if one.part is wanted)


def reasons(account: Account, wanted: Part) -> list[str]:
    return [why for line in part(account, wanted).lines for why in line.reasons]


def test_what_an_intruder_left_is_seen(connect: MakeGraph, tenant: SimulatedTenant) -> None:
    account = ask(connect(), tenant)
    assert account.enabled is True
    rules = reasons(account, Part.RULES)
    assert f"forwards to {RELAY}, outside of the organisation" in rules
    assert any(why.startswith("hides mail in") for why in rules)
    assert "looks for 'password'" in rules
    assert "has a name that says nothing" in rules
    assert "by IMAP4, which knows no second factor" in reasons(account, Part.SIGN_INS)
    assert any(why.startswith("from NG") for why in reasons(account, Part.SIGN_INS))
    assert reasons(account, Part.RISK) == ["the provider says atRisk, level high"]
    assert "its publisher is not verified" in reasons(account, Part.GRANTS)
    quiet = [line.what for line in part(account, Part.RULES).lines if not line.reasons]
    assert quiet == ["Newsletters"]


def test_what_an_intruder_left_in_gmail_is_seen(
    connect_google: Callable[..., GoogleConnector], tenant: SimulatedTenant
) -> None:
    account = ask(connect_google(), tenant)
    assert account.enabled is True
    rules = reasons(account, Part.RULES)
    assert f"forwards to {RELAY}, outside of the organisation" in rules
    assert any("keeps mail out of the Inbox" in why for why in rules)
    (forwarding,) = reasons(account, Part.FORWARDING)
    assert forwarding == f"forwards everything to {RELAY}, outside of the organisation"
    assert any(why.startswith("opens this mailbox") for why in reasons(account, Part.DELEGATES))
    assert any(why.startswith("sends as") for why in reasons(account, Part.SEND_AS))
    assert "the provider calls its risk high" in reasons(account, Part.SIGN_INS)
    assert any("mail.google.com" in why for why in reasons(account, Part.GRANTS))


def test_without_reports_google_tells_of_neither_sign_ins_nor_grants(
    connect_google: Callable[..., GoogleConnector], tenant: SimulatedTenant
) -> None:
    tenant.set(revoked=["admin.reports.audit.readonly"])
    account = ask(connect_google(), tenant)
    assert {one.part for one in account.unread} == {Part.SIGN_INS, Part.GRANTS}
    assert {one.standing for one in account.unread} == {Standing.MISSING_RIGHT}


def test_nothing_is_said_of_whom_nobody_broke_in_on(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    other = [p.address for p in tenant.world.people if p.kind == "user"][1]
    assert ask(connect(), tenant, other).suspicious == 0


def test_forwarding_that_no_call_shows_is_said_to_be_unknown(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    found = part(ask(connect(), tenant), Part.FORWARDING)
    assert found.standing is Standing.NOT_OFFERED
    assert "Get-Mailbox" in found.why


@pytest.mark.parametrize(
    ("right", "lost"),
    [
        ("MailboxSettings.Read", Part.RULES),
        ("AuditLog.Read.All", Part.SIGN_INS),
        ("IdentityRiskyUser.Read.All", Part.RISK),
    ],
)
def test_a_missing_right_costs_its_part_alone(
    connect: MakeGraph, tenant: SimulatedTenant, right: str, lost: Part
) -> None:
    also = ["MailboxSettings.ReadWrite"] if lost is Part.RULES else []
    tenant.set(revoked=[right, *also])
    account = ask(connect(), tenant)
    found = part(account, lost)
    assert (found.standing, found.right, found.lines) == (Standing.MISSING_RIGHT, right, ())
    assert {one.part for one in account.unread} == {lost, Part.FORWARDING}


def test_a_service_that_fails_is_not_called_clean(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    tenant.faults({"path": "auditLogs/signIns", "fault": "status", "status": 500, "times": -1})
    found = part(ask(connect(), tenant), Part.SIGN_INS)
    assert found.standing is Standing.FAILED
    assert found.why


def test_nobody_outside_the_fence_is_asked_about(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    inside = tenant.world.people[1].address
    with pytest.raises(PermissionMissing, match="outside the pilot"):
        ask(FencedConnector(connect(), (inside,)), tenant, tenant.world.people[0].address)


def test_an_account_that_is_none_is_gone(connect: MakeGraph, tenant: SimulatedTenant) -> None:
    with pytest.raises(Gone):
        ask(connect(), tenant, "nobody@elsewhere.example")


def test_reading_and_containing_satisfy_both_providers_descriptions(
    connect: MakeGraph,
    connect_google: Callable[..., GoogleConnector],
    tenant: SimulatedTenant,
    shared: Path,
    log: Path,
) -> None:
    async def act(connector: GoogleConnector | GraphConnector, account: Account) -> None:
        await connector.connect()
        try:
            bad = part(account, Part.RULES).lines[-1]
            grant = part(account, Part.GRANTS).lines[0]
            for kind, key in (
                (ActKind.RULE_OFF, bad.key), (ActKind.GRANT, grant.key), (ActKind.SESSIONS, ""),
                (ActKind.FORWARDING_OFF, ""), (ActKind.DISABLE, ""), (ActKind.ENABLE, ""),
            ):  # fmt: skip
                wanted = Act(kind, account.address, key)
                if kind in connector.acts:
                    before = await connector.looked(wanted)
                    await connector.contain(wanted)
                    await connector.looked(wanted, before.snapshot)
        finally:
            await connector.close()

    for make in (connect, connect_google):
        account = ask(make(), tenant)
        asyncio.run(act(make(), account))
        sorted_out = make()
        asyncio.run(_beyond(sorted_out))
    assert not violations(shared, log)


async def _beyond(connector: GoogleConnector | GraphConnector) -> None:
    await connector.connect()
    boxes = [box async for page in connector.mailboxes() for box in page]
    await connector.natures(boxes)
    await connector.beyond()
    await connector.close()
