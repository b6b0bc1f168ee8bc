"""The little company whose mail is moved under faults: six copies to move and three to leave."""

from __future__ import annotations

from dataclasses import replace

from tests.workbench.simulation.server.tiny import ANNA, BAIT, CHRIS, tiny_world
from workbench.simulation.world import SimMessage, World

COPIES = 6  # in the manifest: those of Anna and Ben
DECOYS = CHRIS  # the mailbox whose copies of the same content nobody selects


def bait_world() -> World:
    """Every mailbox holds the bait three times, Anna one of them in a folder of her own."""
    world = tiny_world(3)
    baits = [copy for copy in world.messages if copy.internet_id == BAIT]
    more = tuple(_again(copy, number) for copy in baits for number in (1, 2))
    return replace(world, messages=(*world.messages, *more))


def _again(copy: SimMessage, number: int) -> SimMessage:
    moved = copy.mailbox == ANNA and number == 1
    folder = "anna/bills" if moved else copy.folder
    return replace(copy, key=f"{copy.key}/{number}", folder=folder)
