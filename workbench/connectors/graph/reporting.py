"""Report mailboxes of Microsoft 365: wrappers in the inbox, originals among their attachments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from analyzers.model.fidelity import Fidelity
from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.copies import GraphCopies
from workbench.connectors.graph.shapes import copy_of, text
from workbench.connectors.reporting import ORIGINALS, Original, Wrapper, is_message
from workbench.connectors.transport import MIME_BYTES
from workbench.errors import Gone, Unexpected
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.tenant import Mailbox

RIGHT = "Mail.Read"
RIGHT_OF_USERS = "Mail.Read.Shared, or the profile does not name it among the shared mailboxes"
FIELDS = "id,internetMessageId,from,subject,receivedDateTime,bodyPreview,hasAttachments"
ITEM = "#microsoft.graph.itemAttachment"
REFERENCE = "#microsoft.graph.referenceAttachment"


class GraphReporting:
    """One report mailbox, by its address; ``right`` is to blame where it may not be read."""

    def __init__(
        self,
        calls: GraphCalls,
        copies: GraphCopies,
        tenant: str,
        mailbox: str,
        right: str = RIGHT,
    ) -> None:
        self._calls = calls
        self._copies = copies
        self._tenant = tenant
        self._mailbox = mailbox
        self._right = right

    async def wrappers(self, since: datetime) -> AsyncIterator[tuple[Wrapper, ...]]:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        options = {
            "$select": FIELDS,
            "$top": "100",
            "$orderby": "receivedDateTime desc",
            "$filter": f"receivedDateTime ge {moment}",
        }
        query = urlencode(options, quote_via=quote)
        url = f"/v1.0/users/{self._name}/mailFolders/inbox/messages?{query}"
        async for rows in self._calls.pages(url, self._right):
            yield tuple(self._wrapper(row) for row in rows)

    def _wrapper(self, row: Mapping[str, Any]) -> Wrapper:
        copy = copy_of(dict(row), self._tenant, Mailbox(self._mailbox, self._mailbox, ""))
        return Wrapper(
            copy.ref, self._mailbox, copy.internet_id, copy.sender_address, copy.subject,
            copy.preview, copy.received, copy.has_attachments,
        )  # fmt: skip

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await self._copies.fetch(ref)

    async def originals(self, ref: MessageRef) -> tuple[Original, ...]:
        base = f"/v1.0/users/{self._name}/messages/{quote(ref.key, safe='')}/attachments"
        found: list[Original] = []
        async for rows in self._calls.pages(f"{base}?$select=id,name,size,contentType", RIGHT):
            for row in rows:
                if len(found) < ORIGINALS and _may_be_message(row):
                    found.append(await self._original(base, row))
        return tuple(found)

    async def _original(self, base: str, row: Mapping[str, Any]) -> Original:
        """An item is written anew as MIME by Exchange; a file is whatever the reporter's program
        made of the message."""
        name, key = text(dict(row), "name"), quote(text(dict(row), "id"), safe="")
        is_item = row.get("@odata.type") == ITEM
        try:
            answer = await self._calls.get(f"{base}/{key}/$value", RIGHT, limit=MIME_BYTES)
        except (Gone, Unexpected) as error:
            return Original(name, None, str(error))
        fidelity = Fidelity.RESERIALISED if is_item else made_by_client(name)
        return Original(name, RawMessage(answer.body, fidelity))

    @property
    def _name(self) -> str:
        return quote(self._mailbox, safe="@")


def made_by_client(name: str) -> Fidelity:
    """Outlook's own format keeps no MIME; another file says nothing of how it was made."""
    return Fidelity.REPRODUCTION if name.casefold().endswith(".msg") else Fidelity.UNKNOWN


def _may_be_message(row: Mapping[str, Any]) -> bool:
    kind = row.get("@odata.type")
    if kind == REFERENCE:
        return False
    return kind == ITEM or is_message(text(dict(row), "name"), text(dict(row), "contentType"))
