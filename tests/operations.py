"""Every operation that our connectors use, named as the vendors' descriptions name it."""

from __future__ import annotations

from typing import Final

USER: Final = "/v1.0/users/{user-id}"
FOLDER: Final = f"{USER}/mailFolders/{{mailFolder-id}}"
MESSAGE: Final = f"{USER}/messages/{{message-id}}"
ALERT: Final = "/v1.0/security/alerts_v2/{alert-id}"
SUBMISSIONS: Final = "/beta/security/threatSubmission/emailThreats"
SUBMISSION: Final = f"{SUBMISSIONS}/{{emailThreatSubmission-id}}"
MICROSOFT: Final = (
    "AUTH /.well-known/openid-configuration",
    "AUTH /oauth2/v2.0/token",
    "AUTH /oauth2/v2.0/devicecode",
    "POST /v1.0/$batch",
    # who there is
    "GET /v1.0/organization",
    "GET /v1.0/users",
    f"GET {USER}",
    f"GET {USER}/mailboxSettings",
    "GET /v1.0/groups",
    "GET /v1.0/groups/{group-id}/transitiveMembers/graph.user",
    # mail
    f"GET {USER}/mailFolders",
    f"POST {USER}/mailFolders",
    f"GET {FOLDER}",
    f"DELETE {FOLDER}",
    f"GET {FOLDER}/childFolders",
    f"GET {FOLDER}/messages",
    f"GET {FOLDER}/messages/delta()",
    f"GET {USER}/messages",
    f"POST {USER}/messages",
    f"GET {MESSAGE}",
    f"GET {MESSAGE}/$value",
    f"PATCH {MESSAGE}",
    f"POST {MESSAGE}/move",
    f"GET {MESSAGE}/attachments",
    f"GET {MESSAGE}/attachments/{{attachment-id}}/$value",
    # what was reported and found, and what we say to it
    f"GET {SUBMISSIONS}",
    f"GET {SUBMISSION}",
    f"POST {SUBMISSION}/review",
    "GET /v1.0/security/alerts_v2",
    f"GET {ALERT}",
    f"PATCH {ALERT}",
    f"POST {ALERT}/comments",
    "GET /v1.0/security/incidents",
    "POST /v1.0/security/microsoft.graph.security.runHuntingQuery",
    "GET /v1.0/admin/exchange/tracing/messageTraces",
    "GET /v1.0/security/collaboration/analyzedEmails",
    # accounts
    f"GET {FOLDER}/messageRules",
    f"GET {FOLDER}/messageRules/{{messageRule-id}}",
    f"PATCH {FOLDER}/messageRules/{{messageRule-id}}",
    "GET /v1.0/auditLogs/signIns",
    "GET /v1.0/identityProtection/riskyUsers/{riskyUser-id}",
    f"GET {USER}/oauth2PermissionGrants",
    "GET /v1.0/servicePrincipals/{servicePrincipal-id}",
    "DELETE /v1.0/oauth2PermissionGrants/{oAuth2PermissionGrant-id}",
    f"POST {USER}/revokeSignInSessions",
    f"PATCH {USER}",
)

GMAIL: Final = "/gmail/v1/users/{userId}"
DIRECTORY: Final = "/admin/directory/v1"
GOOGLE: Final = (
    "AUTH /token",
    "BATCH /batch/gmail/v1",
    # who there is
    f"GET {DIRECTORY}/users",
    f"GET {DIRECTORY}/users/{{userKey}}",
    f"GET {DIRECTORY}/groups",
    f"GET {DIRECTORY}/groups/{{groupKey}}/members",
    # mail
    f"GET {GMAIL}/profile",
    f"GET {GMAIL}/history",
    f"GET {GMAIL}/labels",
    f"POST {GMAIL}/labels",
    f"DELETE {GMAIL}/labels/{{id}}",
    f"GET {GMAIL}/messages",
    f"POST {GMAIL}/messages",
    f"POST {GMAIL}/messages/batchModify",
    f"GET {GMAIL}/messages/{{id}}",
    f"GET {GMAIL}/messages/{{messageId}}/attachments/{{id}}",
    f"GET {GMAIL}/threads/{{id}}",
    # what was reported and found, and what we say to it
    "GET /v1beta1/alerts",
    "GET /v1beta1/alerts/{alertId}/feedback",
    "POST /v1beta1/alerts/{alertId}/feedback",
    # accounts
    f"GET {GMAIL}/settings/filters",
    f"POST {GMAIL}/settings/filters",
    f"DELETE {GMAIL}/settings/filters/{{id}}",
    f"GET {GMAIL}/settings/autoForwarding",
    f"PUT {GMAIL}/settings/autoForwarding",
    f"GET {GMAIL}/settings/delegates",
    f"POST {GMAIL}/settings/delegates",
    f"DELETE {GMAIL}/settings/delegates/{{delegateEmail}}",
    f"GET {GMAIL}/settings/sendAs",
    "GET /admin/reports/v1/activity/users/{userKey}/applications/{applicationName}",
    f"GET {DIRECTORY}/users/{{userKey}}/tokens",
    f"DELETE {DIRECTORY}/users/{{userKey}}/tokens/{{clientId}}",
    f"POST {DIRECTORY}/users/{{userKey}}/signOut",
    f"PATCH {DIRECTORY}/users/{{userKey}}",
)
# The descriptions at hand leave calendars out, so nobody judges these: the method, and the path
# behind the user, at Google behind the calendars.
CALENDARS: Final = {
    f"GET {USER}/calendarView": r"GET [^/]+/calendarView",
    f"POST {USER}/events": r"POST [^/]+/events",
    f"GET {USER}/events/{{event-id}}": r"GET [^/]+/events/[^/]+",
    f"POST {USER}/events/{{event-id}}/decline": r"POST [^/]+/events/[^/]+/decline",
}
EVENTS: Final = "/calendar/v3/calendars/{calendarId}/events"
GOOGLE_CALENDARS: Final = {
    f"GET {EVENTS}": r"GET [^/]+/events",
    f"POST {EVENTS}/import": r"POST [^/]+/events/import",
    f"GET {EVENTS}/{{eventId}}": r"GET [^/]+/events/[^/]+",
    f"PATCH {EVENTS}/{{eventId}}": r"PATCH [^/]+/events/[^/]+",
    f"DELETE {EVENTS}/{{eventId}}": r"DELETE [^/]+/events/[^/]+",
}
# Nor are there reports of usage, or the addresses at which they lie.
USAGE: Final = {
    "GET /v1.0/reports/getMailboxUsageDetail(period='{period}')": (
        r"GET getMailboxUsageDetail\(period=(?:'|%27)D7(?:'|%27)\)"
    ),
}
DOWNLOADS: Final = {"GET /data/download/{report}": r"GET [^/]+"}
UNDESCRIBED: Final = {**CALENDARS, **USAGE, **DOWNLOADS, **GOOGLE_CALENDARS}
OPERATIONS: Final = MICROSOFT + GOOGLE + tuple(UNDESCRIBED)
