"""`workbench remediate` and `workbench undo` on both faces of the simulated tenant."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of, reader_of
from workbench.commands import acting, remediate, undo
from workbench.commands.remediate import Order
from workbench.errors import BadInput
from workbench.model.remediation import ActionState
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import GoogleProfile, Profile, Registration
from workbench.profiles.remediator import RemediatorKeys
from workbench.remediation.choices import read_choice


@pytest.fixture(params=["graph", "google"])
def profile(request: pytest.FixtureRequest, simulated_tenant: SimulatedTenant) -> Profile:
    if request.param == "google":
        return google_profile_of(simulated_tenant.facts)
    return profile_of(simulated_tenant.facts)


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


def spread(tenant: SimulatedTenant) -> str:
    """The Message-ID with the most copies, none of them deleted yet."""
    found: dict[str, int] = {}
    for message in tenant.messages():
        found[message["internet_id"]] = found.get(message["internet_id"], 0) + 1
    return max(found, key=lambda id: (found[id], id))


def order(id: str, action: str = "quarantine", count: int | None = None) -> Order:
    return Order(id, read_choice(action), "phish", count)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("action", ["quarantine", "deleted", "tag"])
def test_shown_then_done_then_taken_back(
    tmp_path: Path,
    tenant: SimulatedTenant,
    profile: Profile,
    action: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, id = tmp_path / "case.workspace", spread(tenant)
    before = tenant.messages(internet_id=id)
    assert remediate.remediate(profile, path, order(id, action), as_json=True) == acting.COMPLETE
    plan = told(capsys)
    assert plan["dry_run"]
    assert plan["selected"] > 1
    assert "put back" in plan["reversible"] or "taken off exactly" in plan["reversible"]
    assert tenant.messages(internet_id=id) == before
    done = order(id, action, plan["selected"])
    assert remediate.remediate(profile, path, done, as_json=True) == acting.COMPLETE
    acted = told(capsys)
    assert acted["counts"] == {"done": plan["selected"]}
    assert isinstance(profile, GoogleProfile) or tenant.messages(internet_id=id) != before
    assert undo.undo(profile, path, acted["action"], as_json=True) == acting.COMPLETE
    assert told(capsys)["exceptions"] == []
    assert undo.undo(profile, path, acted["action"]) == acting.REFUSED
    assert "moved nothing that is not already back" in capsys.readouterr().err


def test_all_messages_alike_are_shown_done_and_taken_back_as_one(
    tmp_path: Path,
    tenant: SimulatedTenant,
    profile: Profile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "case.workspace"
    boxes = sorted({row["address"] for row in tenant.messages()})[:3]
    ids = [delivered(tenant, box) for box in boxes]
    for other in ids:
        assert remediate.remediate(profile, path, order(other)) == acting.COMPLETE
    capsys.readouterr()
    whole = replace(order(ids[0]), alike=True)
    assert remediate.remediate(profile, path, whole, as_json=True) == acting.COMPLETE
    plan = told(capsys)
    assert (plan["messages"], plan["selected"]) == (3, 3)
    done = replace(whole, count=plan["selected"])
    assert remediate.remediate(profile, path, done, as_json=True) == acting.COMPLETE
    acted = told(capsys)
    assert acted["counts"] == {"done": plan["selected"]}
    assert undo.undo(profile, path, acted["action"]) == acting.COMPLETE


def delivered(tenant: SimulatedTenant, box: str) -> str:
    """One of a wave: a Message-ID of its own, the sender and the subject of all."""
    made = tenant.control("deliver", kind="incoming", mailbox=box, subject="Parcel waiting")
    return str(made["internet_ids"][0])


def test_a_wrong_count_is_refused_and_nothing_moves(
    tmp_path: Path,
    tenant: SimulatedTenant,
    profile: Profile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    id = spread(tenant)
    before = tenant.messages(internet_id=id)
    wrong = order(id, count=999)
    assert remediate.remediate(profile, tmp_path / "w", wrong) == acting.REFUSED
    assert "999 copies were confirmed" in capsys.readouterr().err
    assert tenant.messages(internet_id=id) == before


def test_the_plan_is_text_for_people_too(
    tmp_path: Path, tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    id = spread(tenant)
    assert remediate.remediate(profile, tmp_path / "w", order(id, "junk")) == acting.COMPLETE
    out = capsys.readouterr().out
    assert out.startswith("Nothing is changed. Moves ")
    assert "\n[x] " in out
    assert "To do it: --yes" in out


def test_strong_mode_is_refused_where_there_is_none(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = google_profile_of(tenant.facts)
    strong = order(spread(tenant), "strong")
    assert remediate.remediate(profile, tmp_path / "w", strong) == acting.REFUSED
    assert "offers no action strong quarantine" in capsys.readouterr().err


def test_strong_mode_on_exchange_goes_there_and_back(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, path, id = profile_of(tenant.facts), tmp_path / "w", spread(tenant)
    before = {row["id"]: row for row in tenant.messages(internet_id=id)}
    remediate.remediate(profile, path, order(id, "strong"), as_json=True)
    count = told(capsys)["selected"]
    strong = order(id, "strong", count)
    assert remediate.remediate(profile, path, strong, as_json=True) == acting.COMPLETE
    assert undo.undo(profile, path, told(capsys)["action"]) == acting.COMPLETE
    after = {row["id"]: row for row in tenant.messages(internet_id=id)}
    folders = [{id: row["folder"] for id, row in rows.items()} for rows in (before, after)]
    assert folders[0] == folders[1]


def test_who_may_only_read_is_refused(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, id = reader_of(tenant), spread(tenant)
    assert remediate.remediate(profile, tmp_path / "w", order(id), as_json=True) == acting.COMPLETE
    count = told(capsys)["selected"]
    refused = remediate.remediate(profile, tmp_path / "w", order(id, count=count))
    assert refused == acting.REFUSED
    assert "has not granted moving" in capsys.readouterr().err


def test_a_message_nobody_has_is_named(tmp_path: Path, tenant: SimulatedTenant) -> None:
    with pytest.raises(BadInput, match="holds a message <none@x"):
        remediate.remediate(profile_of(tenant.facts), tmp_path / "w", order("<none@x.example>"))


def test_the_arguments_name_a_tenant_and_a_message() -> None:
    parser = argparse.ArgumentParser()
    remediate.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--message-id", "<a@b>"])
    found = parser.parse_args(["--message-id", "<a@b>", "--demo", "--yes", "3"])
    assert (found.action, found.yes, found.demo) == ("quarantine", 3, True)
    with pytest.raises(SystemExit):
        parser.parse_args(["--message-id", "<a@b>", "--demo", "--yes", "3", "--dry-run"])


def test_each_end_has_its_code() -> None:
    assert len({acting.COMPLETE, acting.EXCEPTIONS, acting.HALTED, acting.REFUSED, 2}) == 5
    assert ActionState.HALTED.value == "halted"


def test_a_second_identity_is_unlocked_for_each_action(
    tmp_path: Path,
    tenant: SimulatedTenant,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts, secrets = tenant.facts, tmp_path / "secrets.json"
    reader, writer = facts["reader"], facts["remediator"]
    profile = profile_of(
        facts,
        name="Contoso",
        client_id=reader["client_id"],
        secret=reader["client_secret"],
        remediator=Registration(writer["client_id"]),
    )
    RemediatorKeys.beside(secrets).keep("Contoso", writer["client_secret"], "correct horse")
    monkeypatch.setattr("workbench.app.secrets_path", lambda: secrets)
    asked: list[str] = []

    def ask(words: str, _: object) -> str:
        asked.append(words)
        return "correct horse"

    monkeypatch.setattr(getpass, "getpass", ask)
    path, id = tmp_path / "case.workspace", spread(tenant)
    remediate.remediate(profile, path, order(id), as_json=True)
    assert asked == []
    done = order(id, count=told(capsys)["selected"])
    assert remediate.remediate(profile, path, done, as_json=True) == acting.COMPLETE
    assert undo.undo(profile, path, told(capsys)["action"]) == acting.COMPLETE
    assert len(asked) == 2
    assert {effect["actor"] for effect in tenant.effects()} == {writer["client_id"]}


def test_what_the_records_name_beyond_the_copies_is_shown(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    id = spread(tenant)
    event = {
        "InternetMessageId": id,
        "NetworkMessageId": "n-1",
        "SenderFromAddress": "somebody@far.example",
        "RecipientEmailAddress": "held@velmora.example",
        "Subject": "",
        "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "DeliveryAction": "Blocked",
        "DeliveryLocation": "Quarantine",
        "LatestDeliveryAction": "",
        "LatestDeliveryLocation": "",
    }
    tenant.set(held=[event])
    code = remediate.remediate(profile_of(tenant.facts), tmp_path / "c.workspace", order(id))
    shown = capsys.readouterr().out
    assert code == acting.EXCEPTIONS
    assert "1 more lies in the provider's quarantine" in shown
    assert "[?] held@velmora.example  in the provider's quarantine" in shown


def test_protected_mailboxes_and_those_outside_the_pilot_are_marked_in_rows_and_json(
    tmp_path: Path, tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    path, id = tmp_path / "case.workspace", spread(tenant)
    boxes = sorted({row["address"] for row in tenant.messages(internet_id=id)})
    guarded = replace(
        profile, safeguards=Safeguards(protected=(boxes[0].upper(),)), fence=tuple(boxes[:2])
    )
    remediate.remediate(guarded, path, order(id), as_json=True)
    plan = told(capsys)
    marks = {row["mailbox_address"]: row["mailbox_marks"] for row in plan["rows"]}
    assert "protected" in marks[boxes[0]]
    assert "protected" not in marks[boxes[1]]
    assert "1 mailbox is protected" in plan["sentence"]
    remediate.remediate(guarded, path, order(id))
    shown = capsys.readouterr().out.splitlines()
    assert any(boxes[0] in line and "protected" in line for line in shown)


def test_archives_are_named_as_exactly_as_they_are_known(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    path, id = tmp_path / "case.workspace", spread(tenant)
    profile = profile_of(tenant.facts)
    assert remediate.remediate(profile, path, order(id), as_json=True) == acting.COMPLETE
    plan = told(capsys)
    assert any(gap.startswith("online archives of ") for gap in plan["gaps"])
    assert plan["notes"] == []
    people = tuple(p.address for p in tenant.world.people if p.kind == "user")
    tenant.set(archives=[])
    pilot, path = replace(profile, fence=people), tmp_path / "pilot.workspace"
    assert remediate.remediate(pilot, path, order(id), as_json=True) == acting.COMPLETE
    plan = told(capsys)
    assert not any(gap.startswith("online archives") for gap in plan["gaps"])
    (note,) = plan["notes"]
    assert note.startswith(f"none of {len(people)} mailboxes had an online archive on 20")
    remediate.remediate(pilot, path, order(id))
    assert f"Known: {note}" in capsys.readouterr().out
