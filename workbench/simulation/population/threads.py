"""Conversations: questions, answers that quote, and now and then a forward."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.simulation.dice import dice
from workbench.simulation.draft import INTERNAL, SEEN, SENT, Draft, State
from workbench.simulation.population.company import Company
from workbench.simulation.population.hours import answered_after, working_moment
from workbench.simulation.population.outsiders import PARTNERS, Outsider
from workbench.simulation.population.scripts import INSIDE, OUTSIDE, SLOTS, Script
from workbench.simulation.world import Letter, Person

ADDRESS = "Velmora Hydraulics, Kranvägen 12, Halden"
CLIENTS = ("outlook", "outlook", "outlook", "outlook", "phone")
OUTSIDE_SHARE = 0.42
FORWARD_SHARE = 0.12
CARBON_SHARE = 0.35  # threads that somebody else reads along


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who writes in a thread, from inside or outside."""

    name: str
    address: str
    person: Person | None
    outsider: Outsider | None = None

    @property
    def given(self) -> str:
        return self.name.split()[0]

    def signature(self) -> str:
        if self.outsider:
            return f"{self.name}\n{self.outsider.company}"
        title = self.person.title if self.person else ""
        return f"{self.name}\n{title}\n{ADDRESS}"


def converse(draft: Draft, number: int) -> None:
    """Add one whole thread; ``number`` makes it different from all others."""
    chance = dice(draft.seed, "thread", number)
    script = chance.choice(OUTSIDE if chance.random() < OUTSIDE_SHARE else INSIDE)
    voices = _voices(draft.company, chance, script)
    audience = [chance.choice(draft.company.staff)] if chance.random() < CARBON_SHARE else []
    inside = [v.person for v in voices]
    _Talk(
        *(draft, number, chance, script, voices, tuple(p for p in audience if p not in inside)),
        *(_slots(chance, voices), working_moment(chance, draft)),
    ).run()


@dataclass(slots=True)
class _Talk:
    """A thread while it is written; ``last`` is the letter that is answered next."""

    draft: Draft
    number: int
    chance: random.Random
    script: Script
    voices: tuple[Voice, Voice]
    audience: tuple[Person, ...]
    slots: dict[str, str]
    moment: datetime
    last: Letter | None = None

    def run(self) -> None:
        for turn in range(len(self.script.turns)):
            if self.moment >= self.draft.now:
                return
            self.last = self._say(turn)
            self.moment = answered_after(self.chance, self.moment)
        open_end = self.audience and self.moment < self.draft.now
        if open_end and self.chance.random() < FORWARD_SHARE:
            self._forward(self.audience[0])

    def _say(self, turn: int) -> Letter:
        writer, reader = self.voices[turn % 2], self.voices[(turn + 1) % 2]
        subject = self.script.subject.format(**self.slots)
        outsider = writer.outsider
        letter = self.draft.letter(
            f"thread/{self.number}/{turn}",
            (writer.name, writer.address),
            [reader.address],
            f"Re: {subject}" if turn else subject,
            self.moment,
            _body(self.script, self.slots, writer, reader, turn),
            cc=[p.address for p in self.audience],
            origin=outsider.origin if outsider else INTERNAL,
            client=outsider.client if outsider else self.chance.choice(CLIENTS),
            answers=self.last,
            values={"file": self.script.file, **self.slots} if self._brings_file(turn) else {},
        )
        self._spread(letter, writer.person, (reader.person, *self.audience))
        return letter

    def _brings_file(self, turn: int) -> bool:
        return bool(self.script.file) and turn == 0

    def _spread(
        self, letter: Letter, writer: Person | None, readers: tuple[Person | None, ...]
    ) -> None:
        for person in readers:
            if person:
                state = kept(self.draft, self.chance, letter.sent, "Projects")
                self.draft.deliver(letter, person, state)
        if writer:
            self.draft.deliver(letter, writer, SENT)

    def _forward(self, who: Person) -> None:
        assert self.last
        other = another(self.chance, self.draft.company, who)
        text = f"Hi {other.name.split()[0]},\n\nfor your information, see below.\n\n{who.name}"
        letter = self.draft.letter(
            f"thread/{self.number}/forward",
            who,
            [other.address],
            f"FW: {self.last.subject.removeprefix('Re: ')}",
            self.moment,
            text,
            answers=self.last,
        )
        self._spread(letter, who, (other,))


def _voices(company: Company, chance: random.Random, script: Script) -> tuple[Voice, Voice]:
    if script in OUTSIDE:
        outsider = chance.choice(PARTNERS)
        away = Voice(outsider.name, outsider.address, None, outsider)
        if script.starter == "partner":
            return away, _voice(chance.choice(company.team("Purchasing")))
        return _voice(chance.choice(company.team(script.starter))), away
    team = company.team(script.starter) if script.starter != "Management" else (company.chief,)
    first = chance.choice(team)
    second = chance.choice(team if len(team) > 2 and chance.random() < 0.6 else company.staff)
    if second == first:
        second = another(chance, company, first)
    return _voice(first), _voice(second)


def another(chance: random.Random, company: Company, person: Person) -> Person:
    """Some colleague, but not ``person``."""
    while (found := chance.choice(company.staff)) == person:
        pass
    return found


def _voice(person: Person) -> Voice:
    return Voice(person.name, person.address, person)


def _slots(chance: random.Random, voices: tuple[Voice, Voice]) -> dict[str, str]:
    partner = next((v.outsider.company for v in voices if v.outsider), "")
    return {
        **{name: chance.choice(options) for name, options in SLOTS.items()},
        "number": str(chance.randrange(20_000, 98_000)),
        "week": str(chance.randrange(2, 52)),
        "small": str(chance.randrange(4, 90)),
        "amount": f"€ {chance.randrange(900, 88_000):,}.{chance.randrange(100):02}",
        "partner": partner or chance.choice(PARTNERS).company,
        "person": voices[1].given,
    }


def _body(script: Script, slots: dict[str, str], writer: Voice, reader: Voice, turn: int) -> str:
    hello = script.hello.format(to=reader.given)
    sign = writer.signature() if turn == 0 or writer.outsider else writer.given
    return f"{hello},\n\n{script.turns[turn].format(**slots)}\n\n{script.bye}\n{sign}"


def kept(draft: Draft, chance: random.Random, moment: datetime, own: str) -> State:
    """Where a copy of ordinary mail lies by now, and whether it was read."""
    fresh = draft.now - moment < timedelta(days=2)
    roll = chance.random()
    if fresh:
        return SEEN if roll < 0.6 else State(read=False, flagged=roll > 0.97)
    if roll < 0.06:
        return State("deleteditems")
    if roll < 0.13:
        return State("archive")
    if roll < 0.22:
        return State(own, categories=("Blue category",) if roll < 0.15 else ())
    return State(read=roll < 0.93, flagged=roll > 0.975)
