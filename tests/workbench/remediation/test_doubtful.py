"""Events in calendars of which nobody knows are read again and asked for again, when a person says
so and not for ever: over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.approvals.second import second_person
from tests.workbench.remediation.faces import FACES, GRAPH, Face
from tests.workbench.remediation.test_calendars import id as id
from tests.workbench.remediation.test_calendars import quarantined
from workbench.approvals.files import write_file
from workbench.approvals.requests import ApprovalRequest
from workbench.approvals.signed import sign, write_approval
from workbench.commands import acting, approval, undo
from workbench.commands.resume import resume
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Profile
from workbench.remediation import anchors, calendars, verification
from workbench.remediation.approving import Judge, request_of
from workbench.remediation.batch import Surroundings
from workbench.remediation.journal import Action
from workbench.remediation.meetings import TRIES
from workbench.store.workspace import Workspace

TAKING = {  # how a request that takes an event out is known, by face
    "graph": {"method": "POST", "path": "/decline"},
    "google": {"method": "DELETE", "path": "/calendar/v3/"},
}
MAKING = {
    "graph": {"method": "POST", "path": "/events$"},
    "google": {"method": "POST", "path": "/events/import"},
}


@pytest.fixture
def tenant(
    simulated_tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SimulatedTenant]:
    monkeypatch.setattr(calendars, "LOOKS", 1)  # without the pauses between
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


class Story:
    def __init__(
        self, face: Face, tenant: SimulatedTenant, path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.face, self.tenant = face, tenant
        self.name = next(name for name, one in FACES.items() if one is face)
        self.profile: Profile = face.profile(tenant.facts)
        self.path, self._capsys = path, capsys

    def quarantined(self, id: str) -> dict[str, Any]:
        return quarantined(self.profile, self.path, id, self._capsys)

    def resumed(self, action: str = "") -> tuple[int, dict[str, Any]]:
        code = resume(self.profile, self.path, action, as_json=True)
        out = self._capsys.readouterr().out
        return code, dict(json.loads(out)) if out else {}

    def undone(self, action: str) -> dict[str, Any]:
        undo.undo(self.profile, self.path, action, as_json=True)
        return dict(json.loads(self._capsys.readouterr().out))

    def lose(self, which: dict[str, dict[str, str]]) -> None:
        """Such requests break before they have any effect."""
        self.tenant.faults({"fault": "status", "status": 500, **which[self.name]})

    def lost(self) -> int:
        """How many requests got lost; none does from now on."""
        (hits,) = self.tenant.control("faults", rules=[])["hits"]
        return int(hits)

    def request(self, action: str, safeguards: Safeguards) -> ApprovalRequest:
        judge = Judge(safeguards, (), datetime.now(UTC))
        with closing(Workspace.look(self.path)) as workspace:
            return workspace.run_blocking(request_of, action, judge)

    def holds(self) -> bool:
        with closing(Workspace.look(self.path)) as workspace:
            outside = anchors.load(anchors.path_beside(self.path))
            return workspace.run_blocking(verification.verify, outside).holds


@pytest.fixture(params=sorted(FACES))
def story(
    request: pytest.FixtureRequest,
    tenant: SimulatedTenant,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Story:
    return Story(FACES[request.param], tenant, tmp_path / "case.workspace", capsys)


def test_events_in_doubt_are_asked_for_again_and_taken_out_once(story: Story, id: str) -> None:
    face, before = story.face, story.face.guests(story.tenant, id)
    story.lose(TAKING)
    done = story.quarantined(id)
    assert (done["state"], done["doubtful_events"]) == ("completed", len(before))
    assert "not proven" in done["note"]
    assert story.lost() == len(before)
    assert face.guests(story.tenant, id) == before
    code, again = story.resumed()
    assert (code, again["doubtful_events"]) == (acting.COMPLETE, 0)
    assert again["note"] == f"{len(before)} calendar events were taken out of calendars"
    assert again["counts"] == done["counts"]
    assert face.guests(story.tenant, id) == []
    assert face.kinds(story.tenant).count(face.taken) == len(before)
    assert story.holds()
    assert story.resumed(done["action"])[0] == acting.REFUSED
    assert f"{len(before)} calendar events were made again" in story.undone(done["action"])["note"]


def test_an_event_that_is_gone_by_now_is_not_asked_for(story: Story, id: str) -> None:
    face, tenant = story.face, story.tenant
    story.lose(TAKING)
    story.quarantined(id)
    for event in face.guests(tenant, id):
        face.answer(tenant, event, "delete")
    story.lose(TAKING)
    code, again = story.resumed()
    assert (code, story.lost()) == (acting.COMPLETE, 0)
    assert "taken out of calendars" in again["note"]
    assert story.holds()


def test_one_that_was_answered_meanwhile_is_left_and_stays_in_doubt(story: Story, id: str) -> None:
    face, tenant = story.face, story.tenant
    first, *rest = face.guests(tenant, id)
    story.lose(TAKING)
    story.quarantined(id)
    face.answer(tenant, first, "accept")
    story.lost()
    code, again = story.resumed()
    assert (code, again["doubtful_events"]) == (acting.EXCEPTIONS, 1)
    assert f"1 calendar event not proven: {calendars.ALTERED}" in again["note"]
    assert [row["id"] for row in face.guests(tenant, id)] == [first["id"]]
    assert face.kinds(tenant).count(face.taken) == len(rest)


def test_it_is_not_tried_for_ever(story: Story, id: str) -> None:
    events = len(story.face.guests(story.tenant, id))
    story.lose(TAKING)
    action = story.quarantined(id)["action"]
    for number in range(2, TRIES + 1):
        code, again = story.resumed(action)
        left = events if number < TRIES else 0
        assert (code, again["doubtful_events"]) == (
            acting.EXCEPTIONS if left else acting.COMPLETE, left,
        )  # fmt: skip
        assert "not proven" in again["note"]
    assert story.resumed(action)[0] == acting.REFUSED
    assert story.lost() == TRIES * events
    assert story.holds()


def test_what_was_taken_back_is_not_asked_for_any_more(story: Story, id: str) -> None:
    story.lose(TAKING)
    action = story.quarantined(id)["action"]
    before = story.face.guests(story.tenant, id)
    story.undone(action)
    assert story.lost() == len(before)
    assert story.resumed(action)[0] == acting.REFUSED
    assert story.face.guests(story.tenant, id) == before


def test_events_that_an_undo_could_not_make_again_are_made_once(story: Story, id: str) -> None:
    face, tenant = story.face, story.tenant
    before = face.guests(tenant, id)
    done = story.quarantined(id)
    story.lose(MAKING)
    back = story.undone(done["action"])
    assert back["doubtful_events"] == len(before)
    assert story.lost() == len(before)
    code, again = story.resumed(back["action"])
    assert (code, again["doubtful_events"]) == (acting.COMPLETE, 0)
    assert f"{len(before)} calendar events were made again" in again["note"]
    assert face.kinds(tenant).count("event-made") == len(before)
    assert not face.loud & set(face.kinds(tenant))
    assert story.holds()


def test_a_made_event_whose_calendar_then_fell_silent_is_in_doubt_and_found(
    story: Story, id: str
) -> None:
    """Never called left: whether it was made nobody knows."""
    face, tenant = story.face, story.tenant
    before = face.guests(tenant, id)
    done = story.quarantined(id)
    silent = {"graph": "calendarView", "google": "iCalUID="}[story.name]
    tenant.faults({"fault": "status", "status": 500, "method": "GET", "path": silent})
    back = story.undone(done["action"])
    assert back["doubtful_events"] == len(before)
    tenant.faults()
    code, again = story.resumed(back["action"])
    assert (code, again["doubtful_events"]) == (acting.COMPLETE, 0)
    assert face.kinds(tenant).count("event-made") == len(before)


def test_an_end_of_the_program_while_asking_again_is_gone_on_with(
    story: Story, id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.lose(TAKING)
    events = len(story.face.guests(story.tenant, id))
    story.quarantined(id)
    story.lost()

    async def dies(around: Surroundings, action: Action) -> str:
        raise RuntimeError

    with monkeypatch.context() as dying:
        dying.setattr(calendars, "settled", dies)
        with pytest.raises(RuntimeError):
            story.resumed()
    assert story.holds()
    assert story.face.kinds(story.tenant).count(story.face.taken) == 0
    code, again = story.resumed()
    assert (code, again["doubtful_events"]) == (acting.COMPLETE, 0)
    assert story.face.kinds(story.tenant).count(story.face.taken) == events
    assert story.holds()


def test_a_profile_that_became_stricter_asks_a_second_person_first(
    story: Story, id: str, tmp_path: Path
) -> None:
    sue, private = second_person()
    story.profile = replace(story.profile, safeguards=Safeguards((sue.line,)))
    story.lose(TAKING)
    action = story.quarantined(id)["action"]
    assert story.lost()
    stricter = Safeguards((sue.line,), ("*@*",))
    story.profile = replace(story.profile, safeguards=stricter)
    assert story.resumed(action)[0] == acting.REFUSED
    signed = sign(story.request(action, stricter), sue, private, datetime.now(UTC))
    file = tmp_path / "approval.json"
    write_file(file, write_approval(signed))
    assert approval.apply(story.profile, story.path, file, as_json=True) == acting.COMPLETE
    assert story.face.guests(story.tenant, id) == []
    assert story.holds()


def test_a_calendar_that_keeps_what_was_declined_is_not_asked_over_and_over(
    tenant: SimulatedTenant, tmp_path: Path, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The event is another one since, as after any answer: whose that was nobody can tell."""
    story = Story(GRAPH, tenant, tmp_path / "case.workspace", capsys)
    tenant.set(keeps_declined=True)
    events = len(GRAPH.guests(tenant, id))
    story.quarantined(id)
    _, again = story.resumed()
    assert calendars.ALTERED in again["note"]
    assert GRAPH.kinds(tenant).count(GRAPH.taken) == events
