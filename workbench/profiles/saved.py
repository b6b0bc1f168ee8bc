"""A tenant as it is remembered: everything but its secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from workbench.approvals.approver import read_approver
from workbench.approvals.training import TRAINING
from workbench.errors import BadInput
from workbench.model.safeguards import DAILY_ITEMS, SHARED, Safeguards
from workbench.model.tenant import GoogleProfile, Registration, TenantProfile
from workbench.model.thresholds import CUSTOMARY, Thresholds
from workbench.profiles.clouds import CLOUDS

NAME: Final = 60  # characters
REPORT_MAILBOXES: Final = 20
SHARED_MAILBOXES: Final = 20
EXCLUDED: Final = 500  # mailboxes
SIGN_INS: Final = ("application", "interactive", "device")
GOOGLE_SIGN_INS: Final = ("delegation", "interactive")
FENCE: Final = 5_000  # mailboxes
APPROVERS: Final = 50
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_PATTERN: Final = re.compile(
    r"[^\s@<>\"]{0,64}@[^\s@<>\"]{1,253}|kind:(?:shared|room|equipment|other)"
)
_ADDRESS: Final = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{3,253}")


@dataclass(frozen=True, slots=True)
class SavedMicrosoft:
    """An application of a Microsoft 365 tenant; ``certificate`` is the path of a PEM with key,
    "" where a secret proves the application.  ``remediator`` is the application id of a second one
    that alone writes, "" where one does all.  ``shared_mailboxes`` are those of others that who
    signs in may open."""

    name: str
    tenant: str
    client_id: str
    cloud: str = "global"
    certificate: str = ""
    fence: tuple[str, ...] = ()
    report_mailboxes: tuple[str, ...] = ()
    remediator: str = ""
    remediator_certificate: str = ""
    fence_group: str = ""
    sign_in: str = "application"  # or as a user: interactive, device
    write_back: bool = False
    approvers: tuple[str, ...] = ()  # lines "address ed25519:key"
    protected: tuple[str, ...] = (SHARED,)  # addresses, *@board.example, kind:shared
    daily_items: int = DAILY_ITEMS  # copies in 24 hours
    excluded: tuple[str, ...] = ()
    thresholds: Thresholds = CUSTOMARY
    shared_mailboxes: tuple[str, ...] = ()

    @property
    def provider(self) -> str:
        return "Microsoft 365"

    @property
    def by_user(self) -> bool:
        return self.sign_in != "application"

    @property
    def needs_secret(self) -> bool:
        return not self.certificate and not self.by_user

    @property
    def has_remediator(self) -> bool:
        return bool(self.remediator)

    @property
    def safeguards(self) -> Safeguards:
        return Safeguards(self.approvers, self.protected, self.daily_items, self.thresholds)

    def profile(self, secret: str = "") -> TenantProfile:
        cloud = CLOUDS[self.cloud]
        return TenantProfile(
            tenant=self.tenant,
            graph=cloud.graph,
            authority=f"{cloud.authority}/{self.tenant}",
            client_id=self.client_id,
            secret=secret,
            certificate=self.certificate,
            name=self.name,
            resource=cloud.graph,
            fence=self.fence,
            report_mailboxes=self.report_mailboxes,
            sign_in=self.sign_in,
            remediator=self._second(),
            fence_group=self.fence_group,
            write_back=self.write_back,
            safeguards=self.safeguards,
            excluded=self.excluded,
            shared_mailboxes=self.shared_mailboxes,
        )

    def _second(self) -> Registration | None:
        if not self.remediator:
            return None
        return Registration(self.remediator, self.remediator_certificate)


@dataclass(frozen=True, slots=True)
class SavedGoogle:
    """A Google Workspace domain reached by a service account; ``key`` is its key file's path,
    ``remediator_key`` that of a second one which alone writes.  Of a user who signs in, ``admin``
    is their address and ``key`` the client file of a desktop application."""

    name: str
    domain: str
    admin: str
    key: str
    fence: tuple[str, ...] = ()
    report_mailboxes: tuple[str, ...] = ()
    remediator_key: str = ""
    fence_group: str = ""
    sign_in: str = "delegation"  # or as a user: interactive
    write_back: bool = False
    approvers: tuple[str, ...] = ()  # lines "address ed25519:key"
    protected: tuple[str, ...] = (SHARED,)  # addresses, *@board.example, kind:shared
    daily_items: int = DAILY_ITEMS  # copies in 24 hours
    excluded: tuple[str, ...] = ()
    thresholds: Thresholds = CUSTOMARY

    @property
    def provider(self) -> str:
        return "Google Workspace"

    @property
    def by_user(self) -> bool:
        return self.sign_in != "delegation"

    @property
    def needs_secret(self) -> bool:
        return False

    @property
    def has_remediator(self) -> bool:
        return bool(self.remediator_key)

    @property
    def safeguards(self) -> Safeguards:
        return Safeguards(self.approvers, self.protected, self.daily_items, self.thresholds)

    def profile(self, secret: str = "") -> GoogleProfile:
        return GoogleProfile(
            *(self.domain, self.admin, self.key, self.fence, self.name),
            report_mailboxes=self.report_mailboxes,
            remediator_key=self.remediator_key,
            fence_group=self.fence_group,
            sign_in=self.sign_in,
            write_back=self.write_back,
            safeguards=self.safeguards,
            excluded=self.excluded,
        )


Saved = SavedMicrosoft | SavedGoogle


def checked(saved: Saved) -> Saved:
    """The same; raises ``BadInput`` with what is wrong, in words."""
    if not saved.name.strip() or len(saved.name) > NAME or not saved.name.isprintable():
        raise BadInput(f"A profile needs a name of at most {NAME} printable characters")
    if len(saved.fence) > FENCE:
        raise BadInput(f"The fence may name at most {FENCE} mailboxes")
    for address in saved.fence:
        _require(_ADDRESS, address, "an address of a mailbox for the fence")
    if len(saved.report_mailboxes) > REPORT_MAILBOXES:
        raise BadInput(f"A profile may name at most {REPORT_MAILBOXES} report mailboxes")
    for address in saved.report_mailboxes:
        _require(_ADDRESS, address, "an address of a report mailbox")
    _safeguards(saved)
    if len(saved.excluded) > EXCLUDED:
        raise BadInput(f"A profile may exclude at most {EXCLUDED} mailboxes")
    for address in saved.excluded:
        _require(_ADDRESS, address, "an address of a mailbox to exclude")
    if isinstance(saved, SavedMicrosoft):
        _microsoft(saved)
    else:
        _google(saved)
    return saved


def _safeguards(saved: Saved) -> None:
    if len(saved.protected) > FENCE or len(saved.approvers) > APPROVERS:
        raise BadInput(f"At most {FENCE} protected mailboxes and {APPROVERS} approvers are kept")
    for pattern in saved.protected:
        _require(_PATTERN, pattern, "an address to protect, *@board.example, or kind:shared")
    known = [read_approver(line) for line in saved.safeguards.approvers]
    if len({one.address for one in known}) < len(known):
        raise BadInput("An approver is named twice")
    if any(one.key == TRAINING.key for one in known):
        raise BadInput("The training approver's key is one that everybody has: it proves nobody")


def _microsoft(saved: SavedMicrosoft) -> None:
    _require(_GUID, saved.tenant, "a tenant id (a directory id as the portal shows it)")
    _require(_GUID, saved.client_id, "an application id (client id)")
    if saved.fence_group:
        _require(_GUID, saved.fence_group, "the object id of a group for the fence")
    if saved.cloud not in CLOUDS:
        raise BadInput(f"The cloud is one of {', '.join(CLOUDS)}")
    if saved.sign_in not in SIGN_INS:
        raise BadInput(f"The sign-in is one of {', '.join(SIGN_INS)}")
    if saved.certificate and saved.sign_in != "application":
        raise BadInput("A certificate proves an application, not a user who signs in")
    if saved.remediator and saved.sign_in != "application":
        raise BadInput("A remediator goes with an application, not with a user who signs in")
    _shared(saved)
    if saved.remediator:
        _require(_GUID, saved.remediator, "an application id of the remediator")
        if saved.remediator.casefold() == saved.client_id.casefold():
            raise BadInput("The remediator must be another application than the reader")
    elif saved.remediator_certificate:
        raise BadInput("The remediator's certificate needs its application id")


def _shared(saved: SavedMicrosoft) -> None:
    if saved.shared_mailboxes and not saved.by_user:
        raise BadInput("Shared mailboxes are named for a user who signs in; an application has all")
    if len(saved.shared_mailboxes) > SHARED_MAILBOXES:
        raise BadInput(f"A profile may name at most {SHARED_MAILBOXES} shared mailboxes")
    for address in saved.shared_mailboxes:
        _require(_ADDRESS, address, "an address of a shared mailbox")


def _google(saved: SavedGoogle) -> None:
    _require(_DOMAIN, saved.domain, "a domain")
    _require(_ADDRESS, saved.admin, "the address of an administrator")
    if not saved.admin.casefold().endswith(f"@{saved.domain}"):
        raise BadInput("The administrator, or who signs in, is not in the domain")
    if saved.fence_group:
        _require(_ADDRESS, saved.fence_group, "the address of a group for the fence")
    if not saved.key:
        raise BadInput("A key file of the service account is needed")
    if saved.sign_in not in GOOGLE_SIGN_INS:
        raise BadInput(f"The sign-in is one of {', '.join(GOOGLE_SIGN_INS)}")
    if saved.sign_in != "delegation" and (saved.remediator_key or saved.fence_group):
        raise BadInput("A remediator and a pilot's group go with a service account alone")
    if saved.remediator_key == saved.key:
        raise BadInput("The remediator must be another service account than the reader")


def _require(pattern: re.Pattern[str], value: str, what: str) -> None:
    if not pattern.fullmatch(value):
        raise BadInput(f"{value[:80]!r} is not {what}")
