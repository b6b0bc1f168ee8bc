"""A tenant and its mailboxes."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Protocol

from workbench.model.safeguards import UNGUARDED, Safeguards
from workbench.model.signing import ShowStep


class TokenKeeping(Protocol):
    """Where a user's tokens outlive the program, sealed.  Blocks."""

    def read(self) -> str: ...

    def write(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Registration:
    """A second application of a tenant, which alone writes; ``certificate`` is the path of a PEM
    with key, "" where a secret kept under a passphrase proves it."""

    client_id: str
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class TenantProfile:
    """How to reach one tenant.  Origins are exact, with port where it is not 443.

    ``secret`` or ``certificate`` (path of a PEM with key, which ``passphrase`` opens where it is
    encrypted) proves the client; neither is ever stored in the workspace.
    ``certificate_authority`` is allowed for loopback origins only.  ``tokens`` keeps those of a
    user who signs in, None in memory alone; ``show`` tells such a user what to do.
    """

    tenant: str  # tenant id
    graph: str  # https://graph.microsoft.com
    authority: str  # https://login.microsoftonline.com/<tenant>
    client_id: str
    secret: str = field(default="", repr=False)
    certificate: str = ""
    certificate_authority: str = ""
    name: str = ""  # shown to people
    resource: str = "https://graph.microsoft.com"  # what tokens are asked for; one for each cloud
    fence: tuple[str, ...] = ()  # addresses; empty means all
    sign_in: str = "application"  # or as a user: interactive, device
    tokens: TokenKeeping | None = field(default=None, repr=False, compare=False)
    show: ShowStep | None = field(default=None, repr=False, compare=False)
    write_back: bool = False  # whether the provider is told what became of its reports and alerts
    report_mailboxes: tuple[str, ...] = ()  # addresses to which users forward what they suspect
    passphrase: str = field(default="", repr=False)
    remediator: Registration | None = None  # who writes; None where this application does
    fence_group: str = ""  # id of a group whose members are inside the fence
    safeguards: Safeguards = UNGUARDED
    excluded: tuple[str, ...] = ()  # addresses of mailboxes that actions leave alone
    shared_mailboxes: tuple[str, ...] = ()  # addresses; others' that who signs in may open

    @property
    def spared(self) -> frozenset[str]:
        """Folded; report mailboxes hold evidence too."""
        return frozenset(a.casefold() for a in (*self.excluded, *self.report_mailboxes))

    @property
    def by_user(self) -> bool:
        return self.sign_in != "application"

    @property
    def sign_in_service(self) -> str:
        """Below which lies every address where a user signs in."""
        return self.authority

    @property
    def has_remediator(self) -> bool:
        return self.remediator is not None

    @property
    def is_fenced(self) -> bool:
        return bool(self.fence or self.fence_group)


@dataclass(frozen=True, slots=True)
class GoogleProfile:
    """How to reach one Google Workspace customer by a service account with delegation, or one
    user's mailbox by their own sign-in: then ``admin`` is that user and ``key`` the path of the
    desktop application's client file.

    ``key`` is the path of its key file, which stays where it is; ``admin`` may read the directory
    and the Alert Center.  ``fence`` names the mailboxes that may be read and changed; empty means
    all, since Google itself offers no narrower delegation.  ``remediator_key`` is the key file of a
    second service account that alone writes, "" where this one does.  ``key_text`` is the content
    of a key that lies in no file.
    """

    domain: str  # primary domain, which names the tenant
    admin: str  # address of an administrator
    key: str
    fence: tuple[str, ...] = ()
    name: str = ""  # shown to people
    certificate_authority: str = ""  # of a simulated tenant; for loopback origins only
    gmail: str = "https://gmail.googleapis.com"
    directory: str = "https://admin.googleapis.com"
    alerts: str = "https://alertcenter.googleapis.com"
    calendar: str = "https://www.googleapis.com"
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    auth_uri: str = "https://accounts.google.com/o/oauth2/auth"
    sign_in: str = "delegation"  # or as a user: interactive
    tokens: TokenKeeping | None = field(default=None, repr=False, compare=False)
    show: ShowStep | None = field(default=None, repr=False, compare=False)
    report_mailboxes: tuple[str, ...] = ()
    remediator_key: str = ""
    write_back: bool = False
    key_text: str = field(default="", repr=False)
    fence_group: str = ""  # address of a group whose members are inside the fence
    safeguards: Safeguards = UNGUARDED
    excluded: tuple[str, ...] = ()  # addresses of mailboxes that actions leave alone

    @property
    def spared(self) -> frozenset[str]:
        """Folded; report mailboxes hold evidence too."""
        return frozenset(a.casefold() for a in (*self.excluded, *self.report_mailboxes))

    @property
    def is_fenced(self) -> bool:
        return bool(self.fence or self.fence_group)

    @property
    def tenant(self) -> str:
        return self.domain

    @property
    def by_user(self) -> bool:
        return self.sign_in != "delegation"

    @property
    def sign_in_service(self) -> str:
        """Below which lies every address where a user signs in."""
        return self.auth_uri

    @property
    def has_remediator(self) -> bool:
        return bool(self.remediator_key)

    @property
    def shared_mailboxes(self) -> tuple[str, ...]:
        """Who signs in to Gmail reaches the own mailbox alone."""
        return ()


Profile = TenantProfile | GoogleProfile


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
    principal: str = field(default="", compare=False)  # the name to sign in with, where told


class Power(enum.Flag):
    """What a tenant lets us do; what is not granted is absent from the screen, not failing."""

    READ = enum.auto()
    SEARCH_ALL = enum.auto()  # every mailbox, not only one's own
    REPORTS = enum.auto()  # user-reported messages
    ALERTS = enum.auto()
    MOVE = enum.auto()
    WATCH = enum.auto()  # tells what changed since: see ``workbench.connectors.watching``
    RECORDS = enum.auto()  # the provider's records of who received what
    EVENTS = enum.auto()  # changing calendars: see ``workbench.connectors.calendars``
    DEEDS = enum.auto()  # the provider's log of what people did: see ``workbench.connectors.deeds``
