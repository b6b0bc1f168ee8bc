"""What a mailbox's owner answered or passed on in a thread, from Sent Items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from workbench.connectors.graph.calls import GraphCalls, Part, PartAnswer, rows_of
from workbench.connectors.graph.shapes import MESSAGE, copy_of
from workbench.connectors.threads import Thread
from workbench.errors import ConnectorError
from workbench.model.mail import Copy
from workbench.model.tenant import Mailbox

TOP = 50  # messages of one thread; nobody answers one message more often


class GraphSent:
    def __init__(self, calls: GraphCalls, tenant: str, mailboxes: Mapping[str, Mailbox]) -> None:
        self._calls = calls
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def sent_in(self, threads: Sequence[Thread]) -> tuple[tuple[Copy, ...] | None, ...]:
        answers = await self._calls.batch([Part("GET", _address(*thread)) for thread in threads])
        return tuple(self._read(t[0], a) for t, a in zip(threads, answers, strict=True))

    def _read(self, mailbox: str, answer: PartAnswer) -> tuple[Copy, ...] | None:
        if answer.status != 200:
            return None
        known = self._mailboxes.get(mailbox, Mailbox(mailbox, mailbox, ""))
        try:
            return tuple(copy_of(row, self._tenant, known) for row in rows_of(answer.body))
        except (ConnectorError, AttributeError):
            return None


def _address(mailbox: str, conversation: str) -> str:
    literal = conversation.replace("'", "''")
    options = {
        "$select": MESSAGE, "$top": str(TOP), "$filter": f"conversationId eq '{literal}'",
    }  # fmt: skip
    query = urlencode(options, quote_via=quote)
    return f"/users/{quote(mailbox, safe='')}/mailFolders/sentitems/messages?{query}"
