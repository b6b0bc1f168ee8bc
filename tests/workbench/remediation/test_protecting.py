"""Shared mailboxes wait for a second person, people's own do not: asked of the tenant over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.approvals.second import second_person
from tests.workbench.commands.test_remediate import order
from tests.workbench.desks import google_profile_of, profile_of
from workbench.approvals.requests import ApprovalRequest
from workbench.commands import acting, approval, remediate
from workbench.commands.remediate import _known
from workbench.connectors.graph.natures import SETTINGS
from workbench.jobs import unheard
from workbench.model.remediation import ActionState
from workbench.model.safeguards import SHARED, Safeguards
from workbench.model.tenant import Profile
from workbench.remediation.approving import Judge, request_of
from workbench.remediation.scope import find_scope
from workbench.store.workspace import Workspace

GUARDED = Safeguards((second_person()[0].line,), (SHARED,))


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


class Bench:
    def __init__(
        self, tenant: SimulatedTenant, path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.tenant = tenant
        self.profile: Profile = profile_of(tenant.facts, safeguards=GUARDED)
        self._path = path
        self._capsys = capsys
        people = tenant.world.people
        self.shared = next(one.address for one in people if one.kind == "shared")
        self.person = next(one.address for one in people if one.kind == "user")

    def letter(self, *mailboxes: str) -> str:
        """New mail that lies in these, one copy in each."""
        first, *others = mailboxes
        sent = self.tenant.control("deliver", kind="incoming", mailbox=first, subject="Figures")
        id = str(sent["internet_ids"][0])
        for mailbox in others:
            self.tenant.control("deliver", kind="late", mailbox=mailbox, like=id)
        return id

    def shown(self, id: str) -> dict[str, Any]:
        remediate.remediate(self.profile, self._path, order(id), as_json=True)
        return dict(json.loads(self._capsys.readouterr().out))

    def printed(self, id: str) -> str:
        remediate.remediate(self.profile, self._path, order(id))
        return self._capsys.readouterr().out

    def acted(self, id: str, count: int) -> tuple[int, dict[str, Any]]:
        code = remediate.remediate(self.profile, self._path, order(id, count=count), as_json=True)
        return code, dict(json.loads(self._capsys.readouterr().out))

    async def acted_unseen(self, *ids: str) -> list[ActionState]:
        """Each as frozen without a word on what its mailboxes are."""
        states = []
        async with acting.acting(self.profile, self._path) as now:
            for id in ids:
                scope = await find_scope(
                    now.connector, now.workspace, await _known(now, id), unheard
                )
                states.append((await now.engine.quarantine(scope, "", 0, unheard)).state)
        return states

    def request(self, action: str) -> ApprovalRequest:
        with closing(Workspace.look(self._path)) as workspace:
            judge = Judge(GUARDED, (), datetime.now(UTC))
            return workspace.run_blocking(request_of, action, judge)

    def asked(self) -> int:
        """How many mailboxes were asked what they are."""
        return sum("mailboxSettings" in str(row["target"]) for row in self.tenant.requests())


@pytest.fixture
def bench(tenant: SimulatedTenant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    return Bench(tenant, tmp_path / "case.workspace", capsys)


def test_a_shared_mailbox_is_named_as_the_reason_in_preview_and_request(bench: Bench) -> None:
    id = bench.letter(bench.person, bench.shared)
    why = "1 mailbox is protected (1 shared mailbox)"
    assert f"{why}, so that a second person must approve" in bench.shown(id)["sentence"]
    lines = bench.printed(id).splitlines()
    assert any(bench.shared in one and "protected, shared mailbox" in one for one in lines)
    code, waiting = bench.acted(id, 2)
    assert (code, waiting["state"]) == (acting.HALTED, "awaiting approval")
    assert waiting["note"] == why
    request = bench.request(waiting["action"])
    assert request.why == why
    assert f"  protected  {bench.shared} (shared mailbox)" in approval.told(request)
    assert not any(bench.person in one for one in request.protected)


def test_peoples_own_mailboxes_take_one_step_and_are_asked_once(bench: Bench) -> None:
    id = bench.letter(bench.person)
    plan = bench.shown(id)
    assert "second person" not in plan["sentence"]
    assert bench.asked() == 1
    code, done = bench.acted(id, 1)
    assert (code, done["counts"]) == (acting.COMPLETE, {"done": 1})
    assert bench.asked() == 1


def test_what_nobody_could_tell_is_said_and_takes_the_typed_count(bench: Bench) -> None:
    bench.tenant.set(revoked=list(SETTINGS))
    id = bench.letter(bench.person, bench.shared)
    plan = bench.shown(id)
    assert "what 2 mailboxes are is not known, so that the number" in plan["sentence"]
    gap = f"what 2 mailboxes are (missing right: {SETTINGS[0]}): "
    assert gap + ", ".join(sorted((bench.person, bench.shared))) in plan["gaps"]
    assert f"Not known: {gap}" in bench.printed(id)
    code, done = bench.acted(id, 2)
    assert (code, done["counts"]) == (acting.COMPLETE, {"done": 2})


def test_the_engine_asks_where_no_preview_did(bench: Bench) -> None:
    """The scope of a proposal may have been frozen before kinds were protected."""
    ids = bench.letter(bench.person), bench.letter(bench.person, bench.shared)
    states = asyncio.run(bench.acted_unseen(*ids))
    assert states == [ActionState.COMPLETED, ActionState.AWAITING_APPROVAL]
    assert bench.asked() == 2


def test_google_has_people_alone(bench: Bench) -> None:
    bench.profile = google_profile_of(bench.tenant.facts, safeguards=GUARDED)
    code, done = bench.acted(bench.letter(bench.person), 1)
    assert (code, done["counts"]) == (acting.COMPLETE, {"done": 1})
