"""Looks at and moves single copies, many in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from analyzers.model.fidelity import Fidelity
from workbench.connectors.graph.calls import GraphCalls, Part, PartAnswer
from workbench.connectors.graph.errors import error_of, reply_of
from workbench.connectors.graph.shapes import MESSAGE, copy_of, text
from workbench.connectors.port import Move, MoveReply, Reply, Sighting
from workbench.connectors.transport import MIME_BYTES
from workbench.errors import Unexpected
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.tenant import Mailbox


class GraphCopies:
    """``mailboxes`` resolves a mailbox key to who it is; it may grow while we live."""

    def __init__(self, calls: GraphCalls, tenant: str, mailboxes: Mapping[str, Mailbox]) -> None:
        self._calls = calls
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        parts = [Part("GET", f"{_address(ref)}?$select={MESSAGE}") for ref in refs]
        answers = await self._calls.batch(parts)
        return tuple(self._sighting(r, a) for r, a in zip(refs, answers, strict=True))

    def _sighting(self, ref: MessageRef, answer: PartAnswer) -> Sighting:
        reply = reply_of(answer.status) if answer.status else Reply.UNKNOWN
        if reply is not Reply.OK:
            return Sighting(ref, reply, None, answer.detail, answer.retry_after)
        mailbox = self._mailboxes.get(ref.mailbox, Mailbox(ref.mailbox, ref.mailbox, ""))
        try:
            copy = copy_of(answer.body, self._tenant, mailbox)
        except (Unexpected, AttributeError) as error:
            return Sighting(ref, Reply.UNKNOWN, None, f"unreadable answer: {error}")
        return Sighting(ref, Reply.OK, copy)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        """No If-Match: the description does not give the move action one."""
        answers = await self._calls.batch([_move_part(move) for move in moves])
        return tuple(_move_reply(m, a) for m, a in zip(moves, answers, strict=True))

    async def fetch(self, ref: MessageRef) -> RawMessage:
        """Exchange writes the MIME anew: header order and encodings are its own."""
        url = f"/v1.0{_address(ref)}/$value"
        response = await self._calls.get(url, "Mail.Read", limit=MIME_BYTES)
        if response.status != 200:
            raise error_of(response.status, response.body, "Mail.Read")
        return RawMessage(response.body, Fidelity.RESERIALISED)


def _address(ref: MessageRef) -> str:
    return f"/users/{quote(ref.mailbox, safe='')}/messages/{quote(ref.key, safe='')}"


def _move_part(move: Move) -> Part:
    return Part(
        "POST",
        f"{_address(move.ref)}/move",
        {"destinationId": move.destination},
        {"client-request-id": move.request},
    )


def _move_reply(move: Move, answer: PartAnswer) -> MoveReply:
    reply = reply_of(answer.status) if answer.status else Reply.UNKNOWN
    body: dict[str, Any] = answer.body if isinstance(answer.body, dict) else {}
    version = text(body, "changeKey") if reply is Reply.OK else ""
    detail = "" if reply is Reply.OK else answer.detail
    return MoveReply(move.ref, reply, version, detail, answer.retry_after)
