"""Where each known behaviour is imitated, so that the table of them cannot outlive the code."""

from __future__ import annotations

from collections.abc import Mapping

S, G = "workbench.simulation.server", "workbench.simulation.google"

# The behaviour, as provenance names it, to the place that imitates it.
TIES: Mapping[str, str] = {
    "a service account speaks for one subject": f"{G}.identity:GoogleIdentity",
    "the assertion's audience is the well-known token address": f"{G}.identity:AUDIENCE",
    "an account that is none is invalid_grant": f"{G}.identity:GoogleIdentity",
    "a scope that was not delegated is unauthorized_client": f"{G}.identity:DELEGATED",
    "whole domains are delegated, never some mailboxes": f"{G}.identity:GoogleIdentity",
    "a mailbox without Gmail is 400 failedPrecondition": f"{G}.site:GoogleSite",
    "Gmail's id of a message never changes": f"{G}.mailstore:message_id",
    "lists leave out Spam and Trash unless asked": f"{G}.gmail:HIDDEN",
    "an empty list has no member at all": f"{G}.calls:paged",
    "raw is byte for byte what came": f"{G}.gmail:shown",
    "history numbers grow with each change": f"{G}.mailstore:GmailMailbox",
    "batchModify takes 1,000 ids and answers 204": f"{G}.changes:batch_modify",
    "SENT, DRAFT and CHAT are nobody's to change": f"{G}.mailstore:FIXED",
    "a Gmail thread: one subject, and each message answers one before it": (
        f"{G}.threading:Threads"
    ),
    "a Gmail thread has the id of its first message": f"{G}.threading:Threads",
    "threads.get shows messages in the Bin and in Spam too": f"{G}.gmail:get_thread",
    "Gmail's log: startTime and endTime at most 30 days apart, both required": (
        f"{G}.activity:WINDOW"
    ),
    "Gmail's log: mail_event_type 2 received, 7 opened, 9 replied, 10 forwarded, 15 clicked": (
        f"{G}.activity:OPENED"
    ),
    "Gmail's log is filtered by message_info.rfc2822_message_id": f"{G}.activity:MESSAGE_ID",
    "Gmail's log gives Message-IDs with their angle brackets": f"{G}.activity:rows_of",
    "the actor of a record of Gmail's log is the mailbox's owner": f"{G}.activity:rows_of",
    "an application's delegate is of the same organisation, and accepted at once": (
        f"{G}.delegates:create_delegate"
    ),
    "trash takes Inbox and Spam away": f"{G}.changes:trash",
    "untrash gives no Inbox back": f"{G}.changes:untrash",
    "Gmail deletes for good what lay in the Bin for 30 days": f"{G}.control:BIN",
    "an inserted message takes its date from its header when asked to": f"{G}.inserting:insert",
    "a label that exists is 409": f"{G}.changes:create_label",
    "a deleted label comes off its messages": f"{G}.changes:delete_label",
    "15,000 units of a user's minute": f"{G}.spending:MINUTE",
    "1,200,000 units of a project's minute": f"{G}.service:PROJECT",
    "limits are 429 or 403 without Retry-After": f"{G}.service:GoogleService",
    "100 parts in a batch, each answered on its own": f"{G}.batch:MOST",
    "reports and detections are alerts of one list": f"{G}.alerts:list_alerts",
    "feedback leaves an alert's status alone": f"{G}.alerts:give_feedback",
    "Gmail's history that is too old is 404": f"{G}.gmail:list_history",
    "Gmail's q: from, to, subject, in, after, before, rfc822msgid": f"{G}.searching:parsed",
    "Gmail names an attached message by an id that changes": f"{G}.payload:get_attachment",
    "an invitation leaves an event with its UID in a guest's Google calendar": (
        f"{G}.events:invited"
    ),
    "a deleted event stays as cancelled for a while": f"{G}.calendar:get_event",
    "a deleted event is sure to show its id alone": f"{G}.events:GoogleEvent",
    "lists leave out deleted events unless asked": f"{G}.calendar:list_events",
    "If-Match with an older etag is 412": f"{G}.calendar:delete_event",
    "deleted with sendUpdates=none, nobody is written to": f"{G}.calendar:delete_event",
    "an organizer's deletion takes the event from all guests": f"{G}.calendar:delete_event",
    "a guest who deletes an event is shown as declined": f"{G}.calendar:delete_event",
    "deleting what was deleted is 410": f"{G}.calendar:delete_event",
    "an import makes a private copy and writes to nobody": f"{G}.calendar:import_event",
    "whose calendar it is must be guest or organizer of an import": f"{G}.calendar:import_event",
    "an import of a known UID writes over that event": f"{G}.calendar:import_event",
    "an import of a known UID may be 409": f"{G}.calendar:import_event",
    "a deleted event is put back by its status": f"{G}.calendar:change_event",
    "every request needs a bearer token": f"{S}.tokens:Tokens",
    "an application has no /me": f"{S}.routes:route_of",
    "ids are case-sensitive": f"{S}.state:Mailbox",
    "what a queue could not deliver arrives hours later, unchanged": f"{S}.post:PostOffice",
    "a move gives a new id unless immutable": f"{S}.site:View",
    "folder ids are constant": f"{S}.state:Folder",
    "both kinds of id are found in a URL": f"{S}.state:Mailbox",
    "Preference-Applied echoes the id type": f"{S}.site:preference",
    "20 parts in a batch, each answered on its own": f"{S}.batch:MOST",
    "a part after a failed part is 424": f"{S}.batch:batch_answer",
    "dependsOn names an earlier part": f"{S}.batch:BatchReader",
    "an absolute URL in a batch is 400": f"{S}.batch:BatchReader",
    "10,000 requests in 10 minutes": f"{S}.throttling:Throttle",
    "130,000 requests in 10 seconds": f"{S}.throttling:Throttle",
    "4 concurrent requests for app and mailbox": f"{S}.throttling:Throttle",
    "mail is throttled with Retry-After seconds": f"{S}.throttling:Throttle",
    "$orderby leads $filter": f"{S}.listing:collection",
    "10 messages a page, $top up to 1000": f"{S}.options:Limits",
    "message pages go by $skip": f"{S}.listing:next_link",
    "an update may say of what type it is": f"{S}.calls:TYPE",
    "a stale If-Match is 412": f"{S}.changes:change_message",
    "If-Match counts for a move too": f"{S}.changes:move_message",
    "the conflict code is ErrorIrresolvableConflict": f"{S}.changes:change_message",
    "an unknown target folder is 404": f"{S}.changes:move_message",
    "its code is ErrorToFolderNotFound": f"{S}.changes:move_message",
    "a folder of that name is 409 ErrorFolderExists": f"{S}.folders:make_folder",
    "a deleted folder is gone with what lay in it": f"{S}.folders:delete_folder",
    "an invitation leaves a tentative event with whoever gets it": f"{S}.events:invited",
    "a meeting request brings its event by $expand": f"{S}.calendar:event_of",
    "declined with sendResponse false, nobody is told": f"{S}.calendar:decline",
    "a declined event leaves the calendar": f"{S}.calendar:decline",
    "a mailbox may keep declined events": f"{S}.settings:Settings",
    "an organizer cannot decline": f"{S}.calendar:decline",
    "an event without attendees invites nobody": f"{S}.calendar:make_event",
    "one transactionId makes one event": f"{S}.calendar:make_event",
    "calendarView shows what lies in a calendar": f"{S}.calendar:list_view",
    "DELETE climbs to Recoverable Items": f"{S}.changes:delete_message",
    "messages leave out Recoverable Items": f"{S}.site:Site",
    "messages include those in hidden folders": f"{S}.site:Site",
    "a user without mailbox: MailboxNotEnabledForRESTAPI": f"{S}.site:Site",
    "RBAC refuses with ErrorAccessDenied": f"{S}.site:Site",
    "userPurpose tells shared and room mailboxes": f"{S}.mailbox_settings:SETTINGS",
    "a group of type Unified has a mailbox of its own": f"{S}.mailbox_settings:groups_of",
    "suspended and archived users stay in the directory": f"{G}.directory:STAYED_AWAY",
    "a rule is switched off by isEnabled": f"{S}.accounts:change_rule",
    "sign-ins go by userId and createdDateTime": f"{S}.accounts:SIGN_IN",
    "who was never at risk is 404 among risky users": f"{S}.accounts:get_risky_user",
    "a grant names its application by service principal": f"{S}.accounts:GRANT",
    "ending all sessions answers 200 and true": f"{S}.accounts:revoke_sessions",
    "accountEnabled is changed by PATCH, which answers 204": f"{S}.accounts:change_user",
    "login and token events carry parameters by type": f"{G}.accounts:list_activities",
    "filters, forwarding, delegates are settings of Gmail": f"{G}.accounts:list_filters",
    "an alert names its incident by incidentId": f"{S}.security:incident_key",
    "a usage report is a 302 to a preauthenticated address, valid for a few minutes": (
        f"{S}.usage:get_report"
    ),
    "reports of the worldwide cloud lie at reports.office.com, of the others there are none": (
        f"{S}.usage:DOWNLOADS"
    ),
    "regions have reports at reportsncu, reportsweu and reportssea.office.com": (
        f"{S}.usage:DOWNLOADS"
    ),
    "the usage report has Has Archive, True or False, before Report Period": f"{S}.usage:COLUMNS",
    "a usage report may begin with a byte order mark": f"{S}.usage:report",
    "concealed names are 32 hexadecimal digits in usage reports, by default since 2021": (
        f"{S}.settings:Settings"
    ),
    "a usage report is about 48 hours behind": f"{S}.usage:LAG",
    "shared mailboxes are no rows of the usage report": f"{S}.usage:ARCHIVED",
    "a download link of a report that is too old is 403": f"{S}.usage:download",
    "a read may be older than the last write": f"{S}.site:View",
    "delta pages end in nextLink or deltaLink": f"{S}.delta:page",
    "delta tells of one item twice, or again": f"{S}.delta:begun",
    "a forgotten delta token is 410 or 40x": f"{S}.delta:refusal",
    "delta, delta() and microsoft.graph.delta()": f"{S}.watching:message_delta",
    "what left a folder is @removed, reason deleted": f"{S}.delta:removed",
    "a filtered delta tells of 5,000 messages": f"{S}.delta_options:since",
    "$search of messages: properties, 1,000 results, by date sent": f"{S}.kql:Search",
    "$search goes neither with $filter nor with $orderby": f"{S}.messages:list_messages",
    "a phrase matches words in their order, the last by its beginning": f"{S}.kql:Search",
    "quotation marks in $search are escaped by a backslash": f"{S}.kql:quoted",
    "the index sees visible text, and new mail a while later": f"{S}.index:Index",
    "the review of a submission answers 204": f"{S}.reviews:review",
    "adminReview shows the review at once": f"{S}.security:report_resource",
    "users sign in by PKCE S256, form_post": f"{S}.delegated:UserSignIn",
    "Google's installed applications: loopback redirect with the answer in the query, PKCE": (
        f"{G}.installed:AUTH_PATH"
    ),
    "Google renews with the same refresh token": f"{G}.installed:InstalledApplication",
    "users.getProfile names who signed in": f"{G}.gmail:get_profile",
    "a pending device code is 400": f"{S}.delegated:UserSignIn",
    "each renewal brings another refresh token": f"{S}.delegated:UserSignIn",
    "a user's token reaches mailboxes of others by Mail.*.Shared, where these are shared": (
        f"{S}.sharing:is_open"
    ),
    "another's mailbox without Mail.*.Shared in the token is 403 ErrorAccessDenied": (
        f"{S}.sharing:scopes_for"
    ),
    "a mailbox that is not shared with the user is 403 ErrorAccessDenied": f"{S}.sharing:is_open",
    "a mailbox that is not shared with the user may be 404 ErrorItemNotFound": (
        f"{S}.settings:Settings"
    ),
    "settings of a mailbox shared with the user are 403": f"{S}.sharing:scopes_for",
    "Mail.*.Shared holds for the own mailbox too, and needs no administrator": (
        f"{S}.delegated:CONSENTED"
    ),
    "delta tells of a shared mailbox as of the own one": f"{S}.watching:message_delta",
    "delta of a shared folder may be 404 ErrorItemNotFound": f"{S}.watching:message_delta",
    "a revoked session is a claims challenge": f"{S}.service:Service",
    "hunting: members of the body in any letter case": f"{S}.hunting:run_query",
    "EmailEvents names message, recipient, action and place": f"{S}.hunting:run_query",
    "traces: 1,000 a page, $top up to 5,000": f"{S}.hunting:list_traces",
    "analysed mail: by network message id, within startTime and endTime": f"{S}.hunting:"
    "list_analyzed",
    "each trace has an id of its own": f"{S}.hunting:list_traces",
    "quarantined mail is in the records and in no mailbox": f"{S}.settings:Settings",
    "transitive members are those of groups inside too": f"{S}.directory:list_members",
    "includeDerivedMembership does so at Google": f"{G}.directory:list_members",
    "rights given by Exchange's RBAC are in no token": f"{S}.settings:Settings",
    "an attachment's $value is its MIME or bytes": f"{S}.attachments:get_attachment_bytes",
    "reports to a mailbox: 1| junk, 2| not junk, 3| phishing in the subject": (
        f"{S}.messages:list_messages"
    ),
    "an application proves itself by a secret or a signed assertion": f"{S}.identity:Identity",
    "an assertion names its certificate by thumbprint": f"{S}.assertions:verify_assertion",
    "$filter: comparisons, in, startswith, and, or, not": f"{S}.filters:Filter",
    "a service account's assertion is RS256 and short-lived": f"{G}.assertion:claims_of",
}
