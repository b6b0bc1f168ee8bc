"""Frozen scopes, the states of actions and items, and what became of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workbench.model.deeds import Deed, DeedKind
from workbench.model.deliveries import Delivery
from workbench.model.mail import MessageRef
from workbench.model.meetings import Meeting
from workbench.model.proposals import SweepView

SECOND_PERSON: Final = "A second person must approve this"  # begins the refusal that says why


class Tier(enum.StrEnum):
    """How sure it is that a copy is the message; weak is never pre-selected."""

    EXACT = "exact"
    LIKELY = "likely"
    WEAK = "weak"


class ActionState(enum.StrEnum):
    PLANNED = "planned"
    AWAITING_APPROVAL = "awaiting approval"
    RUNNING = "running"
    PAUSED = "paused"
    HALTED = "halted"
    COMPLETED = "completed"
    COMPLETED_WITH_EXCEPTIONS = "completed with exceptions"
    CANCELLED = "cancelled"


class ItemState(enum.StrEnum):
    PENDING = "pending"
    INTENT = "intent"
    DONE = "done"  # ours, proven by read-back
    ALREADY = "already"  # was there before us; undo will not touch it
    GONE = "gone"
    CHANGED = "changed"  # somebody else moved or edited it
    DENIED = "denied"
    REVIEW = "review"  # unknown: neither success nor failure
    SKIPPED = "skipped"
    RESTORED_ELSEWHERE = "restored elsewhere"


class ActionKind(enum.StrEnum):
    QUARANTINE = "quarantine"
    STRONG = "strong quarantine"  # out of the user's reach, where the provider has such a place
    JUNK = "junk"
    DELETED = "deleted items"
    FOLDER = "move to folder"
    TAG = "tag"  # marked where it lies, and not moved
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Choice:
    """What shall become of copies; ``folder`` is the path of a folder, for FOLDER alone."""

    kind: ActionKind = ActionKind.QUARANTINE
    folder: str = ""


CUSTOMARY = Choice()  # what is done when nobody chooses


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One copy in a frozen scope, with what was seen when it was frozen."""

    ref: MessageRef
    mailbox_address: str
    fingerprint: str
    tier: Tier
    folder: str
    folder_path: str
    is_read: bool
    version: str
    note: str = ""  # "already in quarantine", "deleted by the user" ...
    selected: bool = True
    is_flagged: bool = False
    replied: bool | None = None  # the owner answered in this thread; None: unknown
    forwarded: bool | None = None  # the owner passed something on in this thread; None: unknown
    internet_id: str = ""  # of this copy: a campaign has more than one
    marks: tuple[str, ...] = ()  # what makes this copy special, for people
    meeting: Meeting | None = None  # what it left in the calendar, where it is an invitation
    deeds: tuple[Deed, ...] = ()  # what its owner did with it, as far as the provider's log tells
    mailbox_marks: tuple[str, ...] = ()  # what makes its mailbox special: protected, shared, a room

    @property
    def done(self) -> tuple[str, ...]:
        """What its owner is known to have done with it, by the thread or the log; once each."""
        seen = {DeedKind.ANSWERED: self.replied, DeedKind.PASSED_ON: self.forwarded}
        kinds = (*(d.kind for d in self.deeds), *(kind for kind, known in seen.items() if known))
        return tuple(dict.fromkeys(kind.value for kind in kinds))


@dataclass(frozen=True, slots=True)
class Scope:
    """All copies found of one message, and of those ``alike`` that were asked for with it.
    ``unreached`` names mailboxes that could not be asked, ``outside`` addresses of ours it is
    addressed to and that lie outside the pilot."""

    tenant: str
    message_id: int  # id in the workspace
    subject: str
    rows: tuple[ScopeRow, ...]
    unreached: tuple[tuple[str, str], ...]  # mailbox address, reason
    frozen: datetime
    outside: tuple[str, ...] = ()
    held: tuple[Delivery, ...] = ()  # in the provider's quarantine, from where it may be released
    missing: tuple[Delivery, ...] = ()  # recorded as delivered, and not found with its recipient
    gaps: tuple[str, ...] = ()  # places and facts that nobody could ask for
    notes: tuple[str, ...] = ()  # what is known of such places after all, and of which day
    excluded: tuple[str, ...] = ()  # mailboxes with copies that the profile leaves alone
    records: str = ""  # who told of recipients: hunting, message trace, "" for nobody
    alike: tuple[int, ...] = ()  # ids in the workspace
    calendars: bool | None = None  # whether calendars may be changed; None: shows at the attempt

    @property
    def selected(self) -> tuple[ScopeRow, ...]:
        return tuple(row for row in self.rows if row.selected)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One row of an action as the journal has it."""

    mailbox_address: str
    ref: MessageRef
    state: ItemState
    source_path: str
    was_read: bool
    moved: bool
    error: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action as the journal has it; ``counts`` holds only states that occur."""

    id: str
    kind: ActionKind
    state: ActionState
    subject: str
    reason: str
    actor: str
    created: datetime
    finished: datetime | None
    counts: tuple[tuple[ItemState, int], ...]
    mailboxes: int
    reverses: str  # id of the action this one undoes, "" otherwise
    reversed_by: str
    undoable: int  # items an undo would touch
    note: str = ""  # why it paused or halted, what could not be asked
    events: int = 0  # taken out of calendars, which an undo would make again
    doubtful: int = 0  # events of which nobody knows, and which can be asked for again
    sweeps: tuple[SweepView, ...] = ()  # looks for late copies after it, done and to come
