"""`workbench contain` on the simulated tenant: done, listed, taken back, refused."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from workbench.commands import contain
from workbench.errors import BadInput
from workbench.model.tenant import Profile


@pytest.fixture
def victim(simulated_tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch) -> str:
    @contextmanager
    def profile(arguments: argparse.Namespace) -> Iterator[Profile]:
        yield profile_of(simulated_tenant.facts)

    monkeypatch.setattr(contain, "chosen_profile", profile)
    return simulated_tenant.world.people[1].address


def asked(path: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    contain.add_arguments(parser)
    return contain.run(parser.parse_args([*words, "--demo", "--workspace", str(path)]))


def test_done_listed_and_taken_back(
    victim: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.db"
    assert asked(path, "disable", victim, "--yes", victim, "--json") == contain.DONE
    done = json.loads(capsys.readouterr().out)
    assert (done["state"], done["undoable"]) == ("done, seen by reading back", True)
    assert asked(path, "undo", done["id"], "--yes", victim) == contain.DONE
    capsys.readouterr()
    assert asked(path, "list") == contain.DONE
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert victim in told[0]


def test_without_the_address_typed_nothing_is_done(
    victim: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path / "w.db", "disable", victim) == contain.REFUSED
    assert "type the account's address" in capsys.readouterr().out


def test_a_rule_needs_its_key(victim: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--key"):
        asked(tmp_path / "w.db", "rule-off", victim)


def test_what_the_tenant_refuses_ends_as_refused(
    victim: str, simulated_tenant: SimulatedTenant, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    simulated_tenant.set(revoked=["User.EnableDisableAccount.All"])
    assert asked(tmp_path / "w.db", "disable", victim, "--yes", victim) == contain.REFUSED
    assert "refused by the tenant: The tenant has not granted" in capsys.readouterr().out
