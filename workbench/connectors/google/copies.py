"""Looks at and moves single copies in Gmail, many of one mailbox in one call."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from analyzers.model.fidelity import Fidelity
from workbench.connectors.google.calls import MODIFY, READ, GoogleCalls, mailbox_path
from workbench.connectors.google.errors import (
    BACKOFF,
    detail_of,
    error_of,
    parsed_or_none,
    reply_of,
)
from workbench.connectors.google.labels import GmailLabels, is_place, labels_of, place_key
from workbench.connectors.google.multipart import Part, PartAnswer
from workbench.connectors.google.shapes import HEADERS, copy_of, labels_in
from workbench.connectors.port import Move, MoveReply, Reply, Sighting
from workbench.connectors.tags import TAG, is_on, is_tag
from workbench.connectors.transport import MIME_BYTES
from workbench.errors import (
    ConnectorError,
    Gone,
    PermissionMissing,
    Throttled,
    Unexpected,
)
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.tenant import Mailbox

MODIFIED = 1_000  # ids in one batchModify (reference page of the method)
METADATA = urlencode([("format", "metadata"), *(("metadataHeaders", name) for name in HEADERS)])
Asked = TypeVar("Asked", MessageRef, Move)
Answered = TypeVar("Answered", Sighting, MoveReply)


class GmailCopies:
    def __init__(
        self,
        calls: GoogleCalls,
        tenant: str,
        mailboxes: Mapping[str, Mailbox],
        labels: GmailLabels,
    ) -> None:
        self._calls = calls
        self._labels = labels
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        found = await _each_mailbox(refs, lambda ref: ref.mailbox, self._look)
        return tuple(found[number] for number in range(len(refs)))

    async def _look(self, mailbox: str, refs: Sequence[MessageRef]) -> list[Sighting]:
        try:
            answers = await self.rows(mailbox, [ref.key for ref in refs], METADATA)
            tags = await self._labels.tags(mailbox, _labels_in(answers))
        except ConnectorError as error:
            return [_unseen(ref, error) for ref in refs]
        return [
            _untagged(self._sighting(ref, answer), tags)
            for ref, answer in zip(refs, answers, strict=True)
        ]

    async def rows(
        self, mailbox: str, keys: Iterable[str], form: str, *, first: bool = True
    ) -> list[PartAnswer]:
        base = mailbox_path(mailbox)
        parts = [Part("GET", f"{base}/messages/{quote(key, safe='')}?{form}") for key in keys]
        return await self._calls.batch(parts, mailbox, READ, first=first)

    def _sighting(self, ref: MessageRef, answer: PartAnswer) -> Sighting:
        reply = reply_of(answer.status, answer.body)
        if reply is not Reply.OK:
            pause = BACKOFF if reply is Reply.BUSY else 0.0
            return Sighting(ref, reply, None, detail_of(answer.status, answer.body), pause)
        mailbox = self._mailboxes.get(ref.mailbox, Mailbox(ref.mailbox, ref.mailbox, ""))
        try:
            copy = copy_of(answer.body, self._tenant, mailbox)
        except (Unexpected, AttributeError) as error:
            return Sighting(ref, Reply.UNKNOWN, None, f"unreadable answer: {error}")
        if copy.ref != ref:
            return Sighting(ref, Reply.UNKNOWN, None, "the answer is about another message")
        return Sighting(ref, Reply.OK, copy)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        """The labels each copy has now are read first: only what differs is changed.  Our tag is
        no place: a move leaves it, and it is set and taken off by itself."""
        found = await _each_mailbox(moves, lambda move: move.ref.mailbox, self._move)
        return tuple(found[number] for number in range(len(moves)))

    async def _move(self, mailbox: str, moves: Sequence[Move]) -> list[MoveReply]:
        try:
            answers = await self.rows(mailbox, [m.ref.key for m in moves], "format=minimal")
            tags = await self._tags(mailbox, moves, answers)
        except ConnectorError as error:
            return [_unmoved(move, error) for move in moves]
        replies: dict[int, MoveReply] = {}
        changes: dict[tuple[frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
        for number, (move, answer) in enumerate(zip(moves, answers, strict=True)):
            reply = reply_of(answer.status, answer.body)
            if reply is not Reply.OK:
                detail = detail_of(answer.status, answer.body)
                replies[number] = MoveReply(move.ref, reply, detail=detail)
            elif change := _change(answer.body, move, tags):
                changes[change].append(number)
            else:
                replies[number] = MoveReply(move.ref, Reply.OK)
        for change, numbers in changes.items():
            sent = await self._modify(mailbox, [moves[n] for n in numbers], change)
            replies.update(zip(numbers, sent, strict=True))
        return [replies[number] for number in range(len(moves))]

    async def _tags(
        self, mailbox: str, moves: Sequence[Move], answers: Sequence[PartAnswer]
    ) -> frozenset[str]:
        """The labels of ours that are a tag; made where one is to be set for the first time."""
        made = ""
        if any(is_on(move.destination) for move in moves):
            made = await self._labels.tag(mailbox, make=True)
        present = await self._labels.tags(mailbox, _labels_in(answers))
        return present | ({made} - {""})

    async def _modify(
        self, mailbox: str, moves: Sequence[Move], change: tuple[frozenset[str], frozenset[str]]
    ) -> list[MoveReply]:
        """The service answers for all at once and names none: the proof is a later sighting."""
        add, remove = change
        replies: list[MoveReply] = []
        for start in range(0, len(moves), MODIFIED):
            some = moves[start : start + MODIFIED]
            body = {
                "ids": [move.ref.key for move in some],
                "addLabelIds": sorted(add),
                "removeLabelIds": sorted(remove),
            }
            path = f"{mailbox_path(mailbox)}/messages/batchModify"
            try:
                response = await self._calls.post(path, body, mailbox, MODIFY)
            except ConnectorError as error:
                replies += [_unmoved(move, error) for move in some]
                continue
            replies += [_answered(move, response.status, response.body) for move in some]
        return replies

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        """Put in without any label, so that it lies in All Mail alone; goes to nobody."""
        lines = (f"From: {mailbox}", f"Subject: {subject}", "MIME-Version: 1.0", "", text, "")
        raw = base64.urlsafe_b64encode("\r\n".join(lines).encode()).decode()
        path = f"{mailbox_path(mailbox)}/messages"
        response = await self._calls.post(path, {"raw": raw}, mailbox, MODIFY)
        if response.status != 200:
            raise error_of(response.status, response.body, MODIFY)
        return str(response.json.get("id", ""))

    async def fetch(self, ref: MessageRef) -> RawMessage:
        """Gmail's ``raw`` form.  That it is byte for byte what came in is said nowhere that we
        know, so a failed signature proves nothing."""
        path = f"{mailbox_path(ref.mailbox)}/messages/{quote(ref.key, safe='')}"
        found = await self._calls.get(
            path, [("format", "raw")], ref.mailbox, READ, limit=MIME_BYTES * 4 // 3
        )
        raw = found.get("raw")
        if not isinstance(raw, str):
            raise Unexpected("The tenant left out the message's source")
        try:
            return RawMessage(base64.urlsafe_b64decode(raw), Fidelity.UNKNOWN)
        except (binascii.Error, ValueError) as error:
            raise Unexpected("The message's source is not base64") from error


def _change(
    row: Any, move: Move, tags: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Labels to add and to take off; None where the copy stands as it shall."""
    present = frozenset(filter(is_place, labels_in(row) if isinstance(row, dict) else ()))
    if is_tag(move.destination):
        on = is_on(move.destination)
        change = (tags - present, frozenset[str]()) if on else (frozenset[str](), tags & present)
        return change if any(change) else None
    now = present - tags
    wanted = labels_of(move.destination)
    return None if now == wanted else (wanted - now, now - wanted)


def _labels_in(answers: Sequence[PartAnswer]) -> frozenset[str]:
    rows = (answer.body for answer in answers if isinstance(answer.body, dict))
    found = (row.get("labelIds") for row in rows)
    lists = (labels for labels in found if isinstance(labels, list))
    return frozenset(label for labels in lists for label in labels if isinstance(label, str))


def _untagged(seen: Sighting, tags: frozenset[str]) -> Sighting:
    """Our tag says nothing of the place."""
    if seen.copy is None or not (present := labels_of(seen.copy.folder) & tags):
        return seen
    place = place_key(labels_of(seen.copy.folder) - present)
    return replace(seen, copy=replace(seen.copy, folder=place, tags=(TAG,)))


def _answered(move: Move, status: int, body: bytes) -> MoveReply:
    found = parsed_or_none(body) if body else None
    reply = reply_of(status, found)
    if status == 400 and "labelId not found" in detail_of(status, found):
        reply = Reply.GONE  # the place is no longer there
    return MoveReply(move.ref, reply, detail="" if reply is Reply.OK else detail_of(status, found))


def _reply_to(error: ConnectorError) -> tuple[Reply, float]:
    match error:
        case Throttled():
            return Reply.BUSY, error.retry_after
        case PermissionMissing():
            return Reply.DENIED, 0.0
        case Gone():
            return Reply.GONE, 0.0
    return Reply.UNKNOWN, 0.0


def _unseen(ref: MessageRef, error: ConnectorError) -> Sighting:
    reply, pause = _reply_to(error)
    return Sighting(ref, reply, None, str(error), pause)


def _unmoved(move: Move, error: ConnectorError) -> MoveReply:
    reply, pause = _reply_to(error)
    return MoveReply(move.ref, reply, detail=str(error), retry_after=pause)


async def _each_mailbox(
    asked: Sequence[Asked],
    mailbox_of: Callable[[Asked], str],
    ask: Callable[[str, Sequence[Asked]], Awaitable[list[Answered]]],
) -> dict[int, Answered]:
    """Answers by the number of the question; each mailbox is asked once, all at a time."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(asked):
        groups[mailbox_of(one)].append(number)
    done = await asyncio.gather(
        *(ask(mailbox, [asked[n] for n in numbers]) for mailbox, numbers in groups.items())
    )
    return {
        number: answer
        for numbers, answers in zip(groups.values(), done, strict=True)
        for number, answer in zip(numbers, answers, strict=True)
    }
