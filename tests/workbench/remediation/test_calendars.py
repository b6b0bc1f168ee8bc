"""Events of invitations leave the calendars with their messages, come back with them, and nobody is
told: over HTTP, with deaths in the middle."""

from __future__ import annotations

import contextlib
import getpass
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import order
from tests.workbench.remediation.faces import FACES, GOOGLE, GRAPH, Face
from workbench.commands import acting, remediate, undo
from workbench.commands.resume import resume
from workbench.model.tenant import Profile, Registration
from workbench.profiles.remediator import RemediatorKeys
from workbench.remediation import anchors, keepsakes, verification
from workbench.store.workspace import Workspace


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture(params=sorted(FACES))
def face(request: pytest.FixtureRequest) -> Face:
    return FACES[request.param]


@pytest.fixture
def profile(face: Face, tenant: SimulatedTenant) -> Profile:
    return face.profile(tenant.facts)


@pytest.fixture
def id(tenant: SimulatedTenant) -> str:
    """An invitation that lies in the Inboxes of its guests."""
    folders: dict[str, set[str]] = {}
    for row in tenant.messages():
        folders.setdefault(row["internet_id"], set()).add(row["known"])
    return next(
        str(event["internet_id"])
        for event in tenant.control("events")["events"]
        if folders[event["internet_id"]] == {"inbox", "sentitems"}
    )


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def quarantined(
    profile: Profile, path: Path, id: str, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    remediate.remediate(profile, path, order(id), as_json=True)
    count = told(capsys)["selected"]
    remediate.remediate(profile, path, order(id, count=count), as_json=True)
    return told(capsys)


def test_events_go_and_come_back_and_nobody_is_told(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, before = tmp_path / "case.workspace", face.guests(tenant, id)
    remediate.remediate(profile, path, order(id), as_json=True)
    plan = told(capsys)
    assert f"also takes {len(before)} calendar events out {face.quietly};" in plan["sentence"]
    assert f"undo makes them again, {face.again}" in plan["sentence"]
    assert sum(row["meeting"] is not None for row in plan["rows"]) == len(before) + 1
    assert face.guests(tenant, id) == before
    remediate.remediate(profile, path, order(id, count=plan["selected"]), as_json=True)
    done = told(capsys)
    assert done["note"] == f"{len(before)} calendar events were taken out of calendars"
    assert face.guests(tenant, id) == []
    assert undo.undo(profile, path, done["action"], as_json=True) == acting.COMPLETE
    assert f"{len(before)} calendar events were made again" in told(capsys)["note"]
    for old in before:
        face.is_made_again(old, face.events(tenant))
    assert not face.loud & set(face.kinds(tenant))
    with contextlib.closing(Workspace.look(path)) as workspace:
        outside = anchors.load(anchors.path_beside(path))
        assert workspace.run_blocking(verification.verify, outside).holds
    assert face.is_quiet(tenant)


def test_an_edited_row_of_a_calendar_event_is_found(
    tmp_path: Path,
    face: Face,
    profile: Profile,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "case.workspace"
    quarantined(profile, path, id, capsys)
    outside = anchors.load(anchors.path_beside(path))
    with contextlib.closing(Workspace.open(path)) as workspace:
        assert workspace.run_blocking(verification.verify, outside).holds
        for sql in ("UPDATE calendar_event SET state = 'kept'", "DELETE FROM calendar_event"):
            workspace.run_blocking(_execute, sql)
            assert not workspace.run_blocking(verification.verify, outside).holds
        far = datetime.now(UTC) + timedelta(days=91)
        workspace.run_blocking(keepsakes.expire, far)


def _execute(connection: Connection, sql: str) -> None:
    connection.execute(text(sql))


def test_what_somebody_answered_or_deleted_is_left_and_named(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, *rest = face.guests(tenant, id)
    inner = face.adapter.held
    changed: list[str] = []

    async def held(self: Any, mailbox: str, key: str) -> Any:
        """Between the preview and the act its owner answers the one and deletes the other."""
        for event, answer in ((first, "accept"), (second, "delete")):
            if event["id"] not in changed and key == event["id"]:
                changed.append(key)
                face.answer(tenant, event, answer)
        return await inner(self, mailbox, key)

    monkeypatch.setattr(face.adapter, "held", held)
    done = quarantined(profile, tmp_path / "case.workspace", id, capsys)
    assert [row["id"] for row in face.guests(tenant, id)] == [first["id"]]
    assert "1 calendar event left: changed in the calendar since it was shown here" in done["note"]
    assert done["state"] == "completed"
    assert face.kinds(tenant).count(face.taken) == len(rest)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("held", marks=pytest.mark.long),
        pytest.param("take_out", marks=pytest.mark.long),
        "after take_out",
    ],
)
def test_a_death_between_message_and_event_is_gone_on_with_by_reading_first(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    step: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, before = tmp_path / "case.workspace", face.guests(tenant, id)
    remediate.remediate(profile, path, order(id), as_json=True)
    _die(face, tenant, path, step, id=id, count=told(capsys)["selected"])
    assert resume(profile, path, as_json=True) == acting.COMPLETE
    assert f"{len(before)} calendar events were taken out" in capsys.readouterr().out
    assert face.guests(tenant, id) == []
    assert face.kinds(tenant).count(face.taken) == len(before)
    assert not face.loud & set(face.kinds(tenant))


@pytest.mark.parametrize(
    "step", [pytest.param("make_again", marks=pytest.mark.long), "after make_again"]
)
def test_a_death_in_the_undo_makes_no_event_twice(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    step: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, before = tmp_path / "case.workspace", face.guests(tenant, id)
    done = quarantined(profile, path, id, capsys)
    _die(face, tenant, path, step, action=done["action"])
    assert resume(profile, path, as_json=True) == acting.COMPLETE
    assert face.kinds(tenant).count("event-made") == len(before)
    assert not face.loud & set(face.kinds(tenant))


def _die(face: Face, tenant: SimulatedTenant, path: Path, step: str, **given: Any) -> None:
    name = step.removeprefix("after ")
    told = {
        "google": face is GOOGLE, "facts": tenant.facts, "path": str(path), "step": name,
        "after": step != name,
    }  # fmt: skip
    whole = json.dumps({"id": "", "count": 0, "action": "", **told, **given}, default=str)
    command = [sys.executable, "-m", "tests.workbench.remediation.dying", whole]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def test_calendars_that_keep_what_was_declined_are_named_as_not_proven(
    tmp_path: Path,
    tenant: SimulatedTenant,
    id: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exchange may be set to; Google has no such setting."""
    monkeypatch.setattr("workbench.remediation.calendars.LOOKS", 1)
    profile = GRAPH.profile(tenant.facts)
    tenant.control("settings", set={"keeps_declined": True})
    done = quarantined(profile, tmp_path / "case.workspace", id, capsys)
    assert "not proven: still shown in the calendar" in done["note"]
    assert "taken out" not in done["note"]


def test_without_the_right_it_is_said_before_and_nothing_fails(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tenant.control("settings", set={"revoked": [face.right]})
    path, before = tmp_path / "case.workspace", face.guests(tenant, id)
    alone = replace(profile, fence=())
    remediate.remediate(alone, path, order(id), as_json=True)
    plan = told(capsys)
    assert f"events left: the right {face.right} is not granted" in plan["sentence"]
    done = order(id, count=plan["selected"])
    assert remediate.remediate(alone, path, done, as_json=True) == acting.COMPLETE
    assert face.guests(tenant, id) == before


def test_the_right_of_the_remediator_is_enough(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    id: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secrets = tmp_path / "secrets.json"
    profile, secret = _two(face, tenant)
    RemediatorKeys.beside(secrets).keep("Contoso", secret, "correct horse")
    monkeypatch.setattr("workbench.app.secrets_path", lambda: secrets)
    monkeypatch.setattr(getpass, "getpass", lambda *_: "correct horse")
    path = tmp_path / "case.workspace"
    remediate.remediate(profile, path, order(id), as_json=True)
    plan = told(capsys)
    assert f"(where the right {face.right} is granted)" in plan["sentence"]
    remediate.remediate(profile, path, order(id, count=plan["selected"]), as_json=True)
    assert "taken out of calendars" in told(capsys)["note"]
    assert face.guests(tenant, id) == []
    if face is GRAPH:  # Google's log of effects knows no accounts
        writer = tenant.facts["remediator"]["client_id"]
        assert {effect["actor"] for effect in tenant.effects()} == {writer}


def _two(face: Face, tenant: SimulatedTenant) -> tuple[Profile, str]:
    """A reader and a remediator, and the remediator's secret."""
    if face is GOOGLE:
        google = tenant.facts["google"]
        keys = {"key": google["reader_key"], "remediator_key": google["remediator_key"]}
        return face.profile(tenant.facts, name="Contoso", **keys), Path(
            keys["remediator_key"]
        ).read_text()
    reader, writer = tenant.facts["reader"], tenant.facts["remediator"]
    one = {"client_id": reader["client_id"], "secret": reader["client_secret"]}
    remediator = Registration(writer["client_id"])
    return (
        face.profile(tenant.facts, name="Contoso", remediator=remediator, **one),
        writer["client_secret"],
    )


def test_a_calendar_nobody_could_ask_is_a_gap_and_the_others_are_counted(
    tmp_path: Path,
    tenant: SimulatedTenant,
    face: Face,
    profile: Profile,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    count = len(face.guests(tenant, id))
    rule = {"fault": "status", "skip": 2, "times": 1, **face.fault}
    tenant.control("faults", rules=[rule])
    remediate.remediate(profile, tmp_path / "case.workspace", order(id), as_json=True)
    plan = told(capsys)
    assert any(gap.startswith("events in calendars: ") for gap in plan["gaps"])
    assert sum(row["meeting"] is not None for row in plan["rows"]) == count
    tenant.control("faults", rules=[])
