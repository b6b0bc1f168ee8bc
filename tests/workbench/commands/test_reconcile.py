"""`workbench audit reconcile` on the tenant's own record of a real quarantine and its undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import workbench
from tests.tenant import SimulatedTenant
from workbench.commands.reconcile import MISUSE, UNDECIDED

OPERATIONS = {"move": "Move", "folder": "Create", "folder-removed": "SoftDelete"}
Records = list[dict[str, Any]]


@pytest.fixture
def records(acted: Path, simulated_tenant: SimulatedTenant) -> Records:
    """What the tenant logged, in the form of its unified audit log."""
    addresses = {p.key: p.address for p in simulated_tenant.world.people}
    return [_record(effect, addresses) for effect in simulated_tenant.effects()]


def _record(effect: dict[str, Any], addresses: dict[str, str]) -> dict[str, Any]:
    named = {"ImmutableId": effect["message"], "InternetMessageId": effect["internet_id"]}
    return {
        "Id": f"record {effect['number']}",
        "CreationTime": str(effect["moment"])[:19],
        "Operation": OPERATIONS[str(effect["kind"])],
        "Workload": "Exchange",
        "AppId": effect["actor"],
        "MailboxOwnerUPN": addresses[str(effect["mailbox"])],
        "ClientRequestId": effect["client_request_id"],
        "AffectedItems": [named] if effect["message"] else [],
    }


def _reconcile(case: Path, records: Sequence[dict[str, Any]], app: str) -> Any:
    export = case.with_name("export.jsonl")
    export.write_text("\n".join(map(json.dumps, records)))
    return workbench("audit", "reconcile", export, "--app", app, "--workspace", case, "--json")


def test_every_effect_of_the_tenant_has_its_row_and_the_other_way_round(
    case: Path, records: Records, simulated_tenant: SimulatedTenant
) -> None:
    app = str(simulated_tenant.facts["client_id"])
    ran = _reconcile(case, records, app)
    (found,) = ran.lines
    assert (ran.code, found["misuses"], found["missing"]) == (0, [], 0), found
    assert found["agrees"]
    assert found["by_request"] == found["effects"] > 4
    move = [record for record in records if record["AffectedItems"]][-1]
    theft = {**move, "Id": "theft", "ClientRequestId": "stolen"}
    ran = _reconcile(case, [*records, theft], app)
    assert (ran.code, ran.lines[0]["misuse"]) == (MISUSE, 1)
    others = [record for record in records if record is not move]
    assert _reconcile(case, others, app).code == UNDECIDED
    text = workbench(
        *("audit", "reconcile", case.with_name("export.jsonl"), "--app", "other"),
        *("--workspace", case),
    )
    assert "Not decided" in text.out or text.code == 0


def test_both_the_file_and_the_application_are_needed(case: Path, tmp_path: Path) -> None:
    for arguments in ((), ("--app", "x"), (tmp_path / "none",), (tmp_path / "none", "--app", "x")):
        ran = workbench("audit", "reconcile", *arguments, "--workspace", case)
        assert ran.code == UNDECIDED
        assert ran.err.startswith("workbench: ")


def test_the_help_names_the_forms() -> None:
    assert "Purview" in workbench("audit", "--help").out
