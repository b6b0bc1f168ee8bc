"""Campaigns of every kind in one tenant, each copy labelled with the campaign it is of."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.workbench.simulation.server.tiny import DOMAIN, TENANT
from workbench.simulation.world import Letter, Origin, Person, SimFolder, SimMessage, World

MAILBOXES = 24
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
KNOWN = ("inbox", "junkemail", "archive", "deleteditems", "sentitems", "recoverableitemsdeletions")
WHERE = ("inbox", "inbox", "inbox", "junkemail", "archive", "deleteditems",
         "recoverableitemsdeletions", "own")  # fmt: skip
DEEP = "recoverableitemsdeletions"


@dataclass(slots=True)
class Campaign:
    """``copies`` are those of the campaign, forwards included; ``held`` lie in no mailbox."""

    name: str
    start: str = ""  # Message-ID the analyst begins with
    copies: set[tuple[str, str]] = field(default_factory=set)  # mailbox key, Message-ID
    deep: set[tuple[str, str]] = field(default_factory=set)  # those deleted for good
    held: list[dict[str, str]] = field(default_factory=list)


class Builder:
    """Campaigns of every kind in one tenant; the same each time."""

    def __init__(self, campaigns: int) -> None:
        self.random = random.Random(campaigns)
        self.people = tuple(
            Person(
                f"00000000-0000-4000-8000-{n:012}", f"user{n}@{DOMAIN}", f"User {n}", "", "",
                "shared" if n % 8 == 0 else "user",
            )
            for n in range(MAILBOXES)
        )  # fmt: skip
        self.letters: dict[str, Letter] = {}
        self.messages: list[SimMessage] = []
        self.campaigns = [self._campaign(number) for number in range(campaigns)]

    def world(self) -> World:
        folders = [
            SimFolder(f"{p.key}/{known}", p.key, known, "", known)
            for p in self.people
            for known in KNOWN
        ]
        folders += [SimFolder(f"{p.key}/own", p.key, "Own", f"{p.key}/inbox") for p in self.people]
        ordered = tuple(sorted(self.messages, key=lambda m: m.received))
        return World(
            1, TENANT, "Recall", (DOMAIN,), NOW, self.people, tuple(folders), ordered, (), (),
            self.letters, {}, {}, write,
        )  # fmt: skip

    def _campaign(self, number: int) -> Campaign:
        """Of three kinds in turn: one Message-ID for all, one for each, one through a list."""
        made = Campaign(f"c{number}")
        sender, subject = (
            f"eve{number}@lure{number}.example",
            f"Your invoice {10_000 + number} is due",
        )
        chosen = self.random.sample(self.people, self.random.randint(2, 8))
        sent = NOW - timedelta(hours=self.random.randint(30, 300))
        to = (f"list{number}@{DOMAIN}",) if number % 3 == 2 else tuple(p.address for p in chosen)
        shared = self._letter(made.name, sender, to, subject, sent)
        for n, person in enumerate(chosen):
            letter = shared
            if number % 3 == 1 and n:
                told = f"Your invoice {20_000 + 100 * number + n} is due"
                late = sent + timedelta(seconds=7 * n)
                letter = self._letter(f"{made.name}-{n}", sender, (person.address,), told, late)
            place = self.random.choice(WHERE) if n else "inbox"
            self._deliver(made, person, letter, place)
        made.start = shared.internet_id
        if number % 2 == 0:
            self._forward(made, chosen[0], shared)
        if number % 5 == 0:
            made.held.append(_held(shared, self.people[number % MAILBOXES].address))
        self._decoys(number, sender, subject, sent)
        return made

    def _forward(self, made: Campaign, who: Person, letter: Letter) -> None:
        to = self.random.choice([p for p in self.people if p is not who])
        sent = letter.sent + timedelta(hours=3)
        on = self._letter(
            f"{made.name}-fw", who.address, (to.address,), f"FW: {letter.subject}", sent, letter
        )
        self._deliver(made, who, on, "sentitems")
        self._deliver(made, to, on, "inbox")

    def _decoys(self, number: int, sender: str, subject: str, sent: datetime) -> None:
        at = sent + timedelta(minutes=5)
        other = self._letter(f"d{number}", sender, (), "Minutes of the board", at)
        posed = self._letter(f"p{number}", f"news@own{number}.example", (), subject, at)
        for letter in (other, posed):
            self._deliver(Campaign("decoy"), self.random.choice(self.people), letter, "inbox")

    def _letter(
        self, key: str, sender: str, to: tuple[str, ...], subject: str, sent: datetime,
        answered: Letter | None = None,
    ) -> Letter:  # fmt: skip
        made = Letter(
            key, f"<{key}@{sender.partition('@')[2]}>", sender, "Eve", to, (), subject, sent,
            "plain", "script", Origin("server"), {},
            references=(answered.internet_id,) if answered else (),
        )  # fmt: skip
        self.letters[key] = made
        return made

    def _deliver(self, made: Campaign, person: Person, letter: Letter, place: str) -> None:
        self.messages.append(SimMessage(
            f"{person.key}/{letter.key}/{place}", person.key, f"{person.key}/{place}",
            letter.internet_id, letter.sender, letter.sender_name, letter.to, (), letter.subject,
            letter.sent + timedelta(seconds=5), letter.sent, False, False, False, "A preview",
            letter.key,
        ))  # fmt: skip
        made.copies.add((person.key, letter.internet_id))
        if place == DEEP:
            made.deep.add((person.key, letter.internet_id))


def write(world: World, message: SimMessage) -> bytes:
    """The heads that both providers show: of the same subject as each one's own index."""
    letter = world.letters[message.source]
    lines = (
        f"Message-ID: {message.internet_id}",
        f"From: {message.sender_name} <{message.sender}>",
        f"To: {', '.join(message.to)}",
        f"Subject: {message.subject}",
        f"Date: {format_datetime(message.sent)}",
        *(f"References: {name}" for name in letter.references[:1]),
        "Content-Type: text/plain; charset=utf-8",
        "",
        "A preview",
        "",
    )
    return "\r\n".join(lines).encode()


def _held(letter: Letter, recipient: str) -> dict[str, str]:
    return {
        "NetworkMessageId": f"n-{letter.key}", "InternetMessageId": letter.internet_id,
        "RecipientEmailAddress": recipient, "SenderFromAddress": letter.sender,
        "Subject": letter.subject, "Timestamp": letter.sent.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "DeliveryAction": "Blocked", "DeliveryLocation": "Quarantine",
        "LatestDeliveryAction": "", "LatestDeliveryLocation": "",
    }  # fmt: skip
