"""`workbench account` on both faces of the simulated tenant."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.commands import account, acting
from workbench.errors import BadInput
from workbench.model.tenant import Profile


@pytest.fixture(params=["graph", "google"])
def chosen(
    request: pytest.FixtureRequest,
    simulated_tenant: SimulatedTenant,
    monkeypatch: pytest.MonkeyPatch,
) -> SimulatedTenant:
    """The tenant that the arguments would name."""
    make = google_profile_of if request.param == "google" else profile_of

    @contextmanager
    def profile(arguments: argparse.Namespace) -> Iterator[Profile]:
        yield make(simulated_tenant.facts)

    monkeypatch.setattr(acting, "chosen_profile", profile)
    return simulated_tenant


def asked(*words: str) -> int:
    parser = argparse.ArgumentParser()
    account.add_arguments(parser)
    return account.run(parser.parse_args([*words, "--demo"]))


def test_what_deserves_a_look_ends_with_one(
    chosen: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    address = chosen.world.people[0].address
    chosen.set(intruded=address)
    assert asked(address, "--days", "60") == account.FOUND
    told = capsys.readouterr().out
    assert "outside of the organisation" in told
    assert asked(address, "--days", "60", "--json") == account.FOUND
    assert json.loads(capsys.readouterr().out)["suspicious"] > 3


def test_an_ordinary_account_ends_with_nought(
    chosen: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen.set(intruded=chosen.world.people[0].address)
    assert asked(chosen.world.people[1].address) == 0
    assert "0 things deserve a look" in capsys.readouterr().out


def test_no_such_account_is_said(
    chosen: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(f"nobody@{chosen.world.domains[0]}") == account.REFUSED
    assert "not known" in capsys.readouterr().out


def test_days_have_bounds() -> None:
    with pytest.raises(BadInput, match="180"):
        asked("a@x.example", "--days", "1000")
