"""Who gets a wave, and how its copies lie around after a few days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from workbench.simulation.dice import dice
from workbench.simulation.draft import SEEN, UNSEEN, Draft, State
from workbench.simulation.world import Letter, Person, SimMessage

# Weight and state: what users, their rules and the filter have done with their copies by now.
USUAL: tuple[tuple[int, State], ...] = (
    (44, UNSEEN),
    (27, SEEN),
    (3, State(flagged=True)),
    (6, State("To read", read=False)),
    (9, State("junkemail", read=False)),
    (7, State("deleteditems")),
    (4, State("archive")),
)
FILTERED: tuple[tuple[int, State], ...] = (
    (82, State("junkemail", read=False)),
    (8, State("deleteditems", read=False)),
    (10, UNSEEN),
)


def victims(draft: Draft, campaign: str, count: int, first: Sequence[Person] = ()) -> list[Person]:
    """``count`` different mailboxes, those of ``first`` before others, never a room."""
    pool = [p for p in draft.company.people if p.kind != "room" and p not in first]
    chosen = list(dict.fromkeys(first))[:count]
    missing = min(count - len(chosen), len(pool))
    return chosen + dice(draft.seed, campaign, "victims").sample(pool, missing)


def spread(
    draft: Draft,
    campaign: str,
    kind: str,
    letter: Letter,
    people: Sequence[Person],
    mix: Sequence[tuple[int, State]] = USUAL,
) -> list[SimMessage]:
    """One copy for each of ``people``, in the proportions of ``mix``, and labelled."""
    chance = dice(draft.seed, campaign, letter.key, "states")
    states = chance.choices([s for _, s in mix], [w for w, _ in mix], k=len(people))
    copies = [draft.deliver(letter, p, s) for p, s in zip(people, states, strict=True)]
    draft.label(campaign, kind, *copies)
    return copies


def reported(
    draft: Draft,
    copies: Sequence[SimMessage],
    count: int,
    category: str = "phishing",
    simulation: bool = False,
) -> None:
    """``count`` owners press the button, the first within minutes."""
    for place, copy in enumerate(copies[: draft.share(count)]):
        draft.report(copy, category, timedelta(minutes=6 + 23 * place * (place + 1)), simulation)
