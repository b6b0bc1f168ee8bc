"""One line of the journal as the engine works on it, and what a read makes of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from workbench.connectors.port import Reply, Sighting
from workbench.connectors.tags import standing
from workbench.model.mail import Copy, MessageRef
from workbench.model.remediation import ActionKind, ItemState
from workbench.store.identity import identity

MAX_ATTEMPTS = 12  # sends and fruitless reads; with back-off to 30 s that is some minutes
MAX_CONFLICTS = 5  # Graph answers 409/412 in the field without any second client

_NOT_DONE = (Reply.BUSY.value, Reply.CONFLICT.value, Reply.GONE.value)  # certainly no effect


@dataclass(frozen=True, slots=True)
class Item:
    """``status`` is the answer to our last move, "" when none came; ``superseded`` are versions
    known not to be the present one once our move has worked."""

    ref: MessageRef
    kind: ActionKind
    fingerprint: str
    target: str
    dst: str
    elsewhere: bool  # dst is not the folder wanted, but the Inbox in its place
    source: str
    state: ItemState
    target_path: str = ""
    source_path: str = ""
    attempts: int = 0
    conflicts: int = 0
    superseded: frozenset[str] = frozenset()
    status: str = ""
    request: str = ""
    moved: bool = False
    error: str = ""
    next_at: float = 0.0  # monotonic; not before this moment

    @property
    def key(self) -> tuple[str, str]:
        return (self.ref.mailbox, self.ref.key)

    @property
    def is_open(self) -> bool:
        return self.state in (ItemState.PENDING, ItemState.INTENT)


class Step(enum.Enum):
    SETTLE = enum.auto()  # the item has its final state
    SEND = enum.auto()
    WAIT = enum.auto()  # read again later
    FOLDER = enum.auto()  # the destination seems to be missing


@dataclass(frozen=True, slots=True)
class Judgement:
    """What to do with an item after a read; ``counted`` uses up one attempt."""

    item: Item
    step: Step
    state: ItemState = ItemState.PENDING
    note: str = ""
    copy: Copy | None = None
    counted: bool = True
    delay: float = 0.0

    def settled(self) -> Item:
        moved = self.state in (ItemState.DONE, ItemState.RESTORED_ELSEWHERE)
        return replace(self.item, state=self.state, moved=moved, error=self.note)

    def waiting(self, next_at: float) -> Item:
        attempts = self.item.attempts + self.counted
        return replace(self.item, attempts=attempts, next_at=next_at, error=self.note)

    def sending(self, request: str, source_path: str) -> Item:
        """The item as it must be stored before the request leaves."""
        assert self.copy is not None  # a Step.SEND always carries the copy it was judged by
        return replace(
            self.item,
            state=ItemState.INTENT,
            source=standing(self.copy, self.item.dst),
            source_path=source_path,
            attempts=self.item.attempts + 1,
            superseded=self.item.superseded | {self.copy.version} - {""},
            status="",
            request=request,
            error="",
        )


def judge(item: Item, seen: Sighting, *, cancelling: bool) -> Judgement:
    """The table of the protocol.  A read proves a state unless its version is superseded; an
    item that cannot be proven within its attempts ends as REVIEW, never as success."""
    if seen.reply is not Reply.OK or seen.copy is None:
        return _without_copy(item, seen)
    if identity(seen.copy) != item.fingerprint:
        return _settle(item, ItemState.CHANGED, "the content is not what was planned for")
    if item.state is ItemState.PENDING:
        return _pending(item, seen.copy, cancelling)
    return _intent(item, seen.copy, cancelling)


def wait(item: Item, note: str, *, delay: float = 0.0, counted: bool = True) -> Judgement:
    """Read again later, or REVIEW once the attempts are used up."""
    if counted and item.attempts >= MAX_ATTEMPTS:
        return _settle(item, ItemState.REVIEW, f"could not be proven: {note}")
    return Judgement(item, Step.WAIT, item.state, note, counted=counted, delay=delay)


def _settle(item: Item, state: ItemState, note: str = "", copy: Copy | None = None) -> Judgement:
    return Judgement(item, Step.SETTLE, state, note, copy)


def _without_copy(item: Item, seen: Sighting) -> Judgement:
    sent = item.state is ItemState.INTENT
    match seen.reply:
        case Reply.GONE:
            return _settle(item, ItemState.GONE, "gone after our request" if sent else "gone")
        case Reply.DENIED if sent and item.status in ("", Reply.OK.value, Reply.UNKNOWN.value):
            return _settle(item, ItemState.REVIEW, "access was taken away after our request")
        case Reply.DENIED:
            return _settle(item, ItemState.DENIED, seen.detail or "the mailbox refuses access")
        case Reply.BUSY:
            return wait(item, "throttled", delay=seen.retry_after, counted=False)
        case Reply.REFUSED:
            return _settle(item, ItemState.REVIEW, seen.detail or "the tenant refuses to show it")
    return wait(item, seen.detail or "no answer")


def _pending(item: Item, copy: Copy, cancelling: bool) -> Judgement:
    if copy.version in item.superseded:
        return wait(item, "the tenant still shows an old state")
    stands = standing(copy, item.dst)
    if stands == item.dst:
        return _settle(item, ItemState.ALREADY, copy=copy)
    if item.kind is ActionKind.UNDO and stands != item.source:
        return _settle(item, ItemState.CHANGED, "it is not where we left it")
    if cancelling:
        return _settle(item, ItemState.SKIPPED, "cancelled")
    return Judgement(item, Step.SEND, ItemState.INTENT, copy=copy)


def _intent(item: Item, copy: Copy, cancelling: bool) -> Judgement:
    stale = copy.version in item.superseded
    stands = standing(copy, item.dst)
    if stands == item.dst and not stale:
        state = ItemState.RESTORED_ELSEWHERE if item.elsewhere else ItemState.DONE
        return _settle(item, state, copy=copy)
    if stands != item.source:
        if stale:
            return wait(item, "the tenant still shows an old state")
        return _settle(item, ItemState.CHANGED, "somebody moved it meanwhile")
    return _unmoved(item, copy, cancelling)


def _unmoved(item: Item, copy: Copy, cancelling: bool) -> Judgement:
    """Still, or still shown, where it was when we asked for the move."""
    if item.status == Reply.DENIED.value:
        return _settle(item, ItemState.DENIED, "moving is refused")
    if item.status == Reply.REFUSED.value:
        return _settle(item, ItemState.REVIEW, "the tenant refuses the move")
    if item.status == Reply.OK.value:
        return wait(item, "accepted, but still shown in its old folder")
    if cancelling:
        if item.status in _NOT_DONE:
            return _settle(item, ItemState.SKIPPED, "cancelled")
        return wait(item, "cancelled after a request nobody answered")
    if item.status == Reply.GONE.value:
        return Judgement(item, Step.FOLDER, item.state, "the destination folder is missing")
    if item.conflicts > MAX_CONFLICTS or item.attempts >= MAX_ATTEMPTS:
        return _settle(item, ItemState.REVIEW, "could not be moved within the attempts allowed")
    return Judgement(item, Step.SEND, ItemState.INTENT, copy=copy)
