"""Makes a world from a seed: first the campaigns, then ordinary mail until it is full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from workbench.simulation.campaigns import catalogue
from workbench.simulation.campaigns.forwarded import with_forwarded
from workbench.simulation.dice import dice, unique_id
from workbench.simulation.draft import Draft
from workbench.simulation.letters.writer import Writer
from workbench.simulation.population import company, files
from workbench.simulation.population.announcements import announce, invite
from workbench.simulation.population.newsletters import subscribe
from workbench.simulation.population.notices import notify
from workbench.simulation.population.threads import converse
from workbench.simulation.world import World

SEED = 20_26
ANNOUNCED = 0.2  # share of the ordinary copies that are notes to everybody
# Weight of each kind of ordinary mail, by letters.
KINDS: tuple[tuple[int, Callable[[Draft, int], None]], ...] = (
    (46, converse),
    (30, notify),
    (16, subscribe),
    (8, invite),
)
WRITER = Writer({**files.FILES, **catalogue.FILES})


def build_world(
    seed: int = SEED,
    mailboxes: int = 250,
    messages: int = 6000,
    days: int = 60,
    *,
    now: datetime,
) -> World:
    """The same world for the same arguments; ``now`` counts by its day in UTC.

    There are ``messages`` copies, or as many as the campaigns alone need.  Raises BadInput when
    there are too few mailboxes to make a company.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    draft = Draft(seed, midnight, days, company.found_company(seed, mailboxes))
    for campaign in catalogue.CAMPAIGNS:
        campaign(draft)
    _fill(draft, messages)
    return with_forwarded(_finished(draft))


def _fill(draft: Draft, messages: int) -> None:
    """Ordinary mail up to the wanted number of copies, exactly."""
    free = max(0, messages - len(draft.copies))
    fixed = len(draft.copies)
    notes = min(12, round(free * ANNOUNCED / len(draft.company.people)))
    for number in range(notes):
        announce(draft, number, free)
    chance, number = dice(draft.seed, "mail"), 0
    kinds, weights = [k for _, k in KINDS], [w for w, _ in KINDS]
    while len(draft.copies) < messages:
        chance.choices(kinds, weights)[0](draft, number)
        number += 1
    del draft.copies[max(fixed, messages) :]


def _finished(draft: Draft) -> World:
    return World(
        seed=draft.seed,
        tenant_id=unique_id(draft.seed, "tenant"),
        tenant_name=company.NAME,
        domains=company.DOMAINS,
        now=draft.now,
        people=draft.company.people,
        folders=tuple(draft.folders.values()),
        messages=tuple(sorted(draft.copies, key=lambda m: (m.received, m.key))),
        reports=tuple(sorted(draft.reports, key=lambda r: (r.reported, r.key))),
        alerts=tuple(sorted(draft.alerts, key=lambda a: (a.created, a.key))),
        letters=draft.letters,
        truth={name: frozenset(keys) for name, keys in draft.truth.items()},
        kinds=draft.kinds,
        writer=WRITER,
    )
