"""Whether a message that calls itself an answer or a forward belongs to a conversation."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import phrases
from analyzers.lib.fields import LIST_FIELDS, values
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

# What mail programs and servers write into an answer (RFC 5322, 3.6.4; Exchange's own fields).
_THREAD = ("in-reply-to", "references", "thread-index", "x-ms-tnef-correlator")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its conversation is unknown")
    kind = phrases.subject_kind(message.subject)
    if not kind or message.in_reply_to or message.references:
        return
    found = values(message, "received", "precedence", *_THREAD, *LIST_FIELDS)
    if not found["received"] or any(found[name] for name in _THREAD):
        return
    if found["precedence"] or any(found[name] for name in LIST_FIELDS):
        return
    yield _finding(message, kind)


def _finding(message: Message, kind: str) -> Finding:
    """Forwards need not name what they forward; an answer made by a mail program does."""
    if kind == "forward":
        title = "Subject says this is a forward; no header tells of an earlier message"
        return Finding(
            "sender.fake-forward", Severity.INFO, title, message.subject[:300], "Subject"
        )
    title = "Subject says this is an answer; no header tells of a message it answers"
    return Finding("sender.fake-reply", Severity.LOW, title, message.subject[:300], "Subject")


UNIT = Unit("conversation", 1, frozenset({"eml"}), _examine)
