"""Asks a Gmail mailbox for what is only remembered of the service.

The one message touched is inserted by us and ends in Trash; the label made is taken away again.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import AsyncIterator
from urllib.parse import quote

from workbench.errors import Unexpected
from workbench.probing.finding import SUBJECT, Ask, Finding, member, refused


class GoogleProbe:
    def __init__(self, ask: Ask, mailbox: str) -> None:
        self._ask = ask
        self._mail = f"/gmail/v1/users/{quote(mailbox, safe='@')}"
        self._mailbox = mailbox

    async def findings(self) -> AsyncIterator[Finding]:
        yield await self._empty()
        yield await self._label_twice()
        raw = self._letter()
        key = await self._inserted(raw)
        try:
            yield await self._bytes(key, raw)
            await self._ask("POST", f"{self._mail}/messages/{key}/trash")
            labels = await self._labels(key)
            gone = "TRASH" in labels and "INBOX" not in labels
            yield Finding("trash takes Inbox and Spam away", gone, " ".join(labels))
            await self._ask("POST", f"{self._mail}/messages/{key}/untrash")
            labels = await self._labels(key)
            bare = "INBOX" not in labels
            yield Finding("untrash gives no Inbox back", bare, " ".join(labels) or "no label")
        finally:
            await self._ask("POST", f"{self._mail}/messages/{key}/trash")

    def _letter(self) -> bytes:
        lines = (
            f"From: {self._mailbox}", f"To: {self._mailbox}", f"Subject: {SUBJECT}",
            f"Message-ID: <{secrets.token_hex(12)}@probe.invalid>", "X-Folded: one", "\ttwo", "",
            "Trailing blank  ", "end", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()

    async def _inserted(self, raw: bytes) -> str:
        body = {"raw": base64.urlsafe_b64encode(raw).decode(), "labelIds": ["INBOX"]}
        made = await self._ask("POST", f"{self._mail}/messages", body)
        if made.status != 200:
            raise Unexpected(f"The test mailbox takes no message (HTTP {made.status})")
        return str(member(made, "id"))

    async def _labels(self, key: str) -> list[str]:
        answer = await self._ask("GET", f"{self._mail}/messages/{key}?format=minimal")
        return [str(label) for label in member(answer, "labelIds") or ()]

    async def _bytes(self, key: str, raw: bytes) -> Finding:
        answer = await self._ask("GET", f"{self._mail}/messages/{key}?format=raw")
        found = base64.urlsafe_b64decode(str(member(answer, "raw")))
        seen = "the same bytes" if found == raw else f"{len(raw)} bytes became {len(found)}"
        return Finding("raw is byte for byte what came", found == raw, seen)

    async def _empty(self) -> Finding:
        query = quote(f"rfc822msgid:{secrets.token_hex(12)}@probe.invalid")
        answer = await self._ask("GET", f"{self._mail}/messages?q={query}")
        bare = answer.status == 200 and "messages" not in answer.json
        return Finding("an empty list has no member at all", bare, " ".join(sorted(answer.json)))

    async def _label_twice(self) -> Finding:
        body = {"name": f"{SUBJECT} {secrets.token_hex(4)}"}
        first = await self._ask("POST", f"{self._mail}/labels", body)
        try:
            second = await self._ask("POST", f"{self._mail}/labels", body)
            return refused("a label that exists is 409", second, "409")
        finally:
            if first.status == 200:
                await self._ask("DELETE", f"{self._mail}/labels/{member(first, 'id')}")
