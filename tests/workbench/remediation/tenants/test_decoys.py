"""Random plans over HTTP: exactly the copies of the message are moved, and no lookalike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.remediation.bench import FastClock
from tests.workbench.remediation.tenants.lookalikes import Lookalikes
from tests.workbench.remediation.tenants.truth import Truth
from tests.workbench.remediation.tenants.victim import GOOGLE, connector_of
from workbench.changes import Changes
from workbench.connectors.port import Query
from workbench.jobs import unheard
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.scope import find_scope
from workbench.store import messages, tenants
from workbench.store.workspace import Workspace


@contextmanager
def running(made: Lookalikes) -> Iterator[SimulatedTenant]:
    tenant = SimulatedTenant(made.world)
    try:
        yield tenant
    finally:
        tenant.close()


class Plans:
    """A workbench that takes every message of the tenant out, and puts every other one back."""

    def __init__(self, tenant: SimulatedTenant, provider: str, made: Lookalikes) -> None:
        self._made = made
        self._provider = provider
        self._truth = Truth(tenant, provider)
        self._exchange: dict[str, list[str]] = tenant.control("truth")["copies"]
        self.connector = connector_of(provider, tenant.facts)
        self.decoys = 0

    async def carried_out(self, case: Path) -> None:
        workspace = Workspace.open(case)
        try:
            await self.connector.connect()
            await workspace.run(tenants.save, self.connector.tenant)
            engine = RemediationEngine(workspace, self.connector, FastClock(), "ann", Changes())
            for number, id in enumerate(self._made.true):
                await self._one(workspace, engine, id, back=number % 2 == 0)
        finally:
            await self.connector.close()
            workspace.close()

    async def _one(
        self, workspace: Workspace, engine: RemediationEngine, id: str, *, back: bool
    ) -> None:
        true, before = self._true(id), len(self._truth.effects())
        found = [
            c async for page in self.connector.find(Query(internet_id=id)) for c in page.copies
        ]
        # A message is known by the copy that came first, which is what the analyst looks at.
        await workspace.run(messages.save, [copy for copy in found if copy.ref.key in true])
        await workspace.run(messages.save, found)
        ids = {copy.ref.key: await workspace.run(messages.id_of, copy.ref) for copy in found}
        first = next(number for key, number in ids.items() if key in true and number is not None)
        scope = await find_scope(self.connector, workspace, first, unheard)
        self.decoys += len(scope.rows) - len(scope.selected)
        done = await engine.quarantine(scope, "phish", len(scope.selected), unheard)
        touched = [effect["message"] for effect in self._truth.effects()[before:]]
        assert sorted(touched) == sorted(true), id
        if back:
            await engine.undo(done.id, unheard)
            assert {e["message"] for e in self._truth.effects()[before:]} == true, id

    def _true(self, id: str) -> set[str]:
        return self._made.gmail_ids(id) if self._provider == GOOGLE else set(self._exchange[id])


@pytest.mark.parametrize("provider", ["graph", GOOGLE])
@pytest.mark.parametrize(
    ("worlds", "plots"), [(1, 8), pytest.param(40, 25, marks=pytest.mark.long)]
)
def test_no_lookalike_is_touched(provider: str, worlds: int, plots: int, tmp_path: Path) -> None:
    decoys = 0
    for seed in range(worlds):
        made = Lookalikes(seed, plots)
        with running(made) as tenant:
            plans = Plans(tenant, provider, made)
            asyncio.run(plans.carried_out(tmp_path / f"{seed}.workspace"))
            decoys += plans.decoys
    print(f"{worlds * plots} plans at {provider}: {decoys} lookalikes offered, none touched")
    assert decoys > worlds * plots / 4
