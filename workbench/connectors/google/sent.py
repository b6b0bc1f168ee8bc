"""What a mailbox's owner answered or passed on, from the sent messages of each Gmail thread."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path, rows_of
from workbench.connectors.google.copies import METADATA
from workbench.connectors.google.multipart import Part, PartAnswer
from workbench.connectors.google.shapes import copy_of, labels_in
from workbench.connectors.threads import Thread
from workbench.errors import ConnectorError
from workbench.model.mail import Copy
from workbench.model.tenant import Mailbox

SENT = "SENT"
Sent = tuple[Copy, ...] | None


class GmailSent:
    def __init__(self, calls: GoogleCalls, tenant: str, mailboxes: Mapping[str, Mailbox]) -> None:
        self._calls = calls
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def sent_in(self, threads: Sequence[Thread]) -> tuple[Sent, ...]:
        """Each mailbox is asked once for all of its threads; one that does not answer is unknown,
        and keeps no other from telling."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for mailbox, key in dict.fromkeys(threads):
            wanted[mailbox].append(key)
        told = await asyncio.gather(*(self._of(mailbox, keys) for mailbox, keys in wanted.items()))
        found = {thread: sent for one in told for thread, sent in one.items()}
        return tuple(found[thread] for thread in threads)

    async def _of(self, mailbox: str, keys: Sequence[str]) -> dict[Thread, Sent]:
        base = mailbox_path(mailbox)
        parts = [Part("GET", f"{base}/threads/{quote(key, safe='')}?{METADATA}") for key in keys]
        try:
            answers = await self._calls.batch(parts, mailbox, READ)
        except ConnectorError:
            return dict.fromkeys(((mailbox, key) for key in keys), None)
        return {(mailbox, k): self._read(mailbox, a) for k, a in zip(keys, answers, strict=True)}

    def _read(self, mailbox: str, answer: PartAnswer) -> Sent:
        if answer.status != 200:
            return None
        known = self._mailboxes.get(mailbox, Mailbox(mailbox, mailbox, ""))
        try:
            rows = [row for row in rows_of(answer.body, "messages") if SENT in labels_in(row)]
            return tuple(copy_of(row, self._tenant, known) for row in rows)
        except (ConnectorError, AttributeError):
            return None
