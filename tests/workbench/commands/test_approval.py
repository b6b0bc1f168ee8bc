"""`workbench approval` from the waiting action to the copies moved, on a real connection."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import order, spread, told
from tests.workbench.desks import profile_of
from workbench import settings
from workbench.approvals.training import TRAINED
from workbench.commands import acting, approval, remediate
from workbench.errors import BadInput
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Profile
from workbench.simulation.profiles import microsoft_profile

PASSPHRASE = "correct horse battery"
SUE = "sue@contoso.example"


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


Waiting = tuple[str, int]


class Desk:
    """Two people's computers, and what they type."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, profile: Profile) -> None:
        self.folder = folder
        self.profile = profile
        self._patch = monkeypatch
        self._typed = ""
        monkeypatch.setattr(getpass, "getpass", lambda *_: PASSPHRASE)
        monkeypatch.setattr("builtins.input", lambda _: self._typed)
        self.sit_at("ann")

    def sit_at(self, whose: str) -> None:
        (self.folder / whose).mkdir(exist_ok=True)
        self._patch.setattr(settings, "data_folder", lambda: self.folder / whose)

    def run(self, *words: str, typed: str = "") -> int:
        self._typed = typed
        parser = argparse.ArgumentParser()
        approval.add_arguments(parser)
        self._patch.setattr(acting, "chosen_profile", lambda _: _Given(self.profile))
        return approval.run(parser.parse_args(words))


class _Given:
    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def __enter__(self) -> Profile:
        return self._profile

    def __exit__(self, *_: object) -> None:
        pass


def test_from_the_waiting_action_to_the_copies_moved(
    tmp_path: Path,
    tenant: SimulatedTenant,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(tmp_path, monkeypatch, profile_of(tenant.facts))
    desk.sit_at("sue")
    assert desk.run("key", SUE) == acting.COMPLETE
    line = capsys.readouterr().out.strip()
    desk.sit_at("ann")
    guarded = replace(desk.profile, safeguards=Safeguards((line,), ("*@*",)))
    desk.profile = guarded
    case, id = tmp_path / "case.workspace", spread(tenant)
    before = tenant.messages(internet_id=id)
    waiting, count = waits(guarded, case, id, capsys)
    assert tenant.messages(internet_id=id) == before
    asked, signed = tmp_path / "asked.json", tmp_path / "signed.json"
    tail = ("--demo", "--workspace", str(case), "--json")
    assert desk.run("request", waiting, "--output", str(asked), *tail) == acting.COMPLETE

    desk.sit_at("sue")
    capsys.readouterr()
    refused = desk.run("sign", str(asked), "--output", str(signed), typed="1000000")
    assert (refused, signed.exists()) == (acting.REFUSED, False)
    assert f"{count} copies in" in capsys.readouterr().out
    assert desk.run("sign", str(asked), "--output", str(signed), typed=str(count)) == 0
    assert desk.run("apply", str(signed), *tail) == acting.REFUSED  # Sue at her own desk
    assert "lies on this computer" in capsys.readouterr().err

    desk.sit_at("ann")
    assert desk.run("apply", str(signed), *tail) == acting.COMPLETE
    assert json.loads(capsys.readouterr().out)["counts"] == {"done": count}
    assert tenant.messages(internet_id=id) != before
    assert desk.run("apply", str(signed), *tail) == acting.REFUSED


def waits(profile: Profile, case: Path, id: str, capsys: pytest.CaptureFixture[str]) -> Waiting:
    """An action that the guard left to a second person, and how many copies it names."""
    remediate.remediate(profile, case, order(id), as_json=True)
    count = told(capsys)["selected"]
    code = remediate.remediate(profile, case, order(id, count=count), as_json=True)
    waiting = told(capsys)
    assert (code, waiting["state"]) == (acting.HALTED, "awaiting approval")
    return waiting["action"], count


def test_the_demo_brings_its_own_second_person_for_practice(
    tmp_path: Path,
    tenant: SimulatedTenant,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(tmp_path, monkeypatch, microsoft_profile(tenant.facts))
    assert desk.profile.safeguards == TRAINED
    desk.profile = replace(desk.profile, safeguards=Safeguards(TRAINED.approvers, ("*@*",)))
    case, asked = tmp_path / "case.workspace", tmp_path / "asked.json"
    waiting, count = waits(desk.profile, case, spread(tenant), capsys)
    tail = ("--demo", "--workspace", str(case), "--json")
    assert desk.run("request", waiting, "--output", str(asked), *tail) == acting.COMPLETE
    assert desk.run("sign", "--training", str(asked), typed=str(count)) == acting.COMPLETE
    signed = tmp_path / f"{waiting}.approval.json"
    assert desk.run("apply", str(signed), *tail) == acting.COMPLETE


def test_a_request_needs_a_workspace_and_no_tenant(
    tmp_path: Path, tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, monkeypatch, microsoft_profile(tenant.facts))
    with pytest.raises(BadInput, match="no workspace"):
        desk.run("request", "a1", "--demo", "--workspace", str(tmp_path / "absent.workspace"))


def test_a_file_that_is_none_or_missing_is_told_in_words(
    tmp_path: Path, tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, monkeypatch, profile_of(tenant.facts))
    with pytest.raises(BadInput, match="cannot be read"):
        desk.run("sign", str(tmp_path / "absent.json"))
    other = tmp_path / "other.json"
    other.write_text("{}")
    with pytest.raises(BadInput, match="not a request"):
        desk.run("sign", str(other))
