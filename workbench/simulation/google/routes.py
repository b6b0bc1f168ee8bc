"""Which Google operation each request means, what it needs and where it is known from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.simulation.google import (
    accounts,
    alerts,
    calendar,
    changes,
    delegates,
    directory,
    gmail,
    inserting,
    payload,
)
from workbench.simulation.google.calls import GoogleCall, GoogleRefusal
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.provenance import CALENDAR
from workbench.simulation.sources import Source, described

Handler = Callable[[GoogleSite, GoogleCall, Mapping[str, str]], Answer]

READ = frozenset({"gmail.readonly", "gmail.modify"})
WRITE = frozenset({"gmail.modify"})
USERS = frozenset({"admin.directory.user.readonly", "admin.directory.user"})
MEMBERS = frozenset({"admin.directory.group.member.readonly"})
SETTINGS = READ | {"gmail.settings.basic"}
BASIC, SHARING = frozenset({"gmail.settings.basic"}), frozenset({"gmail.settings.sharing"})
SECURITY = frozenset({"admin.directory.user.security"})
CHANGE_USERS = frozenset({"admin.directory.user"})
REPORTS = frozenset({"admin.reports.audit.readonly"})
GROUPS = frozenset({"admin.directory.group.readonly"})
ALERTS = frozenset({"apps.alerts"})
SEE_EVENTS = frozenset({"calendar.events.readonly", "calendar.events"})
CHANGE_EVENTS = frozenset({"calendar.events"})
DISCOVERY = described("Google discovery documents, 2026-09-29 to 2026-11-04")


@dataclass(frozen=True, slots=True)
class Route:
    """Any one of ``scopes`` suffices; ``units`` is what the operation costs of the mailbox's
    quota (https://developers.google.com/workspace/gmail/api/reference/quota)."""

    method: str
    template: str
    handler: Handler
    scopes: frozenset[str]
    units: int = 0
    source: Source = DISCOVERY

    def match(self, call: GoogleCall) -> dict[str, str] | None:
        pattern = self.template.split("/")
        if len(pattern) != len(call.path):
            return None
        names = {}
        for wanted, given in zip(pattern, call.path, strict=True):
            if wanted.startswith("{") and given:
                names[wanted[1:-1]] = given
            elif wanted != given:
                return None
        return names

    @property
    def is_mail(self) -> bool:
        return self.template.startswith("gmail/")


def _calendar() -> tuple[Route, ...]:
    events, at = "calendar/v3/calendars/{calendar}/events", calendar
    asked = (
        ("GET", events, at.list_events, SEE_EVENTS),
        ("POST", f"{events}/import", at.import_event, CHANGE_EVENTS),
        ("GET", f"{events}/{{event}}", at.get_event, SEE_EVENTS),
        ("PATCH", f"{events}/{{event}}", at.change_event, CHANGE_EVENTS),
        ("DELETE", f"{events}/{{event}}", at.delete_event, CHANGE_EVENTS),
    )
    return tuple(
        Route(method, path, handler, scopes, source=described(CALENDAR))
        for method, path, handler, scopes in asked
    )


GMAIL = "gmail/v1/users/{user}"
ADMIN = "admin/directory/v1"
ROUTES = (
    Route("GET", f"{GMAIL}/profile", gmail.get_profile, READ, 1),
    Route("GET", f"{GMAIL}/messages", gmail.list_messages, READ, 5),
    Route("POST", f"{GMAIL}/messages", inserting.insert, WRITE, 25),
    Route("POST", f"{GMAIL}/messages/batchModify", changes.batch_modify, WRITE, 50),
    Route("GET", f"{GMAIL}/messages/{{message}}", gmail.get_message, READ, 5),
    Route(
        "GET", f"{GMAIL}/messages/{{message}}/attachments/{{attachment}}", payload.get_attachment,
        READ, 5,
    ),
    Route("POST", f"{GMAIL}/messages/{{message}}/modify", changes.modify, WRITE, 5),
    Route("POST", f"{GMAIL}/messages/{{message}}/trash", changes.trash, WRITE, 5),
    Route("POST", f"{GMAIL}/messages/{{message}}/untrash", changes.untrash, WRITE, 5),
    Route("GET", f"{GMAIL}/threads/{{thread}}", gmail.get_thread, READ, 10),
    Route("GET", f"{GMAIL}/history", gmail.list_history, READ, 2),
    Route("GET", f"{GMAIL}/labels", gmail.list_labels, READ, 1),
    Route("POST", f"{GMAIL}/labels", changes.create_label, WRITE, 5),
    Route("GET", f"{GMAIL}/labels/{{label}}", gmail.get_label, READ, 1),
    Route("DELETE", f"{GMAIL}/labels/{{label}}", changes.delete_label, WRITE, 5),
    Route("GET", f"{GMAIL}/settings/filters", accounts.list_filters, SETTINGS, 1),
    Route("GET", f"{GMAIL}/settings/autoForwarding", accounts.get_forwarding, SETTINGS, 1),
    Route("POST", f"{GMAIL}/settings/filters", accounts.create_filter, BASIC, 5),
    Route(
        "DELETE", f"{GMAIL}/settings/filters/{{filter}}", accounts.delete_filter, BASIC, 5
    ),
    Route("PUT", f"{GMAIL}/settings/autoForwarding", accounts.change_forwarding, SHARING, 5),
    Route("GET", f"{ADMIN}/users/{{user}}/tokens", accounts.list_tokens, SECURITY),
    Route("DELETE", f"{ADMIN}/users/{{user}}/tokens/{{client}}", accounts.delete_token, SECURITY),
    Route("POST", f"{ADMIN}/users/{{user}}/signOut", accounts.sign_out, SECURITY),
    Route("PATCH", f"{ADMIN}/users/{{user}}", accounts.change_user, CHANGE_USERS),
    Route("GET", f"{GMAIL}/settings/delegates", delegates.list_delegates, SETTINGS, 1),
    Route("POST", f"{GMAIL}/settings/delegates", delegates.create_delegate, SHARING, 100),
    Route(
        "DELETE", f"{GMAIL}/settings/delegates/{{delegate}}", delegates.delete_delegate, SHARING, 5
    ),
    Route("GET", f"{GMAIL}/settings/sendAs", accounts.list_send_as, SETTINGS, 1),
    Route(
        "GET", "admin/reports/v1/activity/users/{user}/applications/{application}",
        accounts.list_activities, REPORTS,
    ),
    Route("GET", f"{ADMIN}/users", directory.list_users, USERS),
    Route("GET", f"{ADMIN}/users/{{user}}", directory.get_user, USERS),
    Route("GET", f"{ADMIN}/groups", directory.list_groups, GROUPS),
    Route("GET", f"{ADMIN}/groups/{{group}}/members", directory.list_members, MEMBERS),
    Route("GET", "v1beta1/alerts", alerts.list_alerts, ALERTS),
    Route("GET", "v1beta1/alerts/{alert}", alerts.get_alert, ALERTS),
    Route("GET", "v1beta1/alerts/{alert}/feedback", alerts.list_feedback, ALERTS),
    Route("POST", "v1beta1/alerts/{alert}/feedback", alerts.give_feedback, ALERTS),
    *_calendar(),
)  # fmt: skip


def route_of(call: GoogleCall) -> tuple[Route, dict[str, str]]:
    """The operation and the variables of its path; 404 when there is none."""
    for route in ROUTES:
        if route.method == call.method and (names := route.match(call)) is not None:
            return route, names
    raise GoogleRefusal(404, "Not Found", "notFound")
