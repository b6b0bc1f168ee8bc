"""Report mailboxes in Gmail: wrappers in the inbox, originals among their parts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from analyzers.model.fidelity import Fidelity
from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path
from workbench.connectors.google.copies import GmailCopies
from workbench.connectors.google.shapes import required, text
from workbench.connectors.port import Reply, Sighting
from workbench.connectors.reporting import ORIGINALS, Original, Wrapper, is_message
from workbench.connectors.transport import MIME_BYTES
from workbench.errors import Gone, Unexpected
from workbench.model.mail import MessageRef, RawMessage

DEPTH = 20  # levels of MIME parts that are followed
PARTS = 1_000  # parts of one message that are looked at


class GmailReporting:
    """One report mailbox, by its address, which is its key as well."""

    def __init__(self, calls: GoogleCalls, copies: GmailCopies, tenant: str, mailbox: str) -> None:
        self._calls = calls
        self._copies = copies
        self._tenant = tenant
        self._mailbox = mailbox

    async def wrappers(self, since: datetime) -> AsyncIterator[tuple[Wrapper, ...]]:
        query = [
            ("labelIds", "INBOX"),
            ("q", f"after:{int(since.astimezone(UTC).timestamp())}"),
            ("maxResults", "100"),
        ]
        path = f"{mailbox_path(self._mailbox)}/messages"
        async for rows in self._calls.pages(path, query, "messages", self._mailbox, READ):
            refs = [MessageRef(self._tenant, self._mailbox, required(row, "id")) for row in rows]
            seen = await self._copies.look(refs)
            yield tuple(found for each in seen if (found := self._wrapper(each)))

    def _wrapper(self, seen: Sighting) -> Wrapper | None:
        """``None`` for what was deleted meanwhile; what did not answer is asked another time."""
        if seen.reply is Reply.GONE:
            return None
        if seen.copy is None:
            raise Unexpected(f"A report in {self._mailbox} cannot be read: {seen.detail}")
        copy = seen.copy
        return Wrapper(
            copy.ref, self._mailbox, copy.internet_id, copy.sender_address, copy.subject,
            copy.preview, copy.received, copy.has_attachments,
        )  # fmt: skip

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await self._copies.fetch(ref)

    async def originals(self, ref: MessageRef) -> tuple[Original, ...]:
        path = f"{mailbox_path(self._mailbox)}/messages/{quote(ref.key, safe='')}"
        row = await self._calls.get(path, [("format", "full")], self._mailbox, READ)
        payload = row.get("payload")
        parts = list(_messages(payload)) if isinstance(payload, dict) else []
        return tuple([await self._original(path, part) for part in parts[:ORIGINALS]])

    async def _original(self, path: str, part: Mapping[str, Any]) -> Original:
        name, body = text(part, "filename"), part.get("body")
        key = text(body, "attachmentId") if isinstance(body, dict) else ""
        if not key:
            return Original(name, None, "Gmail does not give the attached message by itself")
        url = f"{path}/attachments/{quote(key, safe='')}"
        try:
            row = await self._calls.get(url, [], self._mailbox, READ, limit=2 * MIME_BYTES)
            data = bytes_of(row)
        except (Gone, Unexpected) as error:
            return Original(name, None, str(error))
        made = Fidelity.REPRODUCTION if name.casefold().endswith(".msg") else Fidelity.UNKNOWN
        return Original(name, RawMessage(data, made))


def bytes_of(row: Mapping[str, Any]) -> bytes:
    """The bytes of an attachment, base64url with or without padding."""
    data = row.get("data")
    if not isinstance(data, str):
        raise Unexpected("The tenant left out the attachment's data")
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError) as error:
        raise Unexpected("The attachment's data is no base64") from error


def _messages(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Parts that claim to be messages, in order; what lies inside of them is theirs."""
    waiting, looked = [(payload, 0)], 0
    while waiting and looked < PARTS:
        part, depth = waiting.pop()
        looked += 1
        if depth and is_message(text(part, "filename"), text(part, "mimeType")):
            yield part
            continue
        inner = part.get("parts")
        if isinstance(inner, list) and depth < DEPTH:
            waiting += [(one, depth + 1) for one in reversed(inner) if isinstance(one, dict)]
