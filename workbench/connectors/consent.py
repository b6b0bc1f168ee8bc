"""What an administrator is asked for before anybody signs in: rights by button, and text to copy.

Exchange's own scoping ("RBAC for Applications"):
https://learn.microsoft.com/exchange/permissions-exo/application-rbac
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.connectors.ladder import (
    BOTH,
    GROUP_RIGHTS,
    OPTIONAL,
    READER,
    REMEDIATOR,
    USER,
    Rung,
    rungs,
)
from workbench.model.tenant import GoogleProfile, Profile, TenantProfile

NAMED: Final = 20  # mailboxes that a recipient filter names one by one; more go by their group
SCOPES: Final = "https://www.googleapis.com/auth/"
EXCHANGE: Final = ("Mail.Read", "Mail.ReadWrite")  # rights that Exchange can limit to mailboxes
TITLES: Final = {
    READER: "reader",
    REMEDIATOR: "remediator",
    BOTH: "reader and remediator",
    USER: "user",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One identity: ``rungs`` say which button each right lights, ``text`` is for the admin."""

    role: str
    client: str  # its id; of Google the key file's path
    rungs: tuple[Rung, ...]
    text: str


def asked(profile: Profile) -> tuple[Asked, ...]:
    """For each identity of the profile, what it should be given and nothing more."""
    if profile.by_user:
        return (_own(profile),)
    if isinstance(profile, GoogleProfile):
        second = profile.remediator_key
        return _identities("Google Workspace", profile, profile.key, second)
    second = profile.remediator.client_id if profile.remediator else ""
    return _identities("Microsoft 365", profile, profile.client_id, second)


def _identities(provider: str, profile: Profile, first: str, second: str) -> tuple[Asked, ...]:
    roles = {READER: first, REMEDIATOR: second} if second else {BOTH: first}
    return tuple(
        Asked(
            role,
            client,
            rungs(provider, role, answering=profile.write_back),
            _text(profile, role, client),
        )
        for role, client in roles.items()
    )


def _text(profile: Profile, role: str, client: str) -> str:
    if isinstance(profile, GoogleProfile):
        return _google(profile, role, client)
    return _microsoft(profile, role, client)


def _google(profile: GoogleProfile, role: str, key: str) -> str:
    """The scopes as one line, the way the Admin console takes them."""
    least = _least("Google Workspace", role)
    if role != REMEDIATOR:
        least = (*least, *_for_group(profile, "Google Workspace"))
    wanted = _optional("Google Workspace", role)
    return "\n".join((
        f"Domain-wide delegation for {profile.domain}: {TITLES[role]}",
        "Admin console > Security > Access and data control > API controls > Manage domain-wide",
        "delegation > Add new",
        f"Client ID: the member client_id of {key}",
        "OAuth scopes: " + ",".join(f"{SCOPES}{right}" for right in least),
        *(f"Only where wanted, {lights}: {SCOPES}{right}" for right, lights in wanted),
    ))  # fmt: skip


def _own(profile: Profile) -> Asked:
    """Who signs in reaches the own mailbox and those shared with them; no administrator grants
    anything by themselves."""
    if isinstance(profile, GoogleProfile):
        ladder, client = rungs("Google Workspace", USER), profile.key
        steps: tuple[str, ...] = (
            f"Sign-in of {profile.admin} with a desktop application",
            "Google Cloud console > APIs & Services > Library: enable the Gmail API",
            "OAuth consent screen: internal, with the scopes below",
            "Credentials > Create credentials > OAuth client ID > Desktop app; its JSON is the key",
        )
    else:
        sharing = bool(profile.shared_mailboxes)
        ladder, client = rungs("Microsoft 365", USER, sharing=sharing), profile.client_id
        steps = (
            f"Sign-in of users to tenant {profile.tenant} with application {client}",
            "Entra admin center > App registrations > Authentication: mobile and desktop",
            "application with redirect http://localhost; for codes allow public client flows",
            "API permissions > Microsoft Graph > Delegated permissions: the rights below",
            *_full_access(profile.shared_mailboxes),
        )
    prefix = SCOPES if isinstance(profile, GoogleProfile) else ""
    wanted = dict.fromkeys(prefix + rung.rights[0] for rung in ladder)
    return Asked(USER, client, ladder, "\n".join((*steps, "Rights: " + ", ".join(wanted))))


def _full_access(shared: Sequence[str]) -> tuple[str, ...]:
    """https://learn.microsoft.com/powershell/module/exchange/add-mailboxpermission"""
    if not shared:
        return ()
    return (
        "Shared mailboxes, in Exchange Online PowerShell, for each user who is to open them:",
        *(
            f"Add-MailboxPermission -Identity '{name}' -User '<who signs in>' "
            "-AccessRights FullAccess"
            for name in map(_single, shared)
        ),
    )


def _least(provider: str, role: str, *, answering: bool = False) -> tuple[str, ...]:
    """Without which this identity is of no use."""
    all_ = rungs(provider, role, answering=answering)
    needed = (rung for rung in all_ if rung.group not in OPTIONAL)
    return tuple(dict.fromkeys(rung.rights[0] for rung in needed))


def _optional(provider: str, role: str) -> tuple[tuple[str, str], ...]:
    """Rights beyond, each with what it lights up."""
    wanted = (rung for rung in rungs(provider, role) if rung.group in OPTIONAL)
    return tuple((rung.rights[0], rung.lights.lower()) for rung in wanted)


def _microsoft(profile: TenantProfile, role: str, client: str) -> str:
    least = _least("Microsoft 365", role, answering=profile.write_back)
    directory = [right for right in least if right not in EXCHANGE or not profile.is_fenced]
    directory += _for_group(profile, "Microsoft 365") if role != REMEDIATOR else ()
    lines = [f"Application {client}: {TITLES[role]} for tenant {profile.tenant}"]
    if directory:
        lines += [
            "Entra admin center > App registrations > API permissions > Microsoft Graph >",
            "Application permissions, then grant admin consent:",
            *(f"  {right}" for right in directory),
        ]
    lines.append("Only where wanted, as application permissions too:")
    lines += [f"  {right}: {lights}" for right, lights in _optional("Microsoft 365", role)]
    if profile.is_fenced:
        lines += _exchange(profile, role, client, [right for right in least if right in EXCHANGE])
    return "\n".join(lines)


def _for_group(profile: Profile, provider: str) -> tuple[str, ...]:
    return (GROUP_RIGHTS[provider],) if profile.fence_group else ()


def _exchange(profile: TenantProfile, role: str, client: str, rights: Sequence[str]) -> list[str]:
    """Mail rights for the pilot alone.  Given in Entra as well they would hold for every mailbox,
    because the two are added up (page above)."""
    name = f"Email Security Workbench {TITLES[role]}"
    scope = f"{name} pilot"
    return [
        "Mail, in Exchange Online PowerShell, for the pilot's mailboxes alone. Do not consent",
        f"{', '.join(rights)} in Entra as well: rights from both add up.",
        f"$object = '<object id of the enterprise application {client}>'",
        f"New-ServicePrincipal -AppId {client} -ObjectId $object -DisplayName '{name}'",
        f"New-ManagementScope -Name '{scope}' -RecipientRestrictionFilter \"{_filter(profile)}\"",
        *(
            f"New-ManagementRoleAssignment -App $object -Role 'Application {right}' "
            f"-CustomResourceScope '{scope}'"
            for right in rights
        ),
        f"Test-ServicePrincipalAuthorization -Identity $object -Resource {_first(profile)}",
    ]


def _filter(profile: TenantProfile) -> str:
    if profile.fence_group or len(profile.fence) > NAMED:
        return f"MemberOfGroup -eq '<distinguished name of group {profile.fence_group or 'pilot'}>'"
    return " -or ".join(f"PrimarySmtpAddress -eq '{_quoted(a)}'" for a in profile.fence)


def _first(profile: TenantProfile) -> str:
    return f"'{_quoted(profile.fence[0])}'" if profile.fence else "'<a mailbox of the pilot>'"


def _quoted(address: str) -> str:
    """Inside single quotes that stand inside double quotes of PowerShell."""
    return re.sub("([`$\u201c-\u201e])", r"`\1", _single(address))


def _single(address: str) -> str:
    """Inside single quotes, for which PowerShell takes typographic ones as well (language
    specification, section 2.3.5.2)."""
    return re.sub("(['\u2018-\u201b])", r"\1\1", address)
