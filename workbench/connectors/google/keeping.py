"""Sources of messages in the Bin, which Gmail empties after 30 days, and messages put in again."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from urllib.parse import quote

from analyzers.model.fidelity import Fidelity
from workbench.connectors.google.calls import MODIFY, READ, GoogleCalls, mailbox_path
from workbench.connectors.google.errors import error_of
from workbench.connectors.google.labels import is_place, labels_of
from workbench.connectors.keeping import Original
from workbench.connectors.transport import MIME_BYTES
from workbench.errors import Unexpected
from workbench.model.mail import MessageRef, RawMessage

UNSETTABLE = frozenset({"SENT", "DRAFT", "CHAT"})  # labels that Gmail alone gives
# Like IMAP APPEND: import would scan and classify anew and may refuse what looks like spam.
INSERT = "messages?internalDateSource=dateHeader"


class GmailKeeping:
    def __init__(self, calls: GoogleCalls) -> None:
        self._calls = calls

    async def original(self, ref: MessageRef) -> Original:
        path = f"{mailbox_path(ref.mailbox)}/messages/{quote(ref.key, safe='')}"
        limit = MIME_BYTES * 4 // 3
        found = await self._calls.get(path, [("format", "raw")], ref.mailbox, READ, limit=limit)
        raw, labels = found.get("raw"), found.get("labelIds")
        try:
            data = base64.urlsafe_b64decode(raw if isinstance(raw, str) else "!")
        except (binascii.Error, ValueError) as error:
            raise Unexpected("The message's source is not base64") from error
        names = map(str, labels if isinstance(labels, list) else ())
        signs = tuple(n for n in names if not is_place(n) and n not in UNSETTABLE)
        return Original(RawMessage(data, Fidelity.UNKNOWN), signs)

    async def put_in(self, mailbox: str, raw: bytes, place: str, signs: Sequence[str]) -> str:
        """https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/insert"""
        labels = sorted({*labels_of(place), *signs} - UNSETTABLE)
        body = {"raw": base64.urlsafe_b64encode(raw).decode(), "labelIds": labels}
        path = f"{mailbox_path(mailbox)}/{INSERT}"
        response = await self._calls.post(path, body, mailbox, MODIFY)
        if response.status != 200:
            raise error_of(response.status, response.body, MODIFY)
        return str(response.json.get("id", ""))
