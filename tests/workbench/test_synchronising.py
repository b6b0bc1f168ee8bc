"""A tenant's mail, reports and alerts in the workspace, as the tenant has them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of, rows
from workbench.changes import Change, Changes
from workbench.connectors.graph.connector import GraphConnector
from workbench.errors import Throttled, Unexpected, Unreachable
from workbench.jobs import Progress, unheard
from workbench.model.opened import Synchronised
from workbench.model.rows import View
from workbench.store import alerts
from workbench.store.workspace import Workspace
from workbench.synchronising import DAYS, Synchroniser

Story = Callable[[Synchroniser, GraphConnector], Coroutine[Any, Any, Synchronised]]


async def _plainly(synchroniser: Synchroniser, connector: GraphConnector) -> Synchronised:
    return await synchroniser.run(unheard)


@pytest.fixture
def synchronise(
    case_workspace: Workspace, simulated_tenant: SimulatedTenant
) -> Callable[..., Synchronised]:
    """Runs it with a connection of its own; nothing waits for a throttled tenant."""

    async def no_wait(seconds: float) -> None:
        assert seconds >= 0

    def run(story: Story = _plainly, changes: Changes | None = None, **who: Any) -> Synchronised:
        async def told() -> Synchronised:
            profile = replace(profile_of(simulated_tenant.facts), **who)
            connector = GraphConnector(profile, no_wait)
            await connector.connect()
            try:
                return await story(
                    Synchroniser(case_workspace, connector, changes or Changes()), connector
                )
            finally:
                await connector.close()

        return asyncio.run(told())

    return run


Synchronise = Callable[..., Synchronised]


def _recent(tenant: SimulatedTenant) -> set[str]:
    """Message-IDs of what came in the window that connecting fetches, a day less at its edge."""
    edge = tenant.world.now - timedelta(days=DAYS - 1)
    return {m.internet_id for m in tenant.world.messages if m.received >= edge}


def test_all_recent_mail_of_all_mailboxes_is_there(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant, case: Path
) -> None:
    brought = synchronise()
    world = simulated_tenant.world
    assert brought.mailboxes == len(world.people)
    assert brought.unreached == ()
    assert len(rows(case)) >= len(_recent(simulated_tenant))
    subjects = {row.subject for row in rows(case)}
    expected = {m.subject for m in world.messages if m.internet_id in _recent(simulated_tenant)}
    assert expected <= subjects


def test_reports_and_alerts_find_their_messages(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant, case: Path
) -> None:
    brought = synchronise()
    world = simulated_tenant.world
    edge = world.now - timedelta(days=DAYS - 1)
    recent = [report for report in world.reports if report.reported >= edge]
    assert brought.reports >= len(recent) > 0
    assert brought.alerts > 0
    subjects = {row.subject for row in rows(case, View.REPORTED)}
    assert {report.subject for report in recent} <= subjects


def test_alerts_stand_in_the_providers_incident(
    synchronise: Synchronise, case: Path, case_workspace: Workspace
) -> None:
    synchronise()
    flagged = [row for row in rows(case, View.FLAGGED) if row.incident]
    assert flagged
    found = case_workspace.run_blocking(alerts.of_message, flagged[0].id)
    assert found[0].incident == flagged[0].incident
    assert found[0].incident_title == f"{found[0].title} involving mail"


def test_without_the_right_alerts_come_and_incidents_have_no_title(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant, case: Path,
    case_workspace: Workspace,
) -> None:  # fmt: skip
    simulated_tenant.set(revoked=["SecurityIncident.Read.All"])
    assert synchronise().alerts > 0
    flagged = [row for row in rows(case, View.FLAGGED) if row.incident]
    (first, *_) = case_workspace.run_blocking(alerts.of_message, flagged[0].id)
    assert (bool(first.incident), first.incident_title) == (True, "")


def test_a_second_round_doubles_nothing_and_brings_what_is_new(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant, case: Path
) -> None:
    first = synchronise()
    before = {row.id: row for row in rows(case)}
    message = simulated_tenant.world.messages[-1]
    simulated_tenant.user("receive", mailbox=message.mailbox, message=message.internet_id)
    second = synchronise()
    assert second.copies == first.copies + 1
    assert {row.id for row in rows(case)} == set(before)


def test_a_mailbox_that_cannot_be_asked_is_named_by_its_address(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant, case: Path
) -> None:
    person = simulated_tenant.world.people[5]
    simulated_tenant.set(denied=[person.key])
    brought = synchronise()
    ((address, reason),) = brought.unreached
    assert address == person.address
    assert reason
    assert len(rows(case)) > 0


def test_what_is_not_granted_is_not_asked_for(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant
) -> None:
    who = simulated_tenant.facts["remediator"]
    brought = synchronise(client_id=who["client_id"], secret=who["client_secret"])
    assert (brought.reports, brought.alerts) == (0, 0)
    assert brought.copies > 0
    asked = [request["url"] for request in simulated_tenant.requests() if "url" in request]
    assert not [url for url in asked if "security" in url]


def test_progress_and_changes_are_told_as_pages_come(synchronise: Synchronise) -> None:
    steps: list[Progress] = []
    told: list[Change] = []
    changes = Changes()
    changes.listen(told.append)

    async def story(synchroniser: Synchroniser, connector: GraphConnector) -> Synchronised:
        return await synchroniser.run(steps.append)

    brought = synchronise(story, changes)
    counted = [step for step in steps if step.total]
    assert [step.done for step in counted] == sorted(step.done for step in counted)
    assert counted[-1].done == counted[-1].total == brought.mailboxes
    assert all(change.lists for change in told)
    assert frozenset().union(*(change.messages for change in told))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "body", "path": "emailThreats", "text": "<html>"}, Unexpected),
        ({"fault": "drop-before", "path": "alerts"}, Unreachable),
        ({"fault": "status", "status": 429, "path": "users", "retry_after": "170"}, Throttled),
    ],
)
def test_trouble_half_way_is_told_and_what_came_before_is_kept(
    synchronise: Synchronise,
    simulated_tenant: SimulatedTenant,
    case: Path,
    fault: dict[str, object],
    error: type[Exception],
) -> None:
    synchronise()
    before = len(rows(case))
    simulated_tenant.faults(fault)
    with pytest.raises(error):
        synchronise()
    assert len(rows(case)) == before
    simulated_tenant.faults()
    assert synchronise().unreached == ()


def test_mailboxes_that_do_not_answer_are_all_named(
    synchronise: Synchronise, simulated_tenant: SimulatedTenant
) -> None:
    simulated_tenant.faults({"fault": "drop-before", "path": "/messages"})
    brought = synchronise()
    assert brought.copies == 0
    assert len(brought.unreached) == brought.mailboxes
