"""The tenant's state while it runs: mailboxes, folders and the versions of each message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from workbench.simulation.accounts import SimAccount, account_of, intruded
from workbench.simulation.server.delta import Tokens
from workbench.simulation.server.effects import Cause, EffectLog
from workbench.simulation.server.events import SimEvent
from workbench.simulation.server.identifiers import (
    change_key,
    folder_id,
    immutable_id,
    regular_id,
)
from workbench.simulation.world import Person, SimAlert, SimFolder, SimMessage, SimReport, World

ROOT = "msgfolderroot"
RECOVERABLE_ROOT = "recoverableitemsroot"
RECOVERABLE = "recoverableitemsdeletions"
DELETED = "deleteditems"
Owned = TypeVar("Owned", SimFolder, SimMessage)
# Folders every mailbox has whether or not the world mentions them: name to show, parent.
ALWAYS = {
    ROOT: ("Top of Information Store", ""),
    RECOVERABLE_ROOT: ("Recoverable Items", ""),
    RECOVERABLE: ("Deletions", RECOVERABLE_ROOT),
    "inbox": ("Inbox", ROOT),
    DELETED: ("Deleted Items", ROOT),
    "junkemail": ("Junk Email", ROOT),
    "drafts": ("Drafts", ROOT),
}


@dataclass(slots=True)
class Folder:
    """``parent`` is a folder id, "" for the two roots."""

    id: str
    name: str
    parent: str
    known: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What can change about a message; ``number`` counts changes, ``place`` counts moves."""

    folder: str  # folder id
    is_read: bool
    flag: str  # notFlagged, flagged, complete
    categories: tuple[str, ...]
    subject: str
    modified: datetime
    number: int = 0
    place: int = 0


@dataclass(slots=True)
class Message:
    """One copy with its present version and the one before."""

    source: SimMessage
    immutable_id: str
    now: Version
    before: Version | None = None

    def regular_id(self, version: Version) -> str:
        return regular_id(self.source.mailbox, self.source.key, version.place)

    def change_key(self, version: Version) -> str:
        return change_key(self.immutable_id, version.number)

    def etag(self, version: Version) -> str:
        return f'W/"{self.change_key(version)}"'

    def change(self, **members: object) -> None:
        """The next version, which supersedes the present one."""
        self.before = self.now
        moment = datetime.now(UTC)
        self.now = replace(
            self.now,
            number=self.now.number + 1,
            modified=moment,
            **members,  # type: ignore[arg-type] # members of Version, by name
        )


@dataclass(slots=True)
class Mailbox:
    person: Person
    folders: dict[str, Folder]  # by id
    messages: dict[str, Message]  # by immutable id, newest first
    regular: dict[str, Message] = field(default_factory=dict)  # by the present regular id
    tokens: Tokens = field(default_factory=Tokens)  # of delta queries
    events: dict[str, SimEvent] = field(default_factory=dict)  # of the calendar, by id
    invited: set[str] = field(default_factory=set)  # messages whose event was made

    def known(self, name: str) -> Folder | None:
        folded = name.casefold()
        return next((f for f in self.folders.values() if f.known == folded), None)

    def folder(self, key: str) -> Folder | None:
        """By id or well-known name."""
        return self.folders.get(key) or self.known(key)

    def message(self, key: str) -> Message | None:
        """By immutable or present regular id, letter case counting."""
        return self.messages.get(key) or self.regular.get(key)

    def children(self, folder: Folder) -> list[Folder]:
        return [f for f in self.folders.values() if f.parent == folder.id]

    def inside(self, folder: Folder) -> list[Message]:
        return [m for m in self.messages.values() if m.now.folder == folder.id]

    def place(self, message: Message, folder: Folder) -> None:
        """Moves the message; its regular id changes even when it was there already."""
        self.regular.pop(message.regular_id(message.now), None)
        message.change(folder=folder.id, place=message.now.place + 1)
        self.regular[message.regular_id(message.now)] = message


class State:
    """Everything that can change.  Mailboxes are laid out when first asked for."""

    def __init__(self, world: World, log: EffectLog) -> None:
        self.world = world
        self.log = log
        self.people = {person.key: person for person in world.people}
        self._keys = {person.address.casefold(): person.key for person in world.people}
        self._keys.update({key.casefold(): key for key in self.people})
        self._folders = _by_mailbox(world.folders)
        self._messages = _by_mailbox((*world.messages, *world.forwarded))
        self._taken = intruded(world)
        self.reset()

    def reset(self) -> None:
        """Back to the start, log included."""
        self._mailboxes: dict[str, Mailbox] = {}
        self._accounts: dict[str, SimAccount] = {}
        self.reports: list[SimReport] = list(self.world.reports)
        self.alerts: list[SimAlert] = list(self.world.alerts)
        self.reviews: dict[str, dict[str, object]] = {}  # by submission
        self.judgements: dict[str, dict[str, str]] = {}  # by alert
        self.comments: dict[str, list[dict[str, object]]] = {}  # by alert
        self._arrivals = 0
        self.log.clear()

    def person(self, name: str) -> Person | None:
        """By object id or user principal name, without regard to case."""
        key = self._keys.get(name.casefold())
        return self.people[key] if key else None

    def mailbox(self, person: Person) -> Mailbox:
        if person.key not in self._mailboxes:
            self._mailboxes[person.key] = self._laid_out(person)
        return self._mailboxes[person.key]

    def account(self, person: Person, taken: str = "") -> SimAccount:
        """``taken`` is whose account is in other hands, where not the world's campaign says."""
        if person.key not in self._accounts:
            self._accounts[person.key] = account_of(self.world, person, taken or self._taken)
        return self._accounts[person.key]

    def mailboxes(self) -> Iterable[Mailbox]:
        return (self.mailbox(person) for person in self.world.people)

    def _laid_out(self, person: Person) -> Mailbox:
        folders = _folders(person.key, self._folders.get(person.key, []))
        messages = [
            _message(source, number)
            for number, source in enumerate(self._messages.get(person.key, []))
        ]
        messages.sort(key=lambda m: m.source.received, reverse=True)
        mailbox = Mailbox(person, folders, {m.immutable_id: m for m in messages})
        mailbox.regular = {m.regular_id(m.now): m for m in messages}
        return mailbox

    def deliver(self, mailbox: Mailbox, source: SimMessage, folder: str) -> Message:
        """A new copy arrives in the folder of that id, in its place among the others by time."""
        self._arrivals += 1
        serial = f"arrival {self._arrivals}"
        key = immutable_id(mailbox.person.key, serial, second=False)
        started = _version(source)
        message = Message(source, key, replace(started, folder=folder))
        together = [*mailbox.messages.values(), message]
        together.sort(key=lambda m: m.source.received, reverse=True)
        mailbox.messages = {m.immutable_id: m for m in together}
        mailbox.regular[message.regular_id(message.now)] = message
        self.log.add(
            "deliver", mailbox.person.key, Cause(), message=message.immutable_id,
            internet_id=source.internet_id, after=folder,
        )  # fmt: skip
        return message


def _by_mailbox(items: Iterable[Owned]) -> dict[str, list[Owned]]:
    groups: dict[str, list[Owned]] = {}
    for item in items:
        groups.setdefault(item.mailbox, []).append(item)
    return groups


def _folders(mailbox: str, described: list[SimFolder]) -> dict[str, Folder]:
    """The described folders and those every mailbox has."""
    known = {folder.known: folder_id(mailbox, folder.key) for folder in described if folder.known}
    ids = {name: known.get(name) or folder_id(mailbox, name) for name in ALWAYS}
    ids.update(known)
    folders = [
        Folder(ids[name], shown, ids[parent] if parent else "", name)
        for name, (shown, parent) in ALWAYS.items()
        if name not in known
    ]
    for item in described:
        parent = folder_id(mailbox, item.parent) if item.parent else ids[_root_of(item.known)]
        key = folder_id(mailbox, item.key)
        folders.append(Folder(key, item.name, parent, item.known, item.hidden))
    return {folder.id: folder for folder in folders}


def _root_of(known: str) -> str:
    return RECOVERABLE_ROOT if known.startswith("recoverableitems") else ROOT


def _message(source: SimMessage, number: int) -> Message:
    pair, second = divmod(number, 2)
    return Message(source, immutable_id(source.mailbox, str(pair), bool(second)), _version(source))


def _version(source: SimMessage) -> Version:
    flag = "flagged" if source.flagged else "notFlagged"
    folder = folder_id(source.mailbox, source.folder)
    return Version(
        folder, source.is_read, flag, source.categories, source.subject, source.received
    )  # fmt: skip
