"""What every operation of the simulated Graph works on: the state, the settings, the chance."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.simulation.server.calls import Call, GraphRefusal
from workbench.simulation.server.effects import Cause, EffectLog
from workbench.simulation.server.index import Index
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.state import (
    RECOVERABLE_ROOT,
    Folder,
    Mailbox,
    Message,
    State,
    Version,
)
from workbench.simulation.world import Person, SimMessage, World

GUEST = "guest"
SERVICE = "service"


@dataclass(frozen=True, slots=True)
class View:
    """A message as one request sees it: with stale reads that may be the version before."""

    message: Message
    version: Version
    immutable: bool

    @property
    def id(self) -> str:
        if self.immutable:
            return self.message.immutable_id
        return self.message.regular_id(self.version)


class Site:
    """Handlers change things only through here, so that each change is in the log."""

    def __init__(self, world: World, settings: Settings) -> None:
        self.world = world
        self.settings = settings
        self.log = EffectLog()
        self.index = Index(world)
        self.state = State(world, self.log)
        self.downloads: dict[str, tuple[bytes, float]] = {}  # by token: what lies there, until when
        self._chance = random.Random(world.seed)  # noqa: S311 - repeatable faults, not secrets

    def reset(self) -> None:
        self.state.reset()
        self.downloads.clear()
        self._chance.seed(self.world.seed)

    @cached_property
    def without_mailbox(self) -> tuple[Person, ...]:
        """Accounts that real directories hold beside people: a guest and a service."""
        domain = self.world.domains[0]
        guest = f"auditor_partner.example#EXT#@{domain}"
        return (
            Person(self._account(GUEST), guest, "Auditor (Partner)", "", "", GUEST),
            Person(
                self._account(SERVICE), f"svc-backup@{domain}", "Backup Service", "", "", SERVICE
            ),
        )

    def _account(self, kind: str) -> str:
        return str(uuid.uuid5(uuid.UUID(self.world.tenant_id), kind))

    @cached_property
    def copies(self) -> Mapping[str, SimMessage]:
        """By key, as the world began."""
        return {message.key: message for message in self.world.messages}

    @cached_property
    def copies_of(self) -> Mapping[str, list[SimMessage]]:
        """By Message-ID, as the world began."""
        found: dict[str, list[SimMessage]] = {}
        for message in self.world.messages:
            found.setdefault(message.internet_id, []).append(message)
        return found

    def chance(self) -> float:
        """A repeatable draw, at least 0 and below 1."""
        return self._chance.random()

    def happens(self, probability: float) -> bool:
        return probability > 0 and self.chance() < probability

    def mailbox(self, names: Mapping[str, str]) -> Mailbox:
        """The mailbox of ``user``; 404 when there is no such user or the app may not see it."""
        person = self.state.person(names["user"])
        if person is None:
            raise self._no_mailbox(names["user"])
        if person.address in self.settings.elsewhere:
            raise self._elsewhere()
        if {person.key, person.address} & set(self.settings.denied):
            raise GraphRefusal(
                403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."
            )
        return self.state.mailbox(person)

    def _no_mailbox(self, name: str) -> GraphRefusal:
        if any(name.casefold() in {p.key, p.address.casefold()} for p in self.without_mailbox):
            return self._elsewhere()
        return GraphRefusal(404, "ErrorInvalidUser", f"The requested user '{name}' is invalid.")

    def _elsewhere(self) -> GraphRefusal:
        message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        return GraphRefusal(404, "MailboxNotEnabledForRESTAPI", message)

    def folder(self, mailbox: Mailbox, key: str) -> Folder:
        folder = mailbox.folder(key)
        if folder is None:
            raise not_found()
        return folder

    def message(self, mailbox: Mailbox, names: Mapping[str, str]) -> Message:
        message = mailbox.message(names["message"])
        if message is None:
            raise not_found()
        if "folder" in names:
            folder = self.folder(mailbox, names["folder"])
            if message.now.folder != folder.id:
                raise not_found()
        return message

    def view(self, message: Message, call: Call) -> View:
        """The version this read shows."""
        version = message.now
        if message.before is not None and self.happens(self.settings.stale):
            version = message.before
        return View(message, version, call.immutable)

    def views(self, mailbox: Mailbox, folder: str, call: Call) -> list[View]:
        """Messages of one folder id; all but those in Recoverable Items when it is empty."""
        views = [self.view(message, call) for message in mailbox.messages.values()]
        if folder:
            return [view for view in views if view.version.folder == folder]
        hidden = _recoverable(mailbox)
        return [view for view in views if view.version.folder not in hidden]

    def cause(self, call: Call) -> Cause:
        return Cause(call.client_id, call.request_id, call.client_request_id)


def not_found() -> GraphRefusal:
    return GraphRefusal(
        404, "ErrorItemNotFound", "The specified object was not found in the store."
    )


def preference(call: Call) -> dict[str, str]:
    """The header that confirms the kind of id."""
    return {"Preference-Applied": 'IdType="ImmutableId"'} if call.immutable else {}


def _recoverable(mailbox: Mailbox) -> set[str]:
    root = mailbox.known(RECOVERABLE_ROOT)
    return {root.id, *(f.id for f in mailbox.children(root))} if root else set()
