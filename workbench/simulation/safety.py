"""What remediation promises, and which known behaviours of the services each promise rests upon.

A promise may rest on what is described, documented, seen or reported.  Where a behaviour that is
only remembered touches one, ``regardless`` says why the promise holds if the memory is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """``kept_by`` is the place in the product that keeps it."""

    what: str
    kept_by: str
    rests_on: tuple[str, ...] = ()
    regardless: tuple[tuple[str, str], ...] = ()  # remembered behaviour, why it does not matter


PROMISES = (
    Promise(
        "a copy is found again after it was moved",
        "workbench.connectors.graph.copies:GraphCopies",
        ("a move gives a new id unless immutable", "Gmail's id of a message never changes"),
        (
            (
                "both kinds of id are found in a URL",
                "Only immutable ids are ever asked for and sent.",
            ),
            (
                "Preference-Applied echoes the id type",
                "The header is not relied upon: a copy that answers 404 is gone, not guessed.",
            ),
        ),
    ),
    Promise(
        "moving twice has one effect",
        "workbench.remediation.items:judge",
        ("a move gives a new id unless immutable", "batchModify takes 1,000 ids and answers 204"),
    ),
    Promise(
        "done is only what a fresh read showed",
        "workbench.remediation.items:judge",
        ("a read may be older than the last write", "history numbers grow with each change"),
    ),
    Promise(
        "what somebody else moved or changed meanwhile is left alone",
        "workbench.remediation.items:judge",
        ("history numbers grow with each change",),
        (
            (
                "If-Match counts for a move too",
                "It is not sent: place and fingerprint are read before each move, and read back.",
            ),
        ),
    ),
    Promise(
        "nothing is deleted for good",
        "workbench.connectors.port:Connector",
        (),
        (
            (
                "DELETE climbs to Recoverable Items",
                "No connector sends DELETE to a message; the port has no such call.",
            ),
        ),
    ),
    Promise(
        "nobody is answered or invited when events are taken out of calendars or made again",
        "workbench.connectors.graph.calendars:GraphCalendars",
        (
            "declined with sendResponse false, nobody is told",
            "an event without attendees invites nobody",
        ),
        (
            (
                "an organizer cannot decline",
                "Who organises is read first, and such an event is left; DELETE is never sent.",
            ),
            (
                "a mailbox may keep declined events",
                "Removed is only what the calendar is seen not to show any more.",
            ),
        ),
    ),
    Promise(
        "nobody is written to when events are taken out of Google calendars or made again",
        "workbench.connectors.google.calendars:GoogleCalendars",
        (
            "deleted with sendUpdates=none, nobody is written to",
            "an import makes a private copy and writes to nobody",
            "If-Match with an older etag is 412",
        ),
        (
            (
                "an organizer's deletion takes the event from all guests",
                "Who organises is read first, and such an event is left.",
            ),
            (
                "a guest who deletes an event is shown as declined",
                "No message goes out by it, and no more than that is promised.",
            ),
        ),
    ),
    Promise(
        "undo puts back every place that a copy had",
        "workbench.remediation.planner:freeze_undo",
        ("folder ids are constant", "SENT, DRAFT and CHAT are nobody's to change"),
        (
            (
                "untrash gives no Inbox back",
                "Neither trash nor untrash is used: the whole set of places is written.",
            ),
            ("trash takes Inbox and Spam away", "As above."),
        ),
    ),
    Promise(
        "what cannot be reached is named, never counted as done",
        "workbench.connectors.graph.errors:reply_of",
        ("RBAC refuses with ErrorAccessDenied", "an unknown target folder is 404"),
        (
            (
                "its code is ErrorToFolderNotFound",
                "The status decides, whatever the code, and the next read has the last word.",
            ),
            (
                "a user without mailbox: MailboxNotEnabledForRESTAPI",
                "Any other refusal names the mailbox as not reached as well.",
            ),
            (
                "messages include those in hidden folders",
                "Copies are read back by their ids, not from a list.",
            ),
        ),
    ),
    Promise(
        "no mailbox outside the pilot is read or written",
        "workbench.connectors.fenced:FencedConnector",
        (),
        (
            (
                "whole domains are delegated, never some mailboxes",
                "The fence is held by us in each call, whatever the service would allow.",
            ),
        ),
    ),
    Promise(
        "a busy service is waited for and nothing is lost",
        "workbench.connectors.retry:retry_after",
        (
            "mail is throttled with Retry-After seconds",
            "limits are 429 or 403 without Retry-After",
        ),
    ),
)
