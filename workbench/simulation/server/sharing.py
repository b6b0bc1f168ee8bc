"""Whose mailboxes a signed-in user may open: Full Access as Exchange gives it, by user and mailbox.

https://learn.microsoft.com/graph/outlook-share-messages-folders
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from workbench.simulation.server.settings import Settings
from workbench.simulation.world import Person, World

SHARED = ".Shared"  # ends a delegated scope that reaches beyond the own mailbox
INFORMATION = "info"  # the mailbox every company shows to the world


def scopes_for(call_user: str, person: Person, scopes: AbstractSet[str]) -> frozenset[str]:
    """What a user's token is worth in this mailbox, by the names of the scopes for one's own."""
    shared = {scope.removesuffix(SHARED) for scope in scopes if scope.endswith(SHARED)}
    own = {scope for scope in scopes if not scope.endswith(SHARED)}
    return frozenset(shared | own if person.key == call_user else shared)


def is_open(world: World, settings: Settings, user: str, person: Person) -> bool:
    """The report mailbox and the information desk's are open to the first of the company, who
    plays the analyst; whatever ``Settings.shared`` names is open to everybody."""
    if person.key == user:
        return True
    if person.address in settings.unshared:
        return False
    analysts = {world.report_mailbox, f"{INFORMATION}@{world.domains[0]}"}
    if person.address in analysts:
        return user == world.people[0].key
    return person.address in settings.shared
