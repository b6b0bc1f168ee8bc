"""`workbench journal`: what a real quarantine and its undo left behind, as text and as JSON."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from pathlib import Path

import pytest

from tests.commandline import workbench
from tests.tenant import SimulatedTenant
from tests.workbench.desks import ACTOR, open_desk, profile_of, rows
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.remediation import ActionView
from workbench.store.workspace import Workspace

REASON = "phish \x1b[2J\u202eevil"


@pytest.fixture
def done(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> tuple[ActionView, ActionView]:
    """A quarantine of the message with the most copies, and its undo."""

    async def story() -> tuple[ActionView, ActionView]:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            widest = max(rows(case), key=lambda row: (row.mailboxes, row.id))
            scope = await desk.scope(widest.id, unheard)
            action = await desk.quarantine(scope, REASON, len(scope.selected), unheard)
            return action, await desk.undo(action.id, unheard)

    return asyncio.run(story())


Done = tuple[ActionView, ActionView]


def test_actions_are_listed_newest_first(case: Path, done: Done) -> None:
    action, undo = done
    ran = workbench("journal", "--workspace", case, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [line["id"] for line in ran.lines] == [undo.id, action.id]
    first = ran.lines[1]
    assert first["kind"] == "quarantine"
    assert first["reason"] == REASON
    assert first["actor"] == ACTOR
    assert first["counts"] == {"done": sum(count for _, count in action.counts)}
    assert (first["reversed_by"], ran.lines[0]["reverses"]) == (undo.id, action.id)


def test_text_for_people_is_harmless(case: Path, done: Done) -> None:
    _, undo = done
    ran = workbench("journal", "--workspace", case)
    assert ran.code == 0
    assert all(line.isprintable() for line in ran.out.splitlines())
    assert f"undone by {undo.id}" in ran.out
    assert "reason: phish \\x1b[2J\\u202eevil" in ran.out
    assert f"by {ACTOR}" in ran.out


def test_one_action_shows_each_copy(case: Path, done: Done) -> None:
    action, _ = done
    as_json = workbench("journal", action.id, "--workspace", case, "--json")
    as_text = workbench("journal", action.id, "--workspace", case)
    copies = [line for line in as_json.lines if "mailbox" in line]
    looks = [line for line in as_json.lines if "look" in line]
    assert len(as_json.lines) == len(as_text.out.splitlines())
    assert len(copies) == sum(n for _, n in action.counts)
    assert [(line["look"], line["state"]) for line in looks] == [
        (n, "cancelled") for n in (1, 2, 3)
    ]
    assert "Does not look again" in as_text.out
    for line in copies:
        assert (line["state"], line["moved"], line["error"]) == ("done", True, "")
        assert line["mailbox"] in as_text.out
        assert line["from"]


def test_an_action_nobody_knows_is_an_error(case: Path, done: Done) -> None:
    ran = workbench("journal", "no-such-action", "--workspace", case)
    assert (ran.code, ran.out) == (2, "")
    assert "No action no-such-action" in ran.err


def test_a_journal_without_actions_says_so(case: Path) -> None:
    Workspace.open(case).close()
    assert "Nothing was done" in workbench("journal", "--workspace", case).out
    as_json = workbench("journal", "--workspace", case, "--json")
    assert (as_json.code, as_json.out) == (0, "")


def test_a_workspace_in_use_can_be_read(case: Path) -> None:
    workspace = Workspace.open(case)
    try:
        ran = workbench("journal", "--workspace", case)
    finally:
        workspace.close()
    assert ran.code == 0


def test_a_missing_workspace_is_not_made(case: Path) -> None:
    assert workbench("journal", "--workspace", case).code == 2
    assert not case.exists()


def test_the_demo_has_a_journal_of_its_own(tmp_path: Path) -> None:
    ran = workbench("journal", "--demo", XDG_DATA_HOME=str(tmp_path))
    assert ran.code == 2
    assert re.search(r"demo-\d{4}-\d\d-\d\d\.workspace", ran.err)


def test_the_whole_journal_is_written_to_a_file(tmp_path: Path, case: Path, done: Done) -> None:
    action, undo = done
    table, lines = tmp_path / "journal.CSV", tmp_path / "journal.jsonl"
    ran = workbench("journal", "--workspace", case, "--output", table)
    assert (ran.code, ran.out) == (0, f"2 actions written to {table}\n")
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    copies = sum(count for _, count in action.counts)
    assert [row["action"] for row in rows] == [undo.id] * copies + [action.id] * copies
    assert {row["copy_state"] for row in rows} == {"done"}
    assert {row["reason"] for row in rows if row["action"] == action.id} == {REASON}
    one = workbench("journal", action.id, "--workspace", case, "--output", lines)
    assert one.code == 0
    (told,) = map(json.loads, lines.read_text("utf-8").splitlines())
    assert (told["id"], len(told["copies"]), len(told["looks"])) == (action.id, copies, 3)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, case: Path, done: Done) -> None:
    ran = workbench("journal", "--workspace", case, "--output", tmp_path / "no" / "j.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be written" in ran.err
    nobody = workbench("journal", "x", "--workspace", case, "--output", tmp_path / "j.csv")
    assert nobody.code == 2
    assert not (tmp_path / "j.csv").exists()
