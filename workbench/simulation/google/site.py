"""What every operation of the simulated Google APIs works on: state, settings, chance."""

from __future__ import annotations

import random
from collections.abc import Mapping

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal
from workbench.simulation.google.mailstore import GmailMailbox, GmailMessage, GoogleState
from workbench.simulation.server.effects import Cause
from workbench.simulation.server.index import Index
from workbench.simulation.server.settings import Settings
from workbench.simulation.world import World


class GoogleSite:
    """Reads may be stale as those of the other face are (``Settings.stale``)."""

    def __init__(self, world: World, settings: Settings) -> None:
        self.world = world
        self.settings = settings
        self.state = GoogleState(world)
        self.index = Index(world)
        self.admin = world.people[0].address
        self.customer = f"C{world.tenant_id.replace('-', '')[:8]}"
        self.inserted: dict[str, bytes] = {}  # by message id, as an application gave them
        self._chance = random.Random(world.seed)  # noqa: S311 - repeatable faults, not secrets

    def reset(self) -> None:
        self.state.reset()
        self.inserted.clear()
        self._chance.seed(self.world.seed)

    def chance(self) -> float:
        return self._chance.random()

    def mailbox(self, call: GoogleCall, names: Mapping[str, str]) -> GmailMailbox:
        """The mailbox the path names, which must be the one the token speaks for."""
        user = call.subject if names["user"] == "me" else names["user"].casefold()
        if user != call.subject:
            raise GoogleRefusal(403, f"Delegation denied for {call.subject}", "forbidden")
        person = self.state.people[user]
        if person.address in self.settings.denied:
            raise GoogleRefusal(400, "Mail service not enabled", "failedPrecondition")
        return self.state.mailbox(person)

    def message(self, mailbox: GmailMailbox, key: str) -> GmailMessage:
        message = mailbox.messages.get(key)
        if message is None:
            raise GoogleRefusal(404, "Requested entity was not found.", "notFound")
        return message

    def mime(self, message: GmailMessage) -> bytes:
        return self.inserted.get(message.id) or self.world.mime(message.source)

    def seen(self, message: GmailMessage) -> tuple[frozenset[str], int]:
        """Labels and history number as this read shows them."""
        stale = self.settings.stale
        if message.before is not None and stale > 0 and self.chance() < stale:
            return message.before
        return message.labels, message.history

    def cause(self, call: GoogleCall) -> Cause:
        return Cause("google", "", call.headers.get("x-request-id", ""))
