"""The two faces of the simulated tenant, as stories of calendars see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.connectors.google.calendars import GoogleCalendars
from workbench.connectors.graph.calendars import GraphCalendars
from workbench.model.tenant import Profile

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Face:
    """``taken`` is how the log of effects calls an event that was taken out, ``loud`` what nobody
    may cause."""

    adapter: type[GraphCalendars | GoogleCalendars]
    right: str
    control: str
    taken: str
    loud: frozenset[str]
    quietly: str  # of a preview
    again: str
    fault: Row  # by which one guest's calendar cannot be asked

    def profile(self, facts: Mapping[str, Any], **changes: Any) -> Profile:
        make = google_profile_of if self is GOOGLE else profile_of
        return make(facts, **changes)

    def events(self, tenant: SimulatedTenant) -> list[Row]:
        return list(tenant.control(f"{self.control}events")["events"])

    def guests(self, tenant: SimulatedTenant, id: str) -> list[Row]:
        rows = self.events(tenant)
        return [row for row in rows if row["internet_id"] == id and not row["isOrganizer"]]

    def answer(self, tenant: SimulatedTenant, event: Row, answer: str) -> None:
        at = {"mailbox": event["mailbox"], "event": event["id"]}
        tenant.control(f"{self.control}answer-event", answer=answer, **at)

    def kinds(self, tenant: SimulatedTenant) -> list[str]:
        return [row["kind"] for row in tenant.control(f"{self.control}effects")["effects"]]

    def is_made_again(self, old: Row, shown: list[Row]) -> None:
        (made,) = [row for row in shown if self._is_same(row, old)]
        assert made["start"] == old["start"]
        if self is GOOGLE:
            assert made["organizer"] == old["organizer"]
            (guest,) = made["attendees"]
            assert guest in old["attendees"]
            assert guest["self"]
            assert made["privateCopy"]
            return
        assert made["id"] != old["id"]
        assert (made["body"], made["showAs"]) == (old["body"], old["showAs"])
        assert made["attendees"] == []

    def _is_same(self, row: Row, old: Row) -> bool:
        names = ("iCalUID", "summary", "description") if self is GOOGLE else ("subject", "start")
        return all(row[name] == old[name] for name in ("mailbox", *names))

    def is_quiet(self, tenant: SimulatedTenant) -> bool:
        """How events were asked to go: at Google with no word to anybody and only as they were
        read, elsewhere never by DELETE."""
        rows = tenant.control(f"{self.control}requests")["requests"]
        deleted = [r for r in rows if r["method"] == "DELETE" and "/events/" in r["target"]]
        if self is GRAPH:
            return not deleted
        return bool(deleted) and all("sendUpdates=none" in r["target"] for r in deleted)


GRAPH = Face(
    GraphCalendars, "Calendars.ReadWrite", "", "event-declined",
    frozenset({"response-sent", "invitations-sent"}), "without telling anybody",
    "with a new id and without guests", {"status": 500, "path": "eventMessage"},
)  # fmt: skip
GOOGLE = Face(
    GoogleCalendars, "calendar.events", "google-", "event-deleted",
    frozenset({"guests-told", "event-cancelled"}), "without writing to anybody",
    "without the other guests", {"status": 403, "path": "iCalUID"},
)  # fmt: skip
FACES = {"graph": GRAPH, "google": GOOGLE}
