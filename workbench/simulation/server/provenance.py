"""Where each simulated behaviour is known from; nothing may be safe only because of a memory."""

from __future__ import annotations

from workbench.simulation.provenance_signed_in import SIGNED_IN
from workbench.simulation.provenance_usage import USAGE
from workbench.simulation.sources import (
    Behaviour,
    Known,
    Source,
    described,
    documented,
    remembered,
    reported,
)

# Google's first: the services share ideas, not texts.
GMAIL_PAGES = "developers.google.com/workspace/gmail/api"
REPORTS_PAGES = "developers.google.com/workspace/admin/reports/v1"
CALENDAR_PAGES = "developers.google.com/workspace/calendar/api/guides"
CALENDAR = "Calendar discovery document, 2026-10-30"
BEHAVIOURS = (
    Behaviour(
        "the review of a submission answers 204",
        documented("security-emailthreatsubmission-review"),
    ),
    Behaviour("adminReview shows the review at once", remembered()),
    Behaviour("an attachment's $value is its MIME or bytes", documented("attachment-get")),
    Behaviour(
        "reports to a mailbox: 1| junk, 2| not junk, 3| phishing in the subject",
        documented("submissions-user-reported-messages-custom-mailbox"),
    ),
    Behaviour("Gmail names an attached message by an id that changes", remembered()),
    Behaviour("a service account speaks for one subject", documented("oauth2/service-account")),
    Behaviour(
        "the assertion's audience is the well-known token address",
        Source(Known.WIRE, "google-auth 2, POST /token"),
    ),
    Behaviour("an account that is none is invalid_grant", remembered()),
    Behaviour("a scope that was not delegated is unauthorized_client", remembered()),
    Behaviour(
        "a service account's assertion is RS256 and short-lived",
        documented("oauth2/service-account"),
    ),
    Behaviour("whole domains are delegated, never some mailboxes", remembered()),
    Behaviour(
        "a mailbox without Gmail is 400 failedPrecondition",
        reported("FlowCrypt/flowcrypt-browser #435"),
    ),
    Behaviour("Gmail's id of a message never changes", described("Gmail discovery document")),
    Behaviour("lists leave out Spam and Trash unless asked", described("Gmail discovery document")),
    Behaviour("an empty list has no member at all", remembered()),
    Behaviour("raw is byte for byte what came", remembered()),
    Behaviour("history numbers grow with each change", described("Gmail discovery document")),
    Behaviour("batchModify takes 1,000 ids and answers 204", described("Gmail discovery document")),
    Behaviour(
        "SENT, DRAFT and CHAT are nobody's to change", documented(f"{GMAIL_PAGES}/guides/labels")
    ),
    Behaviour(
        "a Gmail thread: one subject, and each message answers one before it",
        documented(f"{GMAIL_PAGES}/guides/threads"),
    ),
    Behaviour("a Gmail thread has the id of its first message", remembered()),
    Behaviour(
        "an application's delegate is of the same organisation, and accepted at once",
        documented(f"{GMAIL_PAGES}/guides/delegate_settings"),
    ),
    Behaviour(
        "Gmail's log: startTime and endTime at most 30 days apart, both required",
        documented(f"{REPORTS_PAGES}/appendix/activity/gmail"),
    ),
    Behaviour(
        "Gmail's log: mail_event_type 2 received, 7 opened, 9 replied, 10 forwarded, 15 clicked",
        documented(f"{REPORTS_PAGES}/appendix/activity/gmail"),
    ),
    Behaviour(
        "Gmail's log is filtered by message_info.rfc2822_message_id",
        documented(f"{REPORTS_PAGES}/appendix/activity/gmail"),
    ),
    Behaviour("Gmail's log gives Message-IDs with their angle brackets", remembered()),
    Behaviour("the actor of a record of Gmail's log is the mailbox's owner", remembered()),
    Behaviour("threads.get shows messages in the Bin and in Spam too", remembered()),
    Behaviour("trash takes Inbox and Spam away", remembered()),
    Behaviour("untrash gives no Inbox back", remembered()),
    Behaviour(
        "Gmail deletes for good what lay in the Bin for 30 days",
        documented("support.google.com/mail/answer/7401"),
    ),
    Behaviour(
        "an inserted message takes its date from its header when asked to",
        described("Gmail discovery document"),
    ),
    Behaviour("a label that exists is 409", remembered()),
    Behaviour("a deleted label comes off its messages", described("Gmail discovery document")),
    Behaviour("15,000 units of a user's minute", documented(f"{GMAIL_PAGES}/reference/quota")),
    Behaviour(
        "1,200,000 units of a project's minute", documented(f"{GMAIL_PAGES}/reference/quota")
    ),
    Behaviour(
        "limits are 429 or 403 without Retry-After",
        documented(f"{GMAIL_PAGES}/guides/handle-errors"),
    ),
    Behaviour(
        "100 parts in a batch, each answered on its own", documented(f"{GMAIL_PAGES}/guides/batch")
    ),
    Behaviour(
        "reports and detections are alerts of one list", documented("alertcenter MailPhishing")
    ),
    Behaviour("feedback leaves an alert's status alone", remembered()),
    Behaviour("every request needs a bearer token", described()),
    Behaviour(
        "an application proves itself by a secret or a signed assertion",
        documented("v2-oauth2-client-creds-grant-flow"),
    ),
    Behaviour(
        "an assertion names its certificate by thumbprint",
        documented("active-directory-certificate-credentials"),
    ),
    Behaviour(
        "$filter: comparisons, in, startswith, and, or, not", documented("filter-query-parameter")
    ),
    Behaviour(
        "an application has no /me",
        reported("MicrosoftDocs/SupportArticles-docs, on the /me endpoint, 2025-04-03"),
    ),
    *SIGNED_IN,
    Behaviour("ids are case-sensitive", documented("outlook-immutable-id")),
    Behaviour("a move gives a new id unless immutable", documented("outlook-immutable-id")),
    Behaviour("folder ids are constant", documented("outlook-immutable-id")),
    Behaviour("both kinds of id are found in a URL", remembered()),
    Behaviour("Preference-Applied echoes the id type", remembered()),
    Behaviour("20 parts in a batch, each answered on its own", documented("json-batching")),
    Behaviour("a part after a failed part is 424", documented("json-batching")),
    Behaviour("dependsOn names an earlier part", reported("msgraph-sdk-dotnet-core 891")),
    Behaviour("an absolute URL in a batch is 400", reported("msgraph-sdk-python 1015")),
    Behaviour("10,000 requests in 10 minutes", documented("throttling-limits")),
    Behaviour("130,000 requests in 10 seconds", documented("throttling-limits")),
    Behaviour("4 concurrent requests for app and mailbox", documented("throttling-limits")),
    Behaviour("mail is throttled with Retry-After seconds", documented("throttling-limits")),
    Behaviour("delta pages end in nextLink or deltaLink", documented("delta-query-overview")),
    Behaviour("delta tells of one item twice, or again", documented("delta-query-overview")),
    Behaviour("a forgotten delta token is 410 or 40x", documented("delta-query-overview")),
    Behaviour("delta, delta() and microsoft.graph.delta()", documented("delta-query-overview")),
    Behaviour("what left a folder is @removed, reason deleted", remembered()),
    Behaviour("a filtered delta tells of 5,000 messages", documented("message-delta")),
    Behaviour("Gmail's history that is too old is 404", documented("gmail guides/sync")),
    Behaviour("$orderby leads $filter", documented("user-list-messages")),
    Behaviour("10 messages a page, $top up to 1000", documented("user-list-messages")),
    Behaviour("message pages go by $skip", documented("user-list-messages")),
    Behaviour(
        "$search of messages: properties, 1,000 results, by date sent",
        documented("search-query-parameter"),
    ),
    Behaviour(
        "$search goes neither with $filter nor with $orderby", documented("search-query-parameter")
    ),
    Behaviour("a phrase matches words in their order, the last by its beginning", remembered()),
    Behaviour("quotation marks in $search are escaped by a backslash", remembered()),
    Behaviour(
        "what a queue could not deliver arrives hours later, unchanged",
        documented("exchange-mail-flow-queues-message-intervals"),
    ),
    Behaviour("the index sees visible text, and new mail a while later", remembered()),
    Behaviour(
        "Gmail's q: from, to, subject, in, after, before, rfc822msgid",
        documented("support.google.com/mail/answer/7190"),
    ),
    Behaviour("hunting: members of the body in any letter case", documented("runHuntingQuery")),
    Behaviour(
        "EmailEvents names message, recipient, action and place",
        documented("advanced-hunting-emailevents-table"),
    ),
    Behaviour("traces: 1,000 a page, $top up to 5,000", documented("list-messageTraces")),
    Behaviour(
        "analysed mail: by network message id, within startTime and endTime",
        documented("security-collaborationroot-list-analyzedemails"),
    ),
    Behaviour("each trace has an id of its own", documented("exchangemessagetrace")),
    Behaviour(
        "quarantined mail is in the records and in no mailbox",
        documented("advanced-hunting-emailevents-table"),
    ),
    Behaviour(
        "an update may say of what type it is", Source(Known.WIRE, "msgraph-sdk 1, PATCH /users")
    ),
    Behaviour("a stale If-Match is 412", documented("errors")),
    Behaviour("If-Match counts for a move too", remembered()),
    Behaviour("the conflict code is ErrorIrresolvableConflict", reported("davmail 463, 491")),
    Behaviour("an unknown target folder is 404", reported("microsoft-graph-docs 5444")),
    Behaviour("its code is ErrorToFolderNotFound", remembered()),
    Behaviour("a folder of that name is 409 ErrorFolderExists", reported("alcionai/corso #3278")),
    Behaviour("a deleted folder is gone with what lay in it", remembered()),
    Behaviour(
        "an invitation leaves a tentative event with whoever gets it",
        documented("resources/eventmessage"),
    ),
    Behaviour("a meeting request brings its event by $expand", documented("eventmessage-get")),
    Behaviour("declined with sendResponse false, nobody is told", documented("event-decline")),
    Behaviour(
        "a declined event leaves the calendar", reported("microsoft-graph-docs-contrib 7924")
    ),
    Behaviour("a mailbox may keep declined events", remembered()),
    Behaviour("an organizer cannot decline", remembered()),
    Behaviour(
        "an event without attendees invites nobody",
        documented("ews createitem-operation-calendar-item"),
    ),
    Behaviour("one transactionId makes one event", documented("resources/event")),
    Behaviour("calendarView shows what lies in a calendar", documented("user-list-calendarview")),
    Behaviour(
        "an invitation leaves an event with its UID in a guest's Google calendar",
        documented("support.google.com/calendar/answer/37135"),
    ),
    Behaviour("a deleted event stays as cancelled for a while", described(CALENDAR)),
    Behaviour("a deleted event is sure to show its id alone", described(CALENDAR)),
    Behaviour("lists leave out deleted events unless asked", described(CALENDAR)),
    Behaviour(
        "If-Match with an older etag is 412", documented(f"{CALENDAR_PAGES}/version-resources")
    ),
    Behaviour("deleted with sendUpdates=none, nobody is written to", described(CALENDAR)),
    Behaviour("an organizer's deletion takes the event from all guests", remembered()),
    Behaviour("a guest who deletes an event is shown as declined", remembered()),
    Behaviour("deleting what was deleted is 410", documented(f"{CALENDAR_PAGES}/errors")),
    Behaviour("an import makes a private copy and writes to nobody", described(CALENDAR)),
    Behaviour(
        "whose calendar it is must be guest or organizer of an import",
        reported("GAM, participantIsNeitherOrganizerNorAttendee"),
    ),
    Behaviour("an import of a known UID writes over that event", reported("gcalcli 599")),
    Behaviour("an import of a known UID may be 409", reported("gcalcli 784")),
    Behaviour("a deleted event is put back by its status", described(CALENDAR)),
    Behaviour("DELETE climbs to Recoverable Items", remembered()),
    Behaviour("messages leave out Recoverable Items", remembered()),
    Behaviour("messages include those in hidden folders", remembered()),
    Behaviour("a user without mailbox: MailboxNotEnabledForRESTAPI", remembered()),
    Behaviour("RBAC refuses with ErrorAccessDenied", documented("auth-limit-mailbox-access")),
    Behaviour(
        "transitive members are those of groups inside too",
        documented("group-list-transitivemembers"),
    ),
    Behaviour("includeDerivedMembership does so at Google", documented("directory members.list")),
    Behaviour(
        "rights given by Exchange's RBAC are in no token", documented("exo application-rbac")
    ),
    Behaviour(
        "userPurpose tells shared and room mailboxes", documented("resources/mailboxsettings")
    ),
    Behaviour("a group of type Unified has a mailbox of its own", documented("resources/group")),
    Behaviour(
        "suspended and archived users stay in the directory",
        described("Directory discovery document"),
    ),
    Behaviour("a rule is switched off by isEnabled", described()),
    Behaviour("sign-ins go by userId and createdDateTime", documented("signin-list")),
    Behaviour("who was never at risk is 404 among risky users", remembered()),
    Behaviour("a grant names its application by service principal", described()),
    Behaviour("ending all sessions answers 200 and true", described()),
    Behaviour("accountEnabled is changed by PATCH, which answers 204", described()),
    Behaviour(
        "login and token events carry parameters by type",
        documented("admin/reports appendix/activity"),
    ),
    Behaviour(
        "filters, forwarding, delegates are settings of Gmail",
        described("Gmail discovery document"),
    ),
    Behaviour("an alert names its incident by incidentId", described()),
    *USAGE,
    Behaviour("a read may be older than the last write", reported("replication delay threads")),
)
