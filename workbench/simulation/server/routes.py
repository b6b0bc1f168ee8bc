"""Which operation each request means, what it needs, and where it is known from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workbench.simulation.server import (
    accounts,
    attachments,
    calendar,
    changes,
    directory,
    drafting,
    folders,
    hunting,
    mailbox_settings,
    messages,
    reviews,
    security,
    usage,
    watching,
)
from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.site import Site
from workbench.simulation.sources import Source, described, documented

Handler = Callable[[Site, Call, Mapping[str, str]], Answer]

DIRECTORY = frozenset({"User.ReadBasic.All", "User.Read.All", "Directory.Read.All"})
SELF = DIRECTORY | {"User.Read"}
ORGANIZATION = SELF | {"Organization.Read.All"}
MEMBERS = frozenset({"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"})
SETTINGS = frozenset({"MailboxSettings.Read", "MailboxSettings.ReadWrite"})
SETTINGS_WRITE = frozenset({"MailboxSettings.ReadWrite"})
SIGN_INS = frozenset({"AuditLog.Read.All"})
RISK = frozenset({"IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All"})
GRANTS = frozenset({"Directory.Read.All", "DelegatedPermissionGrant.Read.All"})
GRANTS_WRITE = frozenset({"DelegatedPermissionGrant.ReadWrite.All"})
SESSIONS = frozenset({"User.RevokeSessions.All"})
ENABLING = frozenset({"User.EnableDisableAccount.All"})
READ = frozenset({"Mail.Read", "Mail.ReadWrite"})
WRITE = frozenset({"Mail.ReadWrite"})
CALENDARS = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
CALENDARS_WRITE = frozenset({"Calendars.ReadWrite"})
REPORTS = frozenset({"ThreatSubmission.Read.All", "ThreatSubmission.ReadWrite.All"})
HUNTING = frozenset({"ThreatHunting.Read.All"})
TRACES = frozenset({"ExchangeMessageTrace.Read.All"})
ANALYZED = frozenset({"SecurityAnalyzedMessage.Read.All"})
ALERTS = frozenset({"SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"})
INCIDENTS = frozenset({"SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"})
USAGE = frozenset({"Reports.Read.All"})
REPORTS_WRITE = frozenset({"ThreatSubmission.ReadWrite.All"})
ALERTS_WRITE = frozenset({"SecurityAlert.ReadWrite.All"})
METADATA = described()
BETA = "Graph beta metadata, 2026-08-20"


@dataclass(frozen=True, slots=True)
class Route:
    """Any one of ``roles`` suffices."""

    method: str
    template: str
    handler: Handler
    roles: frozenset[str]
    source: Source = METADATA
    versions: frozenset[str] = frozenset({"v1.0"})

    def match(self, call: Call) -> dict[str, str] | None:
        """The variables of the path; None when it is another path."""
        pattern = self.template.split("/")
        if call.version not in self.versions or len(pattern) != len(call.path):
            return None
        names = {}
        for wanted, given in zip(pattern, call.path, strict=True):
            if wanted.startswith("{") and given and not given.startswith("$"):
                names[wanted[1:-1]] = given
            elif wanted.casefold() != given.casefold() and wanted != _function(given):
                return None
        return names

    @property
    def is_mail(self) -> bool:
        """Counts against the limits of the mailbox."""
        return "/" in self.template and self.template.startswith("users/{user}")


def _function(given: str) -> str:
    """A function's name however it is spelt: ``delta``, ``delta()``, ``microsoft.graph.delta()``.
    https://learn.microsoft.com/graph/delta-query-overview"""
    return given.removeprefix("microsoft.graph.").removesuffix("()") + "()"


def _messages(under: str) -> tuple[Route, ...]:
    one = f"{under}/messages/{{message}}"
    file = f"{one}/attachments/{{attachment}}"
    return (
        Route("GET", f"{under}/messages", messages.list_messages, READ),
        Route("POST", f"{under}/messages", drafting.create_draft, WRITE),
        Route("GET", f"{under}/messages/$count", messages.count_messages, READ),
        Route("GET", one, messages.get_message, READ),
        Route("GET", f"{one}/$value", messages.get_mime, READ),
        Route("GET", f"{one}/attachments", attachments.list_attachments, READ),
        Route("GET", file, attachments.get_attachment, READ),
        Route(
            "GET", f"{file}/$value", attachments.get_attachment_bytes, READ,
            documented("outlook-large-attachments"),
        ),
        Route("PATCH", one, changes.change_message, WRITE),
        Route("DELETE", one, changes.delete_message, WRITE),
        Route("POST", f"{one}/move", changes.move_message, WRITE),
    )  # fmt: skip


def _calendar() -> tuple[Route, ...]:
    """Known from the documentation alone: the description at hand leaves calendars out."""
    one = "users/{user}/events/{event}"
    pages = ("user-list-calendarview", "user-post-events", "event-get", "event-decline")
    view, new, got, declined = map(documented, pages)
    return (
        Route("GET", "users/{user}/calendarView", calendar.list_view, CALENDARS, view),
        Route("POST", "users/{user}/events", calendar.make_event, CALENDARS_WRITE, new),
        Route("GET", one, calendar.get_event, CALENDARS, got),
        Route("POST", f"{one}/decline", calendar.decline, CALENDARS_WRITE, declined),
    )


MAILBOX = "users/{user}"
FOLDER = f"{MAILBOX}/mailFolders/{{folder}}"
SUBMISSIONS = "security/threatSubmission/emailThreats"
ROUTES = (
    Route("GET", "users", directory.list_users, DIRECTORY),
    Route("GET", "users/$count", directory.count_users, DIRECTORY),
    Route("GET", MAILBOX, directory.get_user, SELF),
    Route(
        "GET", "groups/{group}/transitiveMembers/microsoft.graph.user", directory.list_members,
        MEMBERS,
    ),
    Route("GET", "groups", mailbox_settings.list_groups, MEMBERS),
    Route("GET", f"{MAILBOX}/mailboxSettings", mailbox_settings.get_settings, SETTINGS),
    Route("GET", f"{FOLDER}/messageRules", accounts.list_rules, SETTINGS),
    Route("GET", f"{FOLDER}/messageRules/{{rule}}", accounts.get_rule, SETTINGS),
    Route("PATCH", f"{FOLDER}/messageRules/{{rule}}", accounts.change_rule, SETTINGS_WRITE),
    Route("GET", "auditLogs/signIns", accounts.list_sign_ins, SIGN_INS),
    Route("GET", "identityProtection/riskyUsers/{user}", accounts.get_risky_user, RISK),
    Route("GET", f"{MAILBOX}/oauth2PermissionGrants", accounts.list_grants, GRANTS),
    Route("DELETE", "oauth2PermissionGrants/{grant}", accounts.delete_grant, GRANTS_WRITE),
    Route("GET", "servicePrincipals/{application}", accounts.get_application, GRANTS),
    Route("POST", f"{MAILBOX}/revokeSignInSessions", accounts.revoke_sessions, SESSIONS),
    Route("PATCH", MAILBOX, accounts.change_user, ENABLING),
    Route("GET", "organization", directory.list_organization, ORGANIZATION),
    Route("GET", f"{MAILBOX}/mailFolders", folders.list_folders, READ),
    Route("POST", f"{MAILBOX}/mailFolders", folders.make_folder, WRITE),
    Route("GET", f"{MAILBOX}/mailFolders/delta()", watching.folder_delta, READ),
    Route("GET", FOLDER, folders.get_folder, READ),
    Route("DELETE", FOLDER, folders.delete_folder, WRITE),
    Route("GET", f"{FOLDER}/childFolders", folders.list_folders, READ),
    Route("POST", f"{FOLDER}/childFolders", folders.make_folder, WRITE),
    Route("GET", f"{FOLDER}/messages/delta()", watching.message_delta, READ),
    *_messages(MAILBOX),
    *_messages(FOLDER),
    *_calendar(),
    Route("POST", f"{MAILBOX}/translateExchangeIds", changes.translate_ids, DIRECTORY),
    Route("POST", "security/microsoft.graph.security.runHuntingQuery", hunting.run_query, HUNTING),
    Route("GET", "security/collaboration/analyzedEmails", hunting.list_analyzed, ANALYZED),
    Route("GET", "admin/exchange/tracing/messageTraces", hunting.list_traces, TRACES),
    Route(
        "GET", "reports/getMailboxUsageDetail(period='D7')", usage.get_report, USAGE,
        documented("reportroot-getmailboxusagedetail"),
    ),
    Route("GET", "security/incidents", security.list_incidents, INCIDENTS),
    Route("GET", "security/alerts_v2", security.list_alerts, ALERTS),
    Route("GET", "security/alerts_v2/{alert}", security.get_alert, ALERTS),
    Route("PATCH", "security/alerts_v2/{alert}", reviews.judge, ALERTS_WRITE),
    Route("POST", "security/alerts_v2/{alert}/comments", reviews.comment, ALERTS_WRITE),
    Route(
        "POST", f"{SUBMISSIONS}/{{report}}/review", reviews.review, REPORTS_WRITE,
        documented("security-emailthreatsubmission-review"), frozenset({"beta"}),
    ),
    Route(
        "GET", SUBMISSIONS, security.list_reports, REPORTS, described(BETA), frozenset({"beta"})
    ),
    Route(
        "GET", f"{SUBMISSIONS}/{{report}}", security.get_report, REPORTS, described(BETA),
        frozenset({"beta"}),
    ),
)  # fmt: skip


def route_of(call: Call) -> tuple[Route, dict[str, str]]:
    """The operation and the variables of its path; 405 or 400 when there is none."""
    if call.path[:1] == ("me",) and call.user:
        call = replace(call, path=("users", call.user, *call.path[1:]))
    elif call.path[:1] == ("me",):
        message = "/me request is only valid with delegated authentication flow."
        raise GraphRefusal(400, "BadRequest", message)
    fitting = [(route, names) for route in ROUTES if (names := route.match(call)) is not None]
    for route, names in fitting:
        if route.method == call.method:
            return route, names
    if fitting:
        raise GraphRefusal(405, "Request_BadRequest", f"{call.method} is not simulated here.")
    last = call.path[-1] if call.path else ""
    raise GraphRefusal(400, "BadRequest", f"Resource not found for the segment '{last}'.")
