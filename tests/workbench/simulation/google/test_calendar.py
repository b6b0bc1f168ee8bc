"""The simulated Calendar API by itself: what it compares, refuses and shows of the deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tenant import Reply, SimulatedTenant
from tests.workbench.simulation.google.test_service import ANNA, BEN, PREFIX, signed
from tests.workbench.simulation.server.tiny import tiny_world

EVENTS = "/calendar/v3/calendars/primary/events"
EVE = "eve@outside.example"


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(tiny_world())
    yield running
    running.close()


@pytest.fixture
def tenant(server: SimulatedTenant) -> SimulatedTenant:
    server.reset()
    return server


def ask(
    tenant: SimulatedTenant,
    method: str,
    path: str,
    body: object = None,
    *,
    who: str = ANNA,
    scope: str = "calendar.events",
    **headers: str,
) -> Reply:
    token = signed(tenant, scope=PREFIX + scope, sub=who).json["access_token"]
    data = None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **named}
    return tenant.send(method, f"{EVENTS}{path}", data, sent)


def meeting(organizer: str = EVE, **members: Any) -> dict[str, Any]:
    return {
        "iCalUID": "u1", "summary": "Pay", "start": {"dateTime": "2026-11-27T09:00:00Z"},
        "end": {"dateTime": "2026-11-27T10:00:00Z"}, "organizer": {"email": organizer},
        "attendees": [{"email": ANNA}, {"email": BEN}], **members,
    }  # fmt: skip


def imported(tenant: SimulatedTenant, who: str = ANNA, **members: Any) -> dict[str, Any]:
    reply = ask(tenant, "POST", "/import", meeting(**members), who=who)
    assert reply.status == 200
    return reply.json


def items(tenant: SimulatedTenant, query: str) -> list[dict[str, Any]]:
    return list(ask(tenant, "GET", f"?iCalUID=u1{query}").json["items"])


def kinds(tenant: SimulatedTenant) -> list[str]:
    return [row["kind"] for row in tenant.control("google-effects")["effects"]]


def test_a_deletion_compares_versions_and_happens_once(tenant: SimulatedTenant) -> None:
    event = imported(tenant)
    one = f"/{event['id']}?sendUpdates=none"
    assert ask(tenant, "DELETE", one, If_Match='"0"').status == 412
    assert ask(tenant, "DELETE", one, If_Match=event["etag"]).status == 204
    assert ask(tenant, "DELETE", one).status == 410
    assert kinds(tenant) == ["event-made", "event-deleted"]


def test_what_was_deleted_is_shown_when_it_is_asked_for(tenant: SimulatedTenant) -> None:
    event = imported(tenant)
    ask(tenant, "DELETE", f"/{event['id']}")
    assert items(tenant, "") == []
    (row,) = items(tenant, "&showDeleted=true")
    assert row.keys() == {"kind", "etag", "id", "status"}
    assert ask(tenant, "GET", f"/{event['id']}").json == row
    tenant.set(google_forgets=False)
    assert ask(tenant, "GET", f"/{event['id']}").json["summary"] == "Pay"
    assert ask(tenant, "PATCH", f"/{event['id']}", {"status": "confirmed"}).status == 200
    assert len(items(tenant, "")) == 1


def test_an_import_is_a_private_copy_over_what_has_its_uid(tenant: SimulatedTenant) -> None:
    first = imported(tenant)
    again = imported(tenant, summary="Pay now")
    assert first["privateCopy"]
    assert (again["id"], again["summary"]) == (first["id"], "Pay now")
    assert again["etag"] != first["etag"]
    tenant.set(google_refuses_uid=True)
    assert ask(tenant, "POST", "/import", meeting()).status == 409


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"summary": "x"}, "required"),
        (meeting(attendees=[]), "participantIsNeitherOrganizerNorAttendee"),
    ],
)
def test_an_import_needs_its_members(
    tenant: SimulatedTenant, body: dict[str, Any], reason: str
) -> None:
    reply = ask(tenant, "POST", "/import", body)
    assert reply.status == 400
    assert reply.json["error"]["errors"][0]["reason"] == reason


def test_an_organizers_deletion_is_everybodys(tenant: SimulatedTenant) -> None:
    own = imported(tenant, organizer=ANNA)
    guest = imported(tenant, BEN, organizer=ANNA)
    assert own["organizer"]["self"]
    assert ask(tenant, "DELETE", f"/{own['id']}?sendUpdates=all").status == 204
    assert ask(tenant, "GET", f"/{guest['id']}", who=BEN).json["status"] == "cancelled"
    assert {"event-cancelled", "guests-told"} <= set(kinds(tenant))


def test_a_guests_deletion_is_a_refusal_that_the_organizer_can_see(
    tenant: SimulatedTenant,
) -> None:
    own = imported(tenant, organizer=ANNA)
    guest = imported(tenant, BEN, organizer=ANNA)
    ask(tenant, "DELETE", f"/{guest['id']}?sendUpdates=none", who=BEN)
    shown = ask(tenant, "GET", f"/{own['id']}").json
    assert {"email": BEN, "responseStatus": "declined"} in shown["attendees"]
    assert shown["status"] == "confirmed"
    assert "guests-told" not in kinds(tenant)


def test_reading_needs_one_scope_and_changing_another(tenant: SimulatedTenant) -> None:
    event = imported(tenant)
    one = f"/{event['id']}"
    assert ask(tenant, "GET", one, scope="calendar.events.readonly").status == 200
    assert ask(tenant, "DELETE", one, scope="calendar.events.readonly").status == 403
    assert ask(tenant, "GET", one, scope="gmail.modify").status == 403
    assert ask(tenant, "GET", "/none").status == 404
