"""Worlds that several tests look at; they are frozen, so one of each is enough."""

from __future__ import annotations

import email
import email.policy
import functools
from datetime import UTC, datetime
from email.message import EmailMessage

from workbench.simulation.build import build_world
from workbench.simulation.world import SimMessage, World

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@functools.cache
def default_world() -> World:
    return build_world(now=NOW)


@functools.cache
def small_world() -> World:
    return build_world(mailboxes=30, messages=400, days=20, now=NOW)


def parsed(world: World, message: SimMessage) -> EmailMessage:
    read = email.message_from_bytes(world.mime(message), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def labelled(world: World, campaign: str) -> list[SimMessage]:
    return [m for m in world.messages if m.key in world.truth[campaign]]
