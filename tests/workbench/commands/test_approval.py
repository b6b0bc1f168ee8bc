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
from workbench.commands import acting, approval, remediate
from workbench.errors import BadInput
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Profile

PASSPHRASE = "correct horse battery"
SUE = "sue@contoso.example"


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


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
    remediate.remediate(guarded, case, order(id), as_json=True)
    count = told(capsys)["selected"]
    code = remediate.remediate(guarded, case, order(id, count=count), as_json=True)
    waiting = told(capsys)
    assert (code, waiting["state"]) == (acting.HALTED, "awaiting approval")
    assert tenant.messages(internet_id=id) == before
    asked, signed = tmp_path / "asked.json", tmp_path / "signed.json"
    tail = ("--demo", "--workspace", str(case), "--json")
    assert desk.run("request", waiting["action"], "--output", str(asked), *tail) == acting.COMPLETE

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
