"""Looks at and moves single copies, many in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from analyzers.model.fidelity import Fidelity
from workbench.connectors.graph.calls import GraphCalls, Part, PartAnswer
from workbench.connectors.graph.errors import error_of, reply_of
from workbench.connectors.graph.shapes import MESSAGE, copy_of
from workbench.connectors.graph.shapes import text as text_of
from workbench.connectors.port import Move, MoveReply, Reply, Sighting
from workbench.connectors.tags import is_on, is_tag, name_of
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
        parts = [Part("GET", f"{_address(ref)}?$select={MESSAGE},categories") for ref in refs]
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
        if copy.ref != ref:
            return Sighting(ref, Reply.UNKNOWN, None, "the answer is about another message")
        return Sighting(ref, Reply.OK, copy)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        """No If-Match: the description does not give the move action one."""
        tags = {move.ref: move for move in moves if is_tag(move.destination)}
        tagged = await self._tagged(list(tags.values())) if tags else {}
        rest = [move for move in moves if move.ref not in tags]
        answers = await self._calls.batch([_move_part(move) for move in rest]) if rest else []
        moved = {m.ref: _move_reply(m, a) for m, a in zip(rest, answers, strict=True)}
        return tuple((tagged | moved)[move.ref] for move in moves)

    async def _tagged(self, moves: Sequence[Move]) -> dict[MessageRef, MoveReply]:
        """The categories are set as a whole: what others put there is read first and kept, and
        the version it was read in must still be the present one."""
        asked = [Part("GET", f"{_address(m.ref)}?$select=id,categories") for m in moves]
        found = await self._calls.batch(asked)
        changes = {m: part for m, a in zip(moves, found, strict=True) if (part := _tag_part(m, a))}
        sent = await self._calls.batch(list(changes.values())) if changes else []
        answers = dict(zip(changes, sent, strict=True))
        return {
            move.ref: _move_reply(move, answers.get(move, answer))
            for move, answer in zip(moves, found, strict=True)
        }

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        """https://learn.microsoft.com/graph/api/user-post-messages"""
        body = {"subject": subject, "body": {"contentType": "text", "content": text}}
        url = f"/v1.0/users/{quote(mailbox, safe='@')}/messages"
        response = await self._calls.post(url, body)
        if response.status != 201:
            raise error_of(response.status, response.body, "Mail.ReadWrite")
        return text_of(response.json, "id")

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


def _tag_part(move: Move, answer: PartAnswer) -> Part | None:
    """None where nothing is to change, or where the message could not be read."""
    row = answer.body if answer.status == 200 and isinstance(answer.body, dict) else {}
    now, version = row.get("categories"), text_of(row, "@odata.etag")
    if not isinstance(now, list) or not version:
        return None
    others = [one for one in now if one != name_of(move.destination)]
    wanted = [*others, name_of(move.destination)] if is_on(move.destination) else others
    if wanted == now or (is_on(move.destination) and len(others) < len(now)):
        return None
    headers = {"client-request-id": move.request, "If-Match": version}
    return Part("PATCH", _address(move.ref), {"categories": wanted}, headers)


def _move_reply(move: Move, answer: PartAnswer) -> MoveReply:
    reply = reply_of(answer.status) if answer.status else Reply.UNKNOWN
    body: dict[str, Any] = answer.body if isinstance(answer.body, dict) else {}
    version = text_of(body, "changeKey") if reply is Reply.OK else ""
    detail = "" if reply is Reply.OK else answer.detail
    return MoveReply(move.ref, reply, version, detail, answer.retry_after)
