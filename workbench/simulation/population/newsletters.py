"""Bulk mail people asked for: one letter per reader, with a way to unsubscribe."""

from __future__ import annotations

from datetime import datetime

from workbench.simulation.dice import dice, token
from workbench.simulation.draft import Draft, State
from workbench.simulation.population.hours import working_moment
from workbench.simulation.population.outsiders import NEWSLETTERS, Sender
from workbench.simulation.population.threads import kept
from workbench.simulation.world import Letter, Person

HEADLINES = (
    "Five ways to cut idle losses in hydraulic presses",
    "New rules for machine documentation from January",
    "Early-bird tickets end on Friday",
    "What bearing prices tell about next year",
    "A day in the life of a commissioning engineer",
    "How to read a fluid analysis report",
    "Webinar: safe work at height",
    "Ten questions to ask before you renew a lease",
    "Trends: smaller tanks, cooler oil",
    "Interview: why we moved production back",
    "Checklist for the stocktaking",
    "Survey: how much do you pay for overtime?",
)
TEASERS = (
    "It takes less than an afternoon, and most plants have the parts in stock already.",
    "The short version: nothing changes for existing lines, but new ones need a risk file.",
    "We asked twelve readers what they would do again. The answers surprised us.",
    "Figures, a template to download, and a glossary for newcomers.",
    "Seats are limited; members get in first.",
    "With a worked example and all the formulas.",
)


def subscribe(draft: Draft, number: int) -> None:
    """One issue to its readers in the company: few, or many when it is popular."""
    chance = dice(draft.seed, "newsletter", number)
    sender = chance.choice(NEWSLETTERS)
    moment = working_moment(chance, draft)
    stories = chance.sample(HEADLINES, 3)
    count = min(len(draft.company.staff), chance.choice((1, 2, 3, 5, 8)))
    for place, reader in enumerate(chance.sample(draft.company.staff, count)):
        key = f"newsletter/{number}/{place}"
        letter = issue(draft, key, sender, reader, stories, moment)
        draft.deliver(letter, reader, _filed(draft, letter, chance.random()))


def issue(
    draft: Draft, key: str, sender: Sender, reader: Person, stories: list[str], moment: datetime
) -> Letter:
    """One reader's copy of an issue."""
    chance = dice(draft.seed, "issue", sender.address, *stories)
    host = f"https://links.{sender.domain}"
    who = token(16, draft.seed, key)
    blocks = [
        f"{story}\n{chance.choice(TEASERS)}\n[[Read more|{host}/c/{who}/{n}]]"
        for n, story in enumerate(stories, 1)
    ]
    end = (
        f"You receive {sender.name} because you subscribed with {reader.address}.\n"
        f"[[Unsubscribe|{host}/u/{who}]]"
    )
    return draft.letter(
        key,
        (sender.name, sender.address),
        [reader.address],
        stories[0],
        moment,
        "\n\n".join((sender.name, *blocks, end)),
        origin=sender.origin,
        client="bulk",
        template="newsletter",
        values={"accent": sender.accent, "unsubscribe": f"{host}/u/{who}", "list": sender.domain},
    )


def _filed(draft: Draft, letter: Letter, roll: float) -> State:
    """Some people have a rule for newsletters, most never open them."""
    if roll < 0.25:
        return State("Newsletters", read=roll < 0.08)
    if roll < 0.45:
        return State("deleteditems", read=roll < 0.35)
    chance = dice(draft.seed, "kept", letter.key)
    state = kept(draft, chance, letter.sent, "Newsletters")
    return State(state.folder, read=chance.random() < 0.5)
