"""Reported and flagged mail is analysed before anybody opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of, rows
from workbench.analysis.service import AnalysisService
from workbench.background import analyse_waiting
from workbench.changes import Changes
from workbench.connectors.graph.connector import GraphConnector
from workbench.errors import ConnectorError
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress, unheard
from workbench.model.rows import AnalysisState, View
from workbench.reading import MessageReader
from workbench.store import analyses
from workbench.store.workspace import Workspace
from workbench.synchronising import Synchroniser

Story = Callable[[MessageReader], Coroutine[Any, Any, None]]
Tell = Callable[[Story], None]


@pytest.fixture
def tell(
    case_workspace: Workspace, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> Tell:
    """Runs a story over a workspace that has just been filled."""

    def run(story: Story) -> None:
        async def told() -> None:
            changes = Changes()
            connector = GraphConnector(profile_of(simulated_tenant.facts))
            await connector.connect()
            reader = MessageReader(case_workspace, AnalysisService(analysis_host), changes)
            reader.connector = connector
            try:
                await Synchroniser(case_workspace, connector, changes).run(unheard)
                await story(reader)
            finally:
                await connector.close()

        asyncio.run(told())

    return run


def _queued(case: Path) -> dict[int, AnalysisState]:
    return {
        row.id: row.analysis for view in (View.REPORTED, View.FLAGGED) for row in rows(case, view)
    }


def test_it_goes_on_until_nothing_waits(tell: Tell, case_workspace: Workspace, case: Path) -> None:
    async def story(reader: MessageReader) -> None:
        waiting = await case_workspace.run(analyses.waiting, 1_000)
        steps: list[Progress] = []
        assert await analyse_waiting(case_workspace, reader, steps.append) == len(waiting) > 0
        assert await case_workspace.run(analyses.waiting, 1_000) == ()
        assert set(_queued(case).values()) == {AnalysisState.DONE}
        assert steps[-1].done == steps[-1].total == len(waiting)
        assert await analyse_waiting(case_workspace, reader, unheard) == 0

    tell(story)


def test_a_message_that_cannot_be_had_holds_up_no_other(
    tell: Tell, case_workspace: Workspace, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(reader: MessageReader) -> None:
        simulated_tenant.faults(
            {"fault": "status", "status": 404, "path": "value$", "times": 1, "scope": "outer"}
        )
        tried = await analyse_waiting(case_workspace, reader, unheard)
        states = list(_queued(case).values())
        assert tried >= len(states)
        assert set(states) <= {AnalysisState.DONE, AnalysisState.FAILED}
        assert states.count(AnalysisState.FAILED) <= 1

    tell(story)


def test_a_tenant_that_goes_down_ends_the_run_and_loses_nothing(
    tell: Tell, case_workspace: Workspace, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(reader: MessageReader) -> None:
        waiting = await case_workspace.run(analyses.waiting, 1_000)
        simulated_tenant.faults({"fault": "drop-before", "path": "value$", "skip": 3})
        with pytest.raises(ExceptionGroup) as caught:
            await analyse_waiting(case_workspace, reader, unheard)
        assert caught.group_contains(ConnectorError)
        left = await case_workspace.run(analyses.waiting, 1_000)
        assert 0 < len(left) < len(waiting)
        assert AnalysisState.FAILED not in _queued(case).values()
        simulated_tenant.faults()
        assert await analyse_waiting(case_workspace, reader, unheard) == len(left)
        assert set(_queued(case).values()) == {AnalysisState.DONE}

    tell(story)


def test_cancelling_leaves_the_rest_waiting(
    tell: Tell, case_workspace: Workspace, simulated_tenant: SimulatedTenant
) -> None:
    async def story(reader: MessageReader) -> None:
        simulated_tenant.faults({"fault": "slow", "seconds": 30, "path": "value$", "skip": 2})
        begun = asyncio.Event()
        task = asyncio.create_task(analyse_waiting(case_workspace, reader, lambda _: begun.set()))
        await begun.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert await case_workspace.run(analyses.waiting, 1_000)

    tell(story)
