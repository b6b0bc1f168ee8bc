"""The program is killed again and again while it changes 200 mailboxes; the tenant keeps count.

The tenant is another process that outlives every kill, so its log of effects is the truth.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.commandline import ROOT
from tests.e2e.control import control
from tests.e2e.remover import COPIES
from tests.tenant import recording
from tests.workbench.desks import ACTOR, profile_of
from workbench.changes import Changes
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Move
from workbench.model.mail import MessageRef
from workbench.model.remediation import ActionKind, ActionState, ActionView, ItemState, ItemView
from workbench.remediation import audit, views
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.tables import REQUEST
from workbench.remediation.verification import Verification
from workbench.simulation.options import Simulation, Size
from workbench.simulation.process import SimulatedTenantProcess
from workbench.store.workspace import Workspace

pytestmark = pytest.mark.e2e

SIZE = Size(mailboxes=215, messages=1_100, days=30)
LINES = (9, 6, 3)  # of progress within which each kill falls; undisturbed a run prints some 24
MOMENT = 0.1  # seconds after that line: about the time from one line to the next


@dataclass(slots=True)
class Attempt:
    """One tenant, one workspace, and the program that is killed; ``random`` is seeded."""

    tenant: SimulatedTenantProcess
    folder: Path
    seed: int
    internet_id: str = ""
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    kills: int = 0
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        print(f"seed {self.seed}")  # pytest shows it when the test fails
        self.random = random.Random(self.seed)
        (self.folder / "facts.json").write_text(json.dumps(self.tenant.facts))
        self.internet_id = self._most_spread()
        self.before = self.copies()

    @property
    def case(self) -> Path:
        return self.folder / "case.workspace"

    def copies(self) -> dict[str, dict[str, Any]]:
        """Where each copy of the message lies now, by its id."""
        found = control(self.tenant.facts, "messages", internet_id=self.internet_id)["messages"]
        return {row["id"]: row for row in found}

    def effects(self, kind: str) -> list[dict[str, Any]]:
        """What the program did, not what users did."""
        effects = control(self.tenant.facts, "effects")["effects"]
        return [e for e in effects if e["kind"] == kind and e["actor"] != "user"]

    def run(self, last: ActionKind) -> str:
        """Kills the program at random moments, then lets it come to its end: its last line."""
        for lines in LINES:
            before = self.kills
            self._start(last, self.random.randint(1, lines))
            assert self.kills == before + 1, "it was too fast to be killed"
        return self._start(last, None)

    def _start(self, last: ActionKind, lines: int | None) -> str:
        """The last line it printed; with ``lines`` it is killed at a moment after that many."""
        program = (sys.executable, "-m", "tests.e2e.remover")
        given = (self.folder / "facts.json", self.case, self.internet_id, last.value)
        with subprocess.Popen([*program, *given], cwd=ROOT, stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            line = b""
            for number, line in enumerate(running.stdout, 1):
                if number == lines and not line.startswith(b"end"):
                    time.sleep(self.random.uniform(0, MOMENT))
                    running.kill()
                    break
        self.kills += running.returncode < 0
        assert lines is not None or running.returncode == 0, line
        return line.decode()

    def _most_spread(self) -> str:
        rows = control(self.tenant.facts, "messages")["messages"]
        boxes = Counter(i for i, _ in {(row["internet_id"], row["mailbox"]) for row in rows})
        ((internet_id, count),) = boxes.most_common(1)
        assert count > COPIES, "the rest shows that nothing else is touched"
        return str(internet_id)


@dataclass(frozen=True, slots=True)
class Journal:
    """What the workspace says when everything is over."""

    actions: dict[ActionKind, ActionView]
    items: dict[ActionKind, dict[str, ItemView]]
    requests: dict[str, str]  # client-request-id: action
    announced: set[str]  # mailboxes whose folder was wanted, by the log
    verification: Verification


@pytest.fixture
def attempt(tmp_path: Path) -> Iterator[Attempt]:
    tenant = SimulatedTenantProcess.start(Simulation(SIZE, record=recording()))
    try:
        yield Attempt(tenant, tmp_path, int.from_bytes(os.urandom(4)))
    finally:
        tenant.stop()


def _read(attempt: Attempt) -> Journal:
    workspace = Workspace.open(attempt.case)
    connector = GraphConnector(profile_of(attempt.tenant.facts))
    engine = RemediationEngine(workspace, connector, SystemClock(), ACTOR, Changes())
    try:
        return workspace.run_blocking(_journal, asyncio.run(engine.verify()))
    finally:
        workspace.close()


def _journal(connection: Connection, verification: Verification) -> Journal:
    actions = {action.kind: action for action in views.actions(connection)}
    items = {kind: views.items(connection, action.id) for kind, action in actions.items()}
    rows = connection.execute(select(REQUEST.c.request, REQUEST.c.action))
    bodies = [entry.parsed() for entry in audit.entries(connection, limit=100_000)]
    return Journal(
        actions,
        {kind: {item.ref.key: item for item in found} for kind, found in items.items()},
        {row.request: row.action for row in rows},
        {body["item"][0] for body in bodies if body["event"] == "folder wanted"},
        verification,
    )


def _check_effects(attempt: Attempt, journal: Journal) -> None:
    """Nothing the journal did not know of before, nothing twice, nothing outside the manifest."""
    moves = attempt.effects("move")
    strangers = [e for e in moves if e["client_request_id"] not in journal.requests]
    assert strangers == []
    told = [(journal.requests[e["client_request_id"]], e["message"]) for e in moves]
    assert [pair for pair, times in Counter(told).items() if times > 1] == []
    manifest = set(journal.items[ActionKind.QUARANTINE])
    assert {message for _, message in told} <= manifest
    assert len(manifest) == COPIES
    folders = [e["mailbox"] for e in attempt.effects("folder")]
    assert set(folders) <= journal.announced
    assert len(folders) == len(set(folders)), "a second quarantine folder in one mailbox"
    assert attempt.effects("delete") == attempt.effects("change") == []


def _check_journal(journal: Journal, kind: ActionKind) -> None:
    assert journal.verification.holds, journal.verification.problems
    assert journal.actions[kind].state is ActionState.COMPLETED
    assert dict(journal.actions[kind].counts) == {ItemState.DONE: COPIES}
    assert all(item.moved for item in journal.items[kind].values())


def _check_quarantined(attempt: Attempt, journal: Journal) -> None:
    """The tenant agrees: exactly the journal's copies lie in our folder."""
    manifest = set(journal.items[ActionKind.QUARANTINE])
    moved = {e["message"]: e["after"] for e in attempt.effects("move")}
    assert set(moved) == manifest
    for id, now in attempt.copies().items():
        before = attempt.before[id]
        assert now["folder"] == moved.get(id, before["folder"])
        assert now["is_read"] == before["is_read"]


def _check_restored(attempt: Attempt) -> None:
    places = {id: (row["folder"], row["is_read"]) for id, row in attempt.copies().items()}
    assert places == {id: (row["folder"], row["is_read"]) for id, row in attempt.before.items()}


def _kill_both_ways(attempt: Attempt) -> None:
    end = attempt.run(ActionKind.QUARANTINE)
    assert end.split() == ["end", "quarantine=completed"]
    journal = _read(attempt)
    _check_effects(attempt, journal)
    _check_journal(journal, ActionKind.QUARANTINE)
    _check_quarantined(attempt, journal)
    end = attempt.run(ActionKind.UNDO)
    assert end.split() == ["end", "undo=completed", "quarantine=completed"]
    journal = _read(attempt)
    _check_effects(attempt, journal)
    _check_journal(journal, ActionKind.UNDO)
    _check_restored(attempt)


async def _meddle(attempt: Attempt) -> None:
    """Moves one of the copies past every journal."""
    connector = GraphConnector(profile_of(attempt.tenant.facts))
    try:
        tenant = await connector.connect()
        id, row = next(iter(attempt.copies().items()))
        folders = await connector.folders(row["mailbox"])
        other = next(folder.key for folder in folders if folder.key != row["folder"])
        ref = MessageRef(tenant.id, row["mailbox"], id)
        await connector.move([Move(ref, other, "nobody-wrote-this-down")])
    finally:
        await connector.close()


def test_six_kills_lose_nothing_and_double_nothing(attempt: Attempt) -> None:
    _kill_both_ways(attempt)
    assert attempt.kills == 6
    asyncio.run(_meddle(attempt))
    with pytest.raises(AssertionError):
        _check_effects(attempt, _read(attempt))
    with pytest.raises(AssertionError):
        _check_restored(attempt)


@pytest.mark.long
@pytest.mark.parametrize("turn", range(5))
def test_thirty_kills_lose_nothing_and_double_nothing(attempt: Attempt, turn: int) -> None:
    _kill_both_ways(attempt)
    assert attempt.kills == 6
