"""Whose desk this is: what tells our own servers, people and partners from others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """All in lower case and sorted.  Empty where nobody has told us: then nothing counts as ours.

    ``tenants`` are ids at the providers (an Exchange organisation's GUID, a Workspace customer id),
    ``servers`` the names by which our servers sign their headers (authserv-id, RFC 8601 2.5),
    ``known_domains`` those of partners and brands that others pose as.
    """

    domains: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    known_domains: tuple[str, ...] = ()


NOBODY = Organisation()
