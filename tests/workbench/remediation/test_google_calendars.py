"""What is Google's alone in stories of calendars: versions, rights, and how events come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import order
from tests.workbench.desks import google_profile_of
from tests.workbench.remediation.faces import GOOGLE
from workbench.commands import acting, remediate, undo
from workbench.connectors.google.calendars import GoogleCalendars
from workbench.model.tenant import GoogleProfile


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture
def profile(tenant: SimulatedTenant) -> GoogleProfile:
    return google_profile_of(tenant.facts)


@pytest.fixture
def id(tenant: SimulatedTenant) -> str:
    """An invitation with several guests here."""
    ids = [row["internet_id"] for row in GOOGLE.events(tenant)]
    return str(max(ids, key=lambda id: (ids.count(id), id)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.workspace"


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def quarantined(
    profile: GoogleProfile, path: Path, id: str, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    remediate.remediate(profile, path, order(id), as_json=True)
    remediate.remediate(profile, path, order(id, count=told(capsys)["selected"]), as_json=True)
    return told(capsys)


def asked(tenant: SimulatedTenant, words: str) -> list[dict[str, Any]]:
    rows = tenant.control("google-requests")["requests"]
    return [row for row in rows if words in row["target"]]


def test_what_changes_between_the_last_look_and_the_deletion_is_left(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, *rest = GOOGLE.guests(tenant, id)
    inner = GoogleCalendars.take_out

    async def take_out(self: GoogleCalendars, mailbox: str, key: str, version: str) -> None:
        if key == first["id"]:
            GOOGLE.answer(tenant, first, "accept")
        await inner(self, mailbox, key, version)

    monkeypatch.setattr(GoogleCalendars, "take_out", take_out)
    done = quarantined(profile, path, id, capsys)
    assert "1 calendar event left: changed in the calendar since it was shown" in done["note"]
    assert [row["id"] for row in GOOGLE.guests(tenant, id)] == [first["id"]]
    assert GOOGLE.kinds(tenant).count("event-deleted") == len(rest)
    assert [row["status"] for row in asked(tenant, "sendUpdates=none")].count(412) == 1


def test_where_an_import_is_refused_the_deleted_event_is_put_back(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tenant.set(google_refuses_uid=True)
    before = GOOGLE.guests(tenant, id)
    done = quarantined(profile, path, id, capsys)
    assert GOOGLE.guests(tenant, id) == []
    assert undo.undo(profile, path, done["action"], as_json=True) == acting.COMPLETE
    assert f"{len(before)} calendar events were made again" in told(capsys)["note"]
    again = GOOGLE.guests(tenant, id)
    assert [row["attendees"] for row in again] == [row["attendees"] for row in before]
    assert not GOOGLE.loud & set(GOOGLE.kinds(tenant))


def test_an_event_that_its_owner_has_put_back_is_not_made_again(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, *rest = GOOGLE.guests(tenant, id)
    done = quarantined(profile, path, id, capsys)
    GOOGLE.answer(tenant, first, "restore")
    undo.undo(profile, path, done["action"], as_json=True)
    assert GOOGLE.kinds(tenant).count("event-made") == len(rest)


def test_an_event_that_is_gone_for_good_comes_back_by_its_sealed_copy(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = GOOGLE.guests(tenant, id)
    done = quarantined(profile, path, id, capsys)
    tenant.control("google-empty-calendars")
    undo.undo(profile, path, done["action"], as_json=True)
    shown = GOOGLE.events(tenant)
    for old in before:
        GOOGLE.is_made_again(old, shown)


def test_without_any_right_to_calendars_an_invitation_is_a_gap_and_other_mail_is_none(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tenant.set(revoked=["calendar.events", "calendar.events.readonly"])
    remediate.remediate(profile, path, order(id), as_json=True)
    plan = told(capsys)
    (gap,) = [gap for gap in plan["gaps"] if gap.startswith("events in calendars: ")]
    assert "auth/calendar.events: delegate it" in gap
    assert not any(row["meeting"] for row in plan["rows"])
    invitations = {row["internet_id"] for row in GOOGLE.events(tenant)}
    other = next(m["internet_id"] for m in tenant.messages() if m["internet_id"] not in invitations)
    remediate.remediate(profile, path, order(other), as_json=True)
    assert not [gap for gap in told(capsys)["gaps"] if gap.startswith("events in calendars")]


def test_one_copy_tells_the_event_for_all(
    tenant: SimulatedTenant,
    profile: GoogleProfile,
    path: Path,
    id: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    remediate.remediate(profile, path, order(id), as_json=True)
    told(capsys)
    boxes = {row["mailbox"] for row in GOOGLE.events(tenant) if row["internet_id"] == id}
    assert len(boxes) > 2
    assert len(asked(tenant, "format=full")) == 2  # for whether it is an invitation, and for all
    assert len(asked(tenant, "iCalUID")) == 1 + len(boxes)
