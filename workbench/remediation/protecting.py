"""Which mailboxes of an action the profile protects, by address or by what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from workbench.model.safeguards import Safeguards
from workbench.store import natures


def kinds_of(connection: Connection, tenant: str, safeguards: Safeguards) -> Mapping[str, str]:
    """By the provider's key of the mailbox; empty where the profile asks for no kind."""
    if not safeguards.by_kind:
        return {}
    return {one.key: one.kind.value for one in natures.load(connection, tenant)}


def protected_of(
    connection: Connection, tenant: str, boxes: Iterable[tuple[str, str]], safeguards: Safeguards
) -> frozenset[str]:
    """Addresses of those among ``boxes`` (key, address)."""
    kinds = kinds_of(connection, tenant, safeguards)
    return frozenset(
        address for key, address in boxes if safeguards.protects(address, kinds.get(key, ""))
    )
