"""Gmail's reads: lists, single messages, raw source, history, labels, profile."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.mailstore import Change, GmailMessage, Label
from workbench.simulation.google.payload import body_of, children
from workbench.simulation.google.searching import parsed
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.content import headers_of

FORMATS = frozenset({"minimal", "full", "raw", "metadata"})
HIDDEN = frozenset({"SPAM", "TRASH"})  # left out of lists unless asked for
# What historyTypes may be, and the member of a record each stands for.
HISTORY = {
    "messageadded": "messagesAdded", "messagedeleted": "messagesDeleted",
    "labeladded": "labelsAdded", "labelremoved": "labelsRemoved",
}  # fmt: skip
PREVIEW = 200  # characters of a snippet


def get_profile(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(call, names)
    return found({
        "emailAddress": mailbox.person.address,
        "messagesTotal": len(mailbox.messages),
        "threadsTotal": len({message.thread_id for message in mailbox.messages.values()}),
        "historyId": str(mailbox.last),
    })  # fmt: skip


def list_messages(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Newest first; only id and threadId, as the service answers."""
    mailbox = site.mailbox(call, names)
    wanted = parsed(call.first("q"), site.index, site.settings.index_lag)
    labels = frozenset(call.all("labelIds"))
    everything = call.first("includeSpamTrash").casefold() == "true"
    rows = [
        {"id": message.id, "threadId": message.thread_id}
        for message in mailbox.messages.values()
        if labels <= message.labels
        and (everything or not message.labels & HIDDEN)
        and wanted(message)
    ]
    page = paged("messages", rows, call.offset(), call.number("maxResults", 100, 500))
    return found({**page, "resultSizeEstimate": len(rows)})


def get_message(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    message = site.message(site.mailbox(call, names), names["message"])
    form = call.first("format", "full").casefold()
    if form not in FORMATS:
        raise GoogleRefusal(400, f"Invalid value at 'format': {form}", "invalidArgument")
    return found(shown(site, message, form, call.all("metadataHeaders")))


def get_thread(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """All of its messages, oldest first, in whatever place they lie."""
    mailbox, key = site.mailbox(call, names), names["thread"]
    together = [m for m in mailbox.messages.values() if m.thread_id == key]
    if not together:
        raise GoogleRefusal(404, "Requested entity was not found.", "notFound")
    form = call.first("format", "full").casefold()
    if form not in FORMATS - {"raw"}:
        raise GoogleRefusal(400, f"Invalid value at 'format': {form}", "invalidArgument")
    rows = [shown(site, m, form, call.all("metadataHeaders")) for m in reversed(together)]
    return found({"id": key, "historyId": str(mailbox.last), "messages": rows})


def shown(
    site: GoogleSite, message: GmailMessage, form: str, wanted: list[str]
) -> dict[str, object]:
    labels, history = site.seen(message)
    body: dict[str, object] = {
        "id": message.id,
        "threadId": message.thread_id,
        "labelIds": sorted(labels),
        "snippet": message.source.preview[:PREVIEW],
        "historyId": str(history),
        "internalDate": str(int(message.source.received.timestamp() * 1000)),
    }
    if form == "minimal":
        return body
    data = site.mime(message)
    body["sizeEstimate"] = len(data)
    if form == "raw":
        body["raw"] = base64.urlsafe_b64encode(data).decode()
    else:
        body["payload"] = _payload(message, data, form, wanted)
    return body


def _payload(message: GmailMessage, data: bytes, form: str, wanted: list[str]) -> dict[str, object]:
    asked = {name.casefold() for name in wanted}
    every = form == "full" or not asked
    headers = [
        {"name": name, "value": value}
        for name, value in headers_of(data)
        if every or name.casefold() in asked
    ]
    kind = next((h[1] for h in headers_of(data) if h[0].casefold() == "content-type"), "")
    mime = kind.partition(";")[0].strip() or "text/plain"
    payload: dict[str, object] = {
        "partId": "", "mimeType": mime, "filename": "", "headers": headers,
    }  # fmt: skip
    if form != "full":
        return payload
    parts = children(data)
    return {**payload, "parts": parts} if parts else {**payload, "body": body_of(data)}


def list_history(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """404 where the start is forgotten, as the guide to synchronising says."""
    mailbox = site.mailbox(call, names)
    text = call.first("startHistoryId")
    if not text.isdecimal():
        raise GoogleRefusal(400, "Invalid startHistoryId", "invalidArgument")
    if int(text) < mailbox.oldest or int(text) > mailbox.last:
        raise GoogleRefusal(404, "Requested entity was not found.", "notFound")
    kinds = {HISTORY.get(kind.casefold(), kind) for kind in call.all("historyTypes")}
    rows = [
        _record(change) for change in mailbox.since(int(text)) if not kinds or change.kind in kinds
    ]
    page = paged("history", rows, call.offset(), call.number("maxResults", 100, 500))
    return found({**page, "historyId": str(mailbox.last)})


def _record(change: Change) -> dict[str, object]:
    message: dict[str, object] = {"id": change.message, "threadId": change.thread}
    row: dict[str, object] = {"message": message}
    if change.kind.startswith("labels"):
        row["labelIds"] = sorted(change.labels)
    else:
        message["labelIds"] = sorted(change.labels)
    return {"id": str(change.number), "messages": [dict(message)], change.kind: [row]}


def label_row(label: Label) -> dict[str, object]:
    row: dict[str, object] = {"id": label.id, "name": label.name, "type": label.kind}
    if label.kind == "user":
        row["labelListVisibility"] = label.shown_in_list
        row["messageListVisibility"] = label.shown_in_messages
    return row


def list_labels(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(call, names)
    return found({"labels": [label_row(label) for label in mailbox.labels.values()]})


def get_label(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    label = site.mailbox(call, names).labels.get(names["label"])
    if label is None:
        raise GoogleRefusal(404, "Requested entity was not found.", "notFound")
    return found(label_row(label))
