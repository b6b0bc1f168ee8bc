"""Bad days by name and from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, tiny_world
from workbench.errors import BadInput
from workbench.simulation.scenario import Scenario, names, parsed, scenario
from workbench.simulation.server.faults import KINDS
from workbench.simulation.server.running import Doors
from workbench.simulation.server.settings import Settings


@pytest.mark.parametrize("name", names())
def test_each_that_ships_says_what_it_is_and_is_understood(name: str) -> None:
    found = scenario(name)
    assert found.says
    assert found.rules() or found.settings
    found.enter(Settings())


def test_together_they_stage_what_the_protocol_fears() -> None:
    faults = [rule for name in names() for rule in scenario(name).rules()]
    assert {rule.fault for rule in faults} >= KINDS - {"slow", "redirect", "body", "empty-page"}
    assert {rule.status for rule in faults if rule.fault == "status"} == {429, 503, 504}
    assert {rule.retry_after for rule in faults} == {"", "1", "date", "past"}


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_file_does_as_well(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine.{suffix}"
    toml = '[settings]\nstale = 0.5\n\n[[faults]]\nfault = "slow"\n'
    members = {"settings": {"stale": 0.5}, "faults": [{"fault": "slow"}]}
    path.write_text(toml if suffix == "toml" else json.dumps(members))
    found = scenario(str(path))
    assert found.settings == {"stale": 0.5}
    assert [rule.fault for rule in found.rules()] == ["slow"]


@pytest.mark.parametrize("text", [
    "faults = 3", "[[faults]]\nfault='none'", "[settings]\nwarp = 9", "{", "other = 1",
    "[[faults]]\nfault='slow'\npath='('", "settings = 3",
])  # fmt: skip
def test_what_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput, match="cannot be understood"):
        parsed(text, "mine")


def test_a_name_that_is_none_names_those_there_are() -> None:
    with pytest.raises(BadInput, match="busy-date"):
        scenario("no-such-day")


def test_the_server_opens_with_it() -> None:
    day = Scenario(faults=({"fault": "user-moves", "path": "/move$", "times": 1},))
    tenant = SimulatedTenant(tiny_world(), Doors(scenario=day))
    try:
        graph = GraphClient(tenant)
        (copy,) = tenant.messages(mailbox=ANNA, internet_id=BAIT)
        url = f"/v1.0/users/{ANNA}/messages/{copy['id']}"
        immutable = {"Prefer": 'IdType="ImmutableId"'}
        graph.ask("POST", f"{url}/move", {"destinationId": "deleteditems"}, immutable)
        kinds = [(row["kind"], row["actor"] == "user") for row in tenant.effects()]
    finally:
        tenant.close()
    assert kinds == [("move", True), ("move", False)]
