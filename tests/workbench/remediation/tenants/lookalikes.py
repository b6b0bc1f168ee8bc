"""A tenant full of messages that only look like others: what is to be moved, and what is not."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from tests.workbench.simulation.server.tiny import ANNA, NOW, tiny_world
from workbench.simulation.google.mailstore import message_id
from workbench.simulation.world import Person, SimMessage, World

TEXT: Final = "Dear colleague, invoice {n} is overdue. Please settle the amount before Friday noon."
OTHER: Final = "Minutes of the board, number {n}: the budget was approved, hiring put off again."
KINDS: Final = ("other body", "other subject", "other sender", "other day", "other id", "reply")


class Lookalikes:
    """``true`` names, by Message-ID, the copies of each message by their keys."""

    def __init__(self, seed: int, plots: int) -> None:
        self._random = random.Random(seed)
        self._messages: list[SimMessage] = []
        self._world = tiny_world(1)
        self.true: defaultdict[str, set[str]] = defaultdict(set)
        for number in range(plots):
            self._plot(number)

    @property
    def world(self) -> World:
        truth = {id: frozenset(keys) for id, keys in self.true.items()}
        return replace(
            self._world, messages=tuple(self._messages), reports=(), alerts=(),
            truth=truth, kinds=dict.fromkeys(truth, "phish"),
        )  # fmt: skip

    def gmail_ids(self, id: str) -> set[str]:
        """Of the true copies, as Gmail calls them."""
        return {message_id(m) for m in self._messages if m.key in self.true[id]}

    def _plot(self, number: int) -> None:
        id = f"<plot.{number}@lure.example>"
        people = self._random.sample(self._world.people, self._random.randrange(1, 4))
        for person in people:
            for _ in range(self._random.randrange(1, 3)):
                self.true[id].add(self._add(person, number, id, ""))
        for person in self._world.people:
            for kind in self._random.choices(KINDS, k=self._random.randrange(3)):
                self._add(person, number, id, kind)

    def _add(self, person: Person, number: int, id: str, kind: str) -> str:
        """Gives the copy's key."""
        known = {"other id": f"<{len(self._messages)}@other.example>"}
        known["reply"] = f"<{len(self._messages)}@{self._world.domains[0]}>"
        subject = {"other subject": "Minutes", "reply": f"Re: Invoice {number}"}
        sender = "eve@lure.example" if kind != "other sender" else "mallory@else.example"
        sent = NOW - timedelta(hours=number % 40 + 1, days=kind == "other day")
        text = (OTHER if kind in ("other body", "reply") else TEXT).format(n=number)
        made = _message(
            (known.get(kind, id), subject.get(kind, f"Invoice {number}"), sender, sent),
            text,
            id if kind == "reply" else "",
        )
        bills = person.key == ANNA and self._random.random() < 0.3
        key = f"{person.key}/plot-{number}-{len(self._messages)}"
        self._messages.append(
            SimMessage(
                key, person.key, "anna/bills" if bills else f"{person.address}/inbox",
                known.get(kind, id), sender, "Eve", (person.address,), (),
                subject.get(kind, f"Invoice {number}"), sent + timedelta(seconds=9), sent,
                self._random.random() < 0.5, False, False, text, "", data=made,
            )
        )  # fmt: skip
        return key


def _message(head: tuple[str, str, str, datetime], text: str, answers: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["Message-ID"], made["Subject"], made["From"] = head[0], head[1], f"Eve <{head[2]}>"
    made["Date"] = format_datetime(head[3])
    if answers:
        made["In-Reply-To"] = answers
    made.set_content(text)
    return made.as_bytes()
