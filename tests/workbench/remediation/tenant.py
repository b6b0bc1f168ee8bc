"""A tenant in memory that speaks the connector's port and misbehaves on demand.

With a log file its effects outlive the process, as those of a real tenant do: each is appended by
one system call before the answer is given.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.connectors.port import Move, MoveReply, Page, Query, Reply, Sighting, by_key
from workbench.connectors.tags import is_on, is_tag, name_of
from workbench.errors import ConnectorError, Gone, PermissionMissing, Unreachable
from workbench.model.mail import Alert, Copy, Folder, MessageRef, RawMessage, UserReport
from workbench.model.tenant import Mailbox, Power, Tenant

NAME = "contoso"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUARANTINE = "quarantine"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Faults:
    """Probabilities from 0 to 1."""

    lost_before: float = 0.0  # the whole request, before any effect
    lost_after: float = 0.0  # the answer, after all effects
    busy: float = 0.0  # each part
    stale: float = 0.0  # each read of a copy that was moved
    missing: float = 0.0  # a part of the answer is left out
    twice: float = 0.0  # a part is delivered twice
    heeds_version: bool = True


@dataclass(frozen=True, slots=True)
class Effect:
    """A change of state that a request of ours brought about."""

    request: str
    key: Key
    source: str
    destination: str


@dataclass(slots=True)
class MemoryTenant:
    """``point`` is called at each place where a process may die."""

    seed: int = 1
    faults: Faults = field(default_factory=Faults)
    log: Path | None = None
    point: Callable[[str], None] = lambda name: None
    copies: dict[Key, Copy] = field(default_factory=dict)
    earlier: dict[Key, Copy] = field(default_factory=dict)
    boxes: dict[str, dict[str, Folder]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    spared: frozenset[str] = frozenset()  # addresses that the profile leaves alone
    granted: Power = Power.READ | Power.SEARCH_ALL | Power.MOVE
    failing: list[ConnectorError] = field(default_factory=list)  # raised by the next moves
    on_move: list[Callable[[], None]] = field(default_factory=list)  # done before the next moves
    replies: dict[Key, Reply] = field(default_factory=dict)  # instead of moving
    looks: int = 0
    moves: int = 0
    most_of_a_mailbox: int = 0  # parts of one mailbox in one request
    known_mailboxes: int = 0  # claimed size, where it is not that of ``boxes``
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    # -- what happens in the tenant without us

    def deliver(self, number: int, mailbox: str, folder: str = "inbox", **changed: str) -> Copy:
        """Copy number ``number``; the same number is the same message."""
        self.boxes.setdefault(mailbox, _standard_folders(mailbox))
        key = (mailbox, changed.pop("key", f"{mailbox}-{number}"))
        copy = Copy(
            ref=MessageRef(NAME, *key),
            mailbox_address=f"{mailbox}@contoso.example",
            internet_id=f"<{number}@sender.example>",
            sender_name="Payroll",
            sender_address="payroll@sender.example",
            subject=changed.pop("subject", f"Invoice {number}"),
            received=NOON,
            sent=NOON,
            folder=f"{mailbox}-{folder}",
            is_read=False,
            has_attachments=False,
            version="v1",
        )
        self.copies[key] = copy
        return copy

    def put(self, key: Key, folder: str) -> None:
        """A move by the user or a rule."""
        before = self.copies[key]
        self.earlier[key] = before
        version = f"v{int(before.version[1:]) + 1}"
        self.copies[key] = replace(before, folder=folder, version=version)

    def remove_folder(self, mailbox: str, key: str) -> None:
        del self.boxes[mailbox][key]

    def folder_of(self, key: Key) -> str:
        return self.copies[key].folder

    def replay(self) -> None:
        """Brings back the effects in the log, as a tenant that was there all the time has them."""
        if self.log is None or not self.log.exists():
            return
        for line in self.log.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if entry["what"] == "folder":
                self.boxes[entry["mailbox"]][f"{entry['mailbox']}-{QUARANTINE}"] = _ours(
                    entry["mailbox"]
                )
                continue
            key = (entry["mailbox"], entry["key"])
            self.effects.append(
                Effect(entry["request"], key, self.folder_of(key), entry["destination"])
            )
            self.put(key, entry["destination"])

    # -- the port

    @property
    def tenant(self) -> Tenant:
        return Tenant(NAME, "Contoso", "Microsoft 365", ("contoso.example",))

    @property
    def powers(self) -> Power:
        return self.granted

    @property
    def rights(self) -> frozenset[str]:
        return frozenset()

    async def connect(self) -> Tenant:
        return self.tenant

    async def close(self) -> None:
        return None

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        names = list(self.boxes) + [f"more{n}" for n in range(self.known_mailboxes)]
        for start in range(0, len(names), 100):
            yield tuple(Mailbox(n, f"{n}@contoso.example", n) for n in names[start : start + 100])

    async def find(self, query: Query) -> AsyncIterator[Page]:
        boxes = query.mailboxes or tuple(self.boxes)
        for done, box in enumerate(boxes, 1):
            if box in self.denied:
                yield Page((), ((box, "access denied"),), done, len(boxes))
                continue
            hits = tuple(
                copy
                for (mailbox, _), copy in self.copies.items()
                if mailbox == box and query.internet_id in ("", copy.internet_id)
            )
            yield Page(hits, (), done, len(boxes))

    async def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        yield ()

    async def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        yield ()

    async def fetch(self, ref: MessageRef) -> RawMessage:
        raise Unreachable("raw mail is not kept here")

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        self._require(mailbox)
        return tuple(self.boxes[mailbox].values())

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return by_key(key, folders)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        self.point("before folder")
        self._require(mailbox)
        folder = _ours(mailbox)
        if folder.key not in self.boxes[mailbox]:
            self._append({"what": "folder", "mailbox": mailbox})
            self.boxes[mailbox][folder.key] = folder
        self.point("after folder")
        return folder

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        self._require(mailbox)
        for folder in self.boxes[mailbox].values():
            if folder.known == name:
                return folder
        raise Gone(name)

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        self.looks += 1
        self.point("before look")
        if self._happens(self.faults.lost_before):
            raise Unreachable("no answer")
        seen = tuple(self._sighting(ref) for ref in refs)
        self.point("after look")
        return seen

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        self.moves += 1
        self._measure(moves)
        if self.on_move:
            self.on_move.pop(0)()
        self.point("before move")
        if self.failing:
            raise self.failing.pop(0)
        if self._happens(self.faults.lost_before):
            raise Unreachable("lost on the way")
        replies = [self._part(move) for move in moves]
        self.point("after move")
        if self._happens(self.faults.lost_after):
            raise Unreachable("the answer was lost")
        self.random.shuffle(replies)
        return tuple(r for r in replies if not self._happens(self.faults.missing))

    def _sighting(self, ref: MessageRef) -> Sighting:
        key = (ref.mailbox, ref.key)
        if ref.mailbox in self.denied:
            return Sighting(ref, Reply.DENIED, detail="access denied")
        if self._happens(self.faults.busy):
            return Sighting(ref, Reply.BUSY, retry_after=1.0)
        if key not in self.copies:
            return Sighting(ref, Reply.GONE)
        if key in self.earlier and self._happens(self.faults.stale):
            return Sighting(ref, Reply.OK, self.earlier[key])
        return Sighting(ref, Reply.OK, self.copies[key])

    def _part(self, move: Move) -> MoveReply:
        if self._happens(self.faults.busy):
            return MoveReply(move.ref, Reply.BUSY, retry_after=2.0)
        reply = self._move(move)
        if self._happens(self.faults.twice):
            self._move(move)
        return reply

    def _move(self, move: Move) -> MoveReply:
        key = (move.ref.mailbox, move.ref.key)
        if key in self.replies:
            return MoveReply(move.ref, self.replies[key])
        if move.ref.mailbox in self.denied:
            return MoveReply(move.ref, Reply.DENIED)
        if is_tag(move.destination) and key in self.copies:
            self._tag(move, key)
            return MoveReply(move.ref, Reply.OK, self.copies[key].version)
        if key not in self.copies or move.destination not in self.boxes[move.ref.mailbox]:
            return MoveReply(move.ref, Reply.GONE)
        if self.copies[key].folder == move.destination:
            return MoveReply(move.ref, Reply.OK, self.copies[key].version)
        if self.faults.heeds_version and move.version != self.copies[key].version:
            return MoveReply(move.ref, Reply.CONFLICT)
        self._effect(move, key)
        return MoveReply(move.ref, Reply.OK, self.copies[key].version)

    def _effect(self, move: Move, key: Key) -> None:
        self.point("before effect")
        self._append(
            {
                "what": "move",
                "request": move.request,
                "mailbox": key[0],
                "key": key[1],
                "destination": move.destination,
            }
        )
        self.effects.append(Effect(move.request, key, self.folder_of(key), move.destination))
        self.put(key, move.destination)
        self.point("after effect")

    def _tag(self, move: Move, key: Key) -> None:
        copy, name = self.copies[key], name_of(move.destination)
        self.put(key, copy.folder)
        others = [tag for tag in copy.tags if tag != name]
        tags = (*others, name) if is_on(move.destination) else tuple(others)
        self.copies[key] = replace(self.copies[key], tags=tags)

    def _append(self, entry: dict[str, str]) -> None:
        if self.log is None:
            return
        descriptor = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        os.write(descriptor, json.dumps(entry).encode() + b"\n")
        os.close(descriptor)

    def _require(self, mailbox: str) -> None:
        if mailbox in self.denied:
            raise PermissionMissing("Mail.ReadWrite", mailbox)

    def _happens(self, probability: float) -> bool:
        return probability > 0 and self.random.random() < probability

    def _measure(self, moves: Sequence[Move]) -> None:
        boxes = [move.ref.mailbox for move in moves]
        most = max((boxes.count(box) for box in boxes), default=0)
        self.most_of_a_mailbox = max(self.most_of_a_mailbox, most)


def _standard_folders(mailbox: str) -> dict[str, Folder]:
    names = {
        "inbox": ("Inbox", "inbox"),
        "invoices": ("Inbox/Invoices", ""),
        "junk": ("Junk Email", "junkemail"),
        "deleted": ("Deleted Items", "deleteditems"),
        "recoverable": ("Recoverable Items/Deletions", "recoverableitemsdeletions"),
    }
    return {
        f"{mailbox}-{name}": Folder(
            mailbox, f"{mailbox}-{name}", path.rsplit("/", 1)[-1], path, known
        )
        for name, (path, known) in names.items()
    }


def _ours(mailbox: str) -> Folder:
    return Folder(mailbox, f"{mailbox}-{QUARANTINE}", "Quarantine", "Quarantine", hidden=True)
