"""What users sent to the report mailbox instead of pressing the button, each in another way."""

from __future__ import annotations

from dataclasses import replace

from workbench.simulation.letters.reporting import wrapped
from workbench.simulation.population.company import DOMAIN
from workbench.simulation.world import Person, SimMessage, World

MAILBOX = f"service-desk@{DOMAIN}"
FORWARDED = (
    ("macro-invoice", "item", "We have no order with them. Please check before anybody opens it."),
    ("payment-fraud", "msg", "Is this really from our chief? He never writes like this."),
    ("spam-wave", "inline", "Can you stop these?"),
)


def with_forwarded(world: World) -> World:
    """The same world where the company has such a mailbox; a small one has not."""
    desk = next((person for person in world.people if person.address == MAILBOX), None)
    if desk is None:
        return world
    found = tuple(
        wrapped(world, copy, desk, how, words)
        for campaign, how, words in FORWARDED
        for copy in _copies(world, campaign, desk)[-1:]
    )
    return replace(world, report_mailbox=MAILBOX, forwarded=found)


def _copies(world: World, campaign: str, desk: Person) -> list[SimMessage]:
    keys = world.truth.get(campaign, frozenset())
    return [m for m in world.messages if m.key in keys and m.mailbox != desk.key]
