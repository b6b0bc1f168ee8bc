"""Gmail's writes: labels put on and taken off, the bin, labels made and removed."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.google.calls import NOTHING, GoogleCall, GoogleRefusal, found
from workbench.simulation.google.gmail import label_row, shown
from workbench.simulation.google.mailstore import FIXED, SYSTEM, GmailMailbox
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer

BATCH = 1000  # ids in one batchModify, by the reference page
LABELS = 10_000  # of a mailbox, by the same


def _labels(mailbox: GmailMailbox, body: Mapping[str, object], name: str) -> frozenset[str]:
    given = body.get(name, [])
    if not isinstance(given, list):
        raise GoogleRefusal(400, f"Invalid value at '{name}'", "invalidArgument")
    labels = frozenset(str(label) for label in given)
    if labels & FIXED:
        raise GoogleRefusal(400, f"Cannot {name[:3]} label: {min(labels & FIXED)}")
    for label in labels - mailbox.labels.keys():
        raise GoogleRefusal(400, f"labelId not found: {label}", "invalidArgument")
    return labels


def batch_modify(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Ids that are no longer there are passed over: the reference promises nothing about them."""
    mailbox, body = site.mailbox(call, names), call.document()
    add, remove = _labels(mailbox, body, "addLabelIds"), _labels(mailbox, body, "removeLabelIds")
    ids = body.get("ids")
    if not isinstance(ids, list) or not ids or len(ids) > BATCH:
        raise GoogleRefusal(400, "Invalid value at 'ids'", "invalidArgument")
    for key in ids:
        message = mailbox.messages.get(str(key))
        if message is not None:
            site.state.relabel(mailbox, message, message.labels - remove | add, site.cause(call))
    return NOTHING


def modify(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox, body = site.mailbox(call, names), call.document()
    add, remove = _labels(mailbox, body, "addLabelIds"), _labels(mailbox, body, "removeLabelIds")
    message = site.message(mailbox, names["message"])
    site.state.relabel(mailbox, message, message.labels - remove | add, site.cause(call))
    return found(shown(site, message, "minimal", []))


def trash(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(call, names)
    message = site.message(mailbox, names["message"])
    labels = message.labels - {"INBOX", "SPAM"} | {"TRASH"}
    site.state.relabel(mailbox, message, labels, site.cause(call))
    return found(shown(site, message, "minimal", []))


def untrash(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Takes the label off and gives nothing back: the Inbox label is the caller's business."""
    mailbox = site.mailbox(call, names)
    message = site.message(mailbox, names["message"])
    site.state.relabel(mailbox, message, message.labels - {"TRASH"}, site.cause(call))
    return found(shown(site, message, "minimal", []))


def create_label(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox, body = site.mailbox(call, names), call.document()
    name = str(body.get("name", "")).strip()
    if not name or name.upper() in SYSTEM:
        raise GoogleRefusal(400, "Invalid label name", "invalidArgument")
    if any(label.name.casefold() == name.casefold() for label in mailbox.labels.values()):
        raise GoogleRefusal(409, "Label name exists or conflicts", "aborted")
    if len(mailbox.labels) >= LABELS:
        raise GoogleRefusal(400, "Too many labels")
    label = mailbox.new_label(name)
    label.shown_in_list = str(body.get("labelListVisibility", label.shown_in_list))
    label.shown_in_messages = str(body.get("messageListVisibility", label.shown_in_messages))
    return found(label_row(label))


def delete_label(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """The label comes off every message that had it."""
    mailbox = site.mailbox(call, names)
    label = mailbox.labels.get(names["label"])
    if label is None or label.kind != "user":
        raise GoogleRefusal(404 if label is None else 400, "Invalid delete request")
    for message in mailbox.messages.values():
        if label.id in message.labels:
            site.state.relabel(mailbox, message, message.labels - {label.id}, site.cause(call))
    del mailbox.labels[label.id]
    return NOTHING
