"""Messages that an application puts into a mailbox itself, without sending them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found
from workbench.simulation.google.gmail import shown
from workbench.simulation.google.mailstore import FIXED, GmailMessage, message_id
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.content import headers_of
from workbench.simulation.server.drafting import written


def insert(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/insert"""
    mailbox = site.mailbox(call, names)
    body = call.document()
    data = _raw(body.get("raw"))
    labels = frozenset(str(label) for label in body.get("labelIds") or ())
    if labels & FIXED or not labels <= mailbox.labels.keys():
        raise GoogleRefusal(400, "Invalid label", "invalidArgument")
    head = {name.casefold(): value for name, value in headers_of(data)}
    source = written(mailbox.person, head.get("subject", ""), "")
    internet_id = head.get("message-id", source.internet_id)
    source = replace(source, internet_id=internet_id, data=data, sent=_date(head) or source.sent)
    if call.first("internalDateSource") == "dateHeader":
        source = replace(source, received=source.sent)
    message = GmailMessage(source, message_id(source), labels, mailbox.last)
    site.inserted[message.id] = data
    mailbox.add(message)
    return found(shown(site, message, "minimal", []))


def _date(head: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(head["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None


def _raw(text: object) -> bytes:
    try:
        data = base64.urlsafe_b64decode(text) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise GoogleRefusal(400, "'raw' RFC822 payload message string required", "invalidArgument")
    return data
