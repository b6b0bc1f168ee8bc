"""Gmail mailboxes while the tenant runs: labels in place of folders, and a history of changes."""

from __future__ import annotations

import bisect
import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from workbench.simulation.accounts import SimAccount, account_of, intruded
from workbench.simulation.google.events import GoogleEvent
from workbench.simulation.google.threading import Threads
from workbench.simulation.server.effects import Cause, EffectLog
from workbench.simulation.world import Person, SimFolder, SimMessage, World

Owned = TypeVar("Owned", SimFolder, SimMessage)
SYSTEM = (
    "CHAT", "SENT", "INBOX", "IMPORTANT", "TRASH", "DRAFT", "SPAM", "CATEGORY_FORUMS",
    "CATEGORY_UPDATES", "CATEGORY_PERSONAL", "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL", "STARRED",
    "UNREAD",
)  # fmt: skip
KNOWN = {
    "inbox": "INBOX",
    "junkemail": "SPAM",
    "deleteditems": "TRASH",
    "sentitems": "SENT",
    "drafts": "DRAFT",
}
FIXED = frozenset({"SENT", "DRAFT", "CHAT"})  # nobody adds or removes these
FIRST_HISTORY = 1_000


@dataclass(slots=True)
class Label:
    id: str
    name: str
    kind: str = "user"
    shown_in_list: str = "labelShow"
    shown_in_messages: str = "show"


@dataclass(slots=True)
class GmailMessage:
    """``before`` is what a stale read shows: the labels and the history number before the last
    change."""

    source: SimMessage
    id: str
    labels: frozenset[str]
    history: int
    before: tuple[frozenset[str], int] | None = None
    thread: str = ""  # id of the thread's first message, "" where that is this one

    @property
    def thread_id(self) -> str:
        return self.thread or self.id


@dataclass(frozen=True, slots=True)
class Change:
    """One record of the history; ``kind`` is the member of the API's record."""

    number: int
    kind: str  # messagesAdded, messagesDeleted, labelsAdded, labelsRemoved
    message: str
    thread: str
    labels: frozenset[str] = frozenset()


@dataclass(slots=True)
class GmailMailbox:
    person: Person
    labels: dict[str, Label]
    messages: dict[str, GmailMessage]  # newest first
    threads: Threads
    history: list[Change] = field(default_factory=list)
    oldest: int = FIRST_HISTORY  # numbers before this one are forgotten
    last: int = FIRST_HISTORY
    made: int = 0  # labels made so far, so that no id comes twice
    events: dict[str, GoogleEvent] = field(default_factory=dict)  # of the calendar, by id
    invited: set[str] = field(default_factory=set)  # requests that have left their events

    def new_label(self, name: str) -> Label:
        self.made += 1
        label = Label(f"Label_{self.made}", name)
        self.labels[label.id] = label
        return label

    def change(self, message: GmailMessage, labels: frozenset[str]) -> bool:
        """The message has these labels from now on; whether that is anything new."""
        added, removed = labels - message.labels, message.labels - labels
        if not added | removed:
            return False
        message.before = (message.labels, message.history)
        message.labels = labels
        for kind, some in (("labelsAdded", added), ("labelsRemoved", removed)):
            if some:
                self._record(kind, message, some)
        return True

    def remove(self, message: GmailMessage) -> None:
        del self.messages[message.id]
        self._record("messagesDeleted", message, message.labels)

    def add(self, message: GmailMessage) -> None:
        message.thread = self.threads.join(message.source, message.id)
        self._record("messagesAdded", message, message.labels)
        together = [*self.messages.values(), message]
        together.sort(key=lambda m: m.source.received, reverse=True)
        self.messages = {m.id: m for m in together}

    def since(self, number: int) -> list[Change]:
        """Changes after this one, oldest first; numbers rise along the list."""
        return self.history[bisect.bisect_right(self.history, number, key=lambda c: c.number) :]

    def _record(self, kind: str, message: GmailMessage, labels: frozenset[str]) -> None:
        self.last += 1
        message.history = self.last
        self.history.append(Change(self.last, kind, message.id, message.thread_id, labels))


class GoogleState:
    """Everything that can change.  Mailboxes are laid out when first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log = EffectLog()
        self.people = {person.address.casefold(): person for person in world.people}
        self._folders = _by_mailbox(world.folders)
        self._messages = _by_mailbox((*world.messages, *world.forwarded))
        self._taken = intruded(world)
        self.reset()

    def reset(self) -> None:
        self._mailboxes: dict[str, GmailMailbox] = {}
        self._accounts: dict[str, SimAccount] = {}
        self.feedback: dict[str, list[dict[str, object]]] = {}
        self.log.clear()

    def mailbox(self, person: Person) -> GmailMailbox:
        if person.key not in self._mailboxes:
            folders, messages = (
                self._folders.get(person.key, ()),
                self._messages.get(person.key, ()),
            )
            threads = Threads(self.world.letters)
            self._mailboxes[person.key] = _laid_out(person, folders, messages, threads)
        return self._mailboxes[person.key]

    def account(self, person: Person, taken: str = "") -> SimAccount:
        """``taken`` is whose account is in other hands, where not the world's campaign says."""
        if person.key not in self._accounts:
            self._accounts[person.key] = account_of(self.world, person, taken or self._taken)
        return self._accounts[person.key]

    def mailboxes(self) -> Iterable[GmailMailbox]:
        return (self.mailbox(person) for person in self.world.people)

    def deliver(self, person: Person, source: SimMessage, labels: frozenset[str]) -> None:
        """A new copy, which need not be of this world's beginning."""
        mailbox = self.mailbox(person)
        mailbox.add(GmailMessage(source, message_id(source), labels | _signs(source), 0))
        self.log.add(
            "deliver", person.key, Cause(), message=message_id(source),
            internet_id=source.internet_id, after=",".join(sorted(labels)),
        )  # fmt: skip

    def relabel(
        self, mailbox: GmailMailbox, message: GmailMessage, labels: frozenset[str], cause: Cause
    ) -> None:
        before = message.labels
        if mailbox.change(message, labels):
            self.log.add(
                "move", mailbox.person.key, cause, message=message.id,
                internet_id=message.source.internet_id,
                before=",".join(sorted(before)), after=",".join(sorted(labels)),
            )  # fmt: skip


def _by_mailbox(items: Iterable[Owned]) -> dict[str, list[Owned]]:
    groups: dict[str, list[Owned]] = {}
    for item in items:
        groups.setdefault(item.mailbox, []).append(item)
    return groups


def message_id(source: SimMessage) -> str:
    """16 hexadecimal digits, as Gmail's ids look."""
    return hashlib.sha256(f"{source.mailbox} {source.key}".encode()).hexdigest()[:16]


def _laid_out(
    person: Person, folders: Iterable[SimFolder], messages: Iterable[SimMessage], threads: Threads
) -> GmailMailbox:
    system = {name: Label(name, name, "system") for name in SYSTEM}
    mailbox = GmailMailbox(person, system, {}, threads)
    by_folder = dict(_labels_of(mailbox, list(folders)))
    numbers = itertools.count(1)
    placed = [
        GmailMessage(each, message_id(each), labels | _signs(each), next(numbers))
        for each in messages
        if (labels := by_folder.get(each.folder)) is not None
    ]
    placed.sort(key=lambda m: m.source.received)
    for message in placed:
        message.thread = threads.join(message.source, message.id)
    mailbox.messages = {m.id: m for m in reversed(placed)}
    return mailbox


def _labels_of(
    mailbox: GmailMailbox, folders: list[SimFolder]
) -> Iterable[tuple[str, frozenset[str]]]:
    """Folder key and the labels of what lies there; what was deleted for good is not in Gmail."""
    by_key = {folder.key: folder for folder in folders}
    for folder in folders:
        if folder.known in KNOWN:
            yield folder.key, frozenset({KNOWN[folder.known]})
        elif folder.known == "archive":
            yield folder.key, frozenset()
        elif not folder.known:
            yield folder.key, frozenset({mailbox.new_label(_path(folder, by_key)).id})


def _path(folder: SimFolder, by_key: dict[str, SimFolder]) -> str:
    """Nested labels are names with slashes; what lies below the Inbox stands by itself."""
    parent = by_key.get(folder.parent)
    return (
        folder.name if parent is None or parent.known else f"{_path(parent, by_key)}/{folder.name}"
    )


def _signs(source: SimMessage) -> frozenset[str]:
    unread = frozenset() if source.is_read else frozenset({"UNREAD"})
    return unread | (frozenset({"STARRED"}) if source.flagged else frozenset())
