"""A tenant and its mailboxes."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TenantProfile:
    """How to reach one tenant.  Origins are exact, with port where it is not 443.

    ``secret`` or ``certificate`` (path of a PEM with key) proves the client; neither is ever
    stored in the workspace.  ``certificate_authority`` is allowed for loopback origins only.
    """

    tenant: str  # tenant id
    graph: str  # https://graph.microsoft.com
    authority: str  # https://login.microsoftonline.com/<tenant>
    client_id: str
    secret: str = ""
    certificate: str = ""
    certificate_authority: str = ""
    name: str = ""  # shown to people
    resource: str = "https://graph.microsoft.com"  # what tokens are asked for; one for each cloud


@dataclass(frozen=True, slots=True)
class Tenant:
    """A connected tenant; ``domains`` are its own mail domains in A-label form."""

    id: str
    name: str
    provider: str  # "Microsoft 365", "Google Workspace", "Folder"
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mailbox:
    key: str  # the provider's id
    address: str
    name: str


class Power(enum.Flag):
    """What a tenant lets us do; what is not granted is absent from the screen, not failing."""

    READ = enum.auto()
    SEARCH_ALL = enum.auto()  # every mailbox, not only one's own
    REPORTS = enum.auto()  # user-reported messages
    ALERTS = enum.auto()
    MOVE = enum.auto()
