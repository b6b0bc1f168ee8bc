"""Collects letters, copies, reports and alerts until the world is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workbench.simulation.dice import number, token, unique_id
from workbench.simulation.letters.content import preview
from workbench.simulation.population.company import Company, folder_key, folders_of
from workbench.simulation.world import (
    Letter,
    Origin,
    Person,
    SimAlert,
    SimFolder,
    SimMessage,
    SimReport,
)

INTERNAL = Origin("internal", level=-1)
READ_AFTER = timedelta(days=2)  # older mail has mostly been read


@dataclass(frozen=True, slots=True)
class State:
    """How a copy lies in its mailbox; ``folder`` is a well-known name or a display path."""

    folder: str = "inbox"
    read: bool = True
    flagged: bool = False
    categories: tuple[str, ...] = ()


SEEN, UNSEEN = State(), State(read=False)
SENT = State("sentitems")


@dataclass(slots=True)
class Draft:
    """A world in the making.  ``now`` is its last moment, ``start`` its first."""

    seed: int
    now: datetime
    days: int
    company: Company
    letters: dict[str, Letter] = field(default_factory=dict)
    copies: list[SimMessage] = field(default_factory=list)
    reports: list[SimReport] = field(default_factory=list)
    alerts: list[SimAlert] = field(default_factory=list)
    truth: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    folders: dict[tuple[str, str], SimFolder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.company.people:
            for folder in folders_of(self.seed, person):
                self.folders[person.key, folder.known or folder.name] = folder

    @property
    def start(self) -> datetime:
        return self.now - timedelta(days=self.days)

    def ago(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A time of day ``days`` before the end, never outside of the world."""
        back = min(days, self.days)
        return self.now - timedelta(days=back) + timedelta(hours=hour, minutes=minute)

    def share(self, count: int, ordinary: int = 250) -> int:
        """``count`` of a company of ``ordinary`` mailboxes, fewer in a smaller one."""
        return max(1, min(count, round(count * len(self.company.people) / ordinary)))

    def letter(
        self,
        key: str,
        sender: Person | tuple[str, str],
        to: Iterable[str],
        subject: str,
        sent: datetime,
        text: str,
        *,
        cc: Iterable[str] = (),
        origin: Origin = INTERNAL,
        client: str = "outlook",
        template: str = "talk",
        internet_id: str = "",
        answers: Letter | None = None,
        reply_to: str = "",
        values: Mapping[str, str] | None = None,
    ) -> Letter:
        """Write a letter down; ``sender`` is a person or a display name with an address."""
        name, address = (sender.name, sender.address) if isinstance(sender, Person) else sender
        found = {"text": text, **(values or {})}
        references: tuple[str, ...] = ()
        if answers:
            found.setdefault("quote", answers.key)
            references = (*answers.references, answers.internet_id)
        made = Letter(
            key,
            internet_id or message_id(self.seed, key, address, origin, client),
            *(address, name, tuple(to), tuple(cc), subject, sent, template, client, origin, found),
            *(reply_to, references),
        )
        self.letters[key] = made
        return made

    def deliver(self, letter: Letter, person: Person, state: State = SEEN) -> SimMessage:
        """Put a copy into a mailbox; a folder the mailbox lacks is made."""
        folder = self._folder(person, state.folder)
        serial = len(self.copies)
        wait = 0 if state.folder == "sentitems" else 2 + number(7, letter.key, person.key)
        made = SimMessage(
            message_key(self.seed, letter.key, person.key, serial),
            *(person.key, folder.key, letter.internet_id, letter.sender, letter.sender_name),
            *(letter.to, letter.cc, letter.subject, letter.sent + timedelta(seconds=wait)),
            *(letter.sent, state.read, state.flagged, "file" in letter.values),
            *(preview(letter.values["text"]), letter.key, state.categories),
        )
        self.copies.append(made)
        return made

    def label(self, campaign: str, kind: str, *messages: SimMessage) -> None:
        """Record what the messages truly are."""
        self.kinds[campaign] = kind
        self.truth.setdefault(campaign, set()).update(m.key for m in messages)

    def report(
        self, message: SimMessage, category: str, after: timedelta, simulation: bool = False
    ) -> None:
        """The owner of the copy presses the button, ``after`` it came."""
        owner = next(p for p in self.company.people if p.key == message.mailbox)
        moment = min(message.received + after, self.now)
        self.reports.append(
            SimReport(
                unique_id(self.seed, "report", message.key),
                *(message.key, message.internet_id, owner.address, owner.address, category),
                *(moment, message.subject, simulation),
            )
        )

    def alert(
        self,
        title: str,
        description: str,
        severity: str,
        category: str,
        created: datetime,
        messages: Iterable[SimMessage],
    ) -> None:
        """The mail service speaks up about some messages."""
        named = list(messages)
        owners = {p.key: p.address for p in self.company.people}
        self.alerts.append(
            SimAlert(
                f"fa{unique_id(self.seed, 'alert', title)}",
                *(title, description, severity, category, min(created, self.now)),
                tuple(dict.fromkeys(m.internet_id for m in named)),
                tuple(dict.fromkeys(owners[m.mailbox] for m in named)),
            )
        )  # fmt: skip

    def _folder(self, person: Person, path: str) -> SimFolder:
        found = self.folders.get((person.key, path))
        if not found:
            key = folder_key(self.seed, person.key, path)
            found = self.folders[person.key, path] = SimFolder(key, person.key, path)
        return found


def message_key(seed: int, letter: str, mailbox: str, serial: int) -> str:
    """Shaped like the immutable ids of Exchange: long, case matters."""
    return "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A" + token(68, seed, letter, mailbox, serial)


def message_id(seed: int, key: str, address: str, origin: Origin, client: str) -> str:
    """A Message-ID as the sending software makes them."""
    domain = address.rpartition("@")[2]
    word = re.sub(r"[-_]", "", token(40, seed, "id", key))
    if origin.kind == "webmail":
        return f"<CA+{token(44, seed, 'id', key)}@mail.{domain}>"
    if origin.kind == "bulk":
        return f"<{unique_id(seed, 'id', key)}@send.{domain}>"
    if client == "phone":
        return f"<{unique_id(seed, 'id', key).upper()}@{domain}>"
    if origin.kind in ("internal", "cloud"):
        host = f"EURP19{2 + number(6, domain)}MB{number(9000, key) + 1000}"
        return f"<{host}{word.upper()[:22]}@{host}.eurprd0{1 + number(7, domain)}.prod.outlook.com>"
    return f"<{word[:24]}@{origin.helo or domain}>"
