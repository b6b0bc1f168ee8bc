"""What each right lights up, and how what a tenant granted compares with what is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rung:
    """``rights`` are alternatives, the narrowest first."""

    lights: str
    rights: tuple[str, ...]
    group: str = "read"  # read, remediate; more and contain are optional


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the comparison; ``state`` is granted, missing, absent (nothing else suffers),
    broader, unused, or advice, which is about no single right."""

    state: str
    right: str
    told: str


MICROSOFT: Final = (
    Rung("Sign in and read the tenant's name", ("Organization.Read.All", "Directory.Read.All")),
    Rung("List mailboxes", ("User.ReadBasic.All", "User.Read.All", "Directory.Read.All")),
    Rung("Search and open messages", ("Mail.Read", "Mail.ReadWrite")),
    Rung(
        "See what users reported",
        ("ThreatSubmission.Read.All", "ThreatSubmission.ReadWrite.All"),
    ),
    Rung("See what the service flagged", ("SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All")),
    Rung(
        "Learn who received a message, from the service's records",
        ("ThreatHunting.Read.All", "ExchangeMessageTrace.Read.All"),
    ),
    Rung(
        "Tell shared and room mailboxes from people's (where shared ones are protected, without it "
        "the number of copies is typed for every action), and see message rules",
        ("MailboxSettings.Read", "MailboxSettings.ReadWrite"),
        "more",
    ),
    Rung("Tell which mailboxes have an online archive", ("Reports.Read.All",), "more"),
    Rung(
        "Ask Defender's list for one message by its network message id, without hunting",
        ("SecurityAnalyzedMessage.Read.All", "SecurityAnalyzedMessage.ReadWrite.All"),
        "more",
    ),
    Rung("See which incident an alert belongs to", ("SecurityIncident.Read.All",), "more"),
    Rung("See whether an account is enabled", ("User.Read.All",), "more"),
    Rung("See sign-ins of an account", ("AuditLog.Read.All",), "more"),
    Rung(
        "See an account's risk state",
        ("IdentityRiskyUser.Read.All", "IdentityRiskyUser.ReadWrite.All"),
        "more",
    ),
    Rung("See which applications an account let in", ("Directory.Read.All",), "more"),
    Rung("Quarantine and undo", ("Mail.ReadWrite",), "remediate"),
    Rung(
        "Take events of invitations out of calendars, and undo", ("Calendars.ReadWrite",), "contain"
    ),
    Rung("End all sessions of an account", ("User.RevokeSessions.All",), "contain"),
    Rung("Disable and enable an account", ("User.EnableDisableAccount.All",), "contain"),
    Rung("Switch message rules off and on", ("MailboxSettings.ReadWrite",), "contain"),
    Rung(
        "Take away what an application was granted",
        ("DelegatedPermissionGrant.ReadWrite.All",),
        "contain",
    ),
)
GOOGLE: Final = (
    Rung("List mailboxes", ("admin.directory.user.readonly",)),
    Rung("Search and open messages", ("gmail.readonly", "gmail.modify")),
    Rung("See what users reported and Google flagged", ("apps.alerts",)),
    Rung("Name groups, whose archives are not read", ("admin.directory.group.readonly",), "more"),
    Rung(
        "See sign-ins of an account, and which applications it let in",
        ("admin.reports.audit.readonly",),
        "more",
    ),
    Rung(
        "See who first opened a message, answered, passed it on or followed a link",
        ("admin.reports.audit.readonly",),
        "more",
    ),
    Rung(
        "See which events invitations left in calendars",
        ("calendar.events.readonly", "calendar.events"),
        "more",
    ),
    Rung("Quarantine and undo", ("gmail.modify",), "remediate"),
    Rung("Take events of invitations out of calendars, and undo", ("calendar.events",), "contain"),
    Rung("Disable and enable an account", ("admin.directory.user",), "contain"),
    Rung("End all sessions, take tokens away", ("admin.directory.user.security",), "contain"),
    Rung("Take filters away and put them back", ("gmail.settings.basic",), "contain"),
    Rung(
        "Switch forwarding off and on, take delegates out", ("gmail.settings.sharing",), "contain"
    ),
)
OPTIONAL: Final = frozenset({"more", "contain", "later"})  # without which all else works
# Needed by those profiles alone that write back; at Google the alerts' own right suffices.
ANSWERS: Final = {
    "Microsoft 365": (
        Rung("Tell Microsoft what reports came to", ("ThreatSubmission.ReadWrite.All",), "answer"),
        Rung("Tell Microsoft what alerts came to", ("SecurityAlert.ReadWrite.All",), "answer"),
    ),
}
READER, REMEDIATOR, BOTH = "reader", "remediator", "both"  # what an identity is for
USER: Final = "user"  # who signs in themselves: the own mailbox, and those shared with them
GROUPS: Final = {
    READER: ("read", "more"),
    REMEDIATOR: ("remediate", "contain"),
    BOTH: ("read", "more", "remediate", "contain"),
    USER: ("read", "later"),
}
IN_BROWSER: Final = "agree to it in the browser when you sign in"
ONE: Final = "One registration reads and writes: two are safer, the second unlocked for each action"
WRITES_TOO: Final = "The reader could change mail with it; leave it to the remediator alone"
LADDERS: Final = {"Microsoft 365": MICROSOFT, "Google Workspace": GOOGLE}
LATER: Final = "Remove from it and put back, asked for at the first change"
USERS: Final = {
    "Microsoft 365": (
        Rung("Know who signed in", ("User.Read",)),
        Rung("Search and open your own mailbox", ("Mail.Read", "Mail.ReadWrite")),
        Rung(LATER, ("Mail.ReadWrite",), "later"),
    ),
    "Google Workspace": (
        Rung("Search and open your own mailbox", ("gmail.readonly", "gmail.modify")),
        Rung(LATER, ("gmail.modify",), "later"),
    ),
}
LATER_SHARED: Final = "Remove from shared mailboxes and put back, asked for at the first change"
# Needed by those profiles alone that name shared mailboxes.
SHARED: Final = (
    Rung("Search and open shared mailboxes", ("Mail.Read.Shared", "Mail.ReadWrite.Shared")),
    Rung(LATER_SHARED, ("Mail.ReadWrite.Shared",), "later"),
)
# Rights that let an application do what this product never does: whoever steals its key may.
FAR_TOO_BROAD: Final = {
    "Mail.Send": "send mail as anybody",
    "full_access_as_app": "do anything in every mailbox",
    "Directory.ReadWrite.All": "change the directory",
    "RoleManagement.ReadWrite.Directory": "make anybody an administrator",
    "AppRoleAssignment.ReadWrite.All": "grant itself any right",
    "Application.ReadWrite.All": "change any application",
    "User.ReadWrite.All": "change any account",
    "mail.google.com": "delete mail for good",
}


# Needed by those profiles alone whose pilot is a group.
GROUP_RIGHTS: Final = {
    "Microsoft 365": "GroupMember.Read.All",
    "Google Workspace": "admin.directory.group.member.readonly",
}


def rungs(
    provider: str, role: str = BOTH, *, answering: bool = False, sharing: bool = False
) -> tuple[Rung, ...]:
    """What an identity of this role needs, in the order of the buttons; ``answering`` where the
    profile tells the provider what became of its reports, ``sharing`` where it names mailboxes
    shared with the user."""
    told = ANSWERS.get(provider, ()) if answering and role in (READER, BOTH) else ()
    ladder = (USERS if role == USER else LADDERS).get(provider, ())
    shared = SHARED if sharing and role == USER else ()
    return (*(rung for rung in ladder if rung.group in GROUPS[role]), *shared, *told)


def compared(
    provider: str, granted: Iterable[str], role: str = BOTH, *, answering: bool = False,
    sharing: bool = False,
) -> Iterator[Standing]:  # fmt: skip
    """What is there, what is missing with who can add it, and what is more than needed."""
    held = frozenset(granted)
    ladder = rungs(provider, role, answering=answering, sharing=sharing)
    wide = _writing(provider) if role == READER else frozenset()
    used: set[str] = set()
    for rung in ladder:
        found = next((right for right in rung.rights if right in held), "")
        used |= {found, *(held.intersection(rung.rights) - wide)}
        if not found:
            state = "absent" if rung.group in OPTIONAL else "missing"
            how = IN_BROWSER if role == USER else _how(provider, rung)
            yield Standing(state, rung.rights[0], f"{rung.lights}: {how}")
            continue
        yield Standing("granted", found, rung.lights)
        if found in wide:
            yield Standing("broader", found, WRITES_TOO)
        elif found != rung.rights[0] and found not in _wanted_elsewhere(ladder, rung):
            narrower = rung.rights[0]
            yield Standing("broader", found, f"{narrower} would do for: {rung.lights}")
    group = GROUP_RIGHTS.get(provider, "")
    if group in held and role in (READER, BOTH):
        used.add(group)
        yield Standing("granted", group, "Know who is in the pilot's group, where it is one")
    yield from _beyond(held - used, wide)
    if role == BOTH and ladder and held:
        yield Standing("advice", "", ONE)


def _beyond(rights: frozenset[str], wide: frozenset[str]) -> Iterator[Standing]:
    for right in sorted(rights):
        broad = FAR_TOO_BROAD.get(right)
        told = (
            f"Lets whoever has the key {broad}; take it away" if broad else "Used by nothing here"
        )
        state = "broader" if broad or right in wide else "unused"
        yield Standing(state, right, WRITES_TOO if right in wide and not broad else told)


def _writing(provider: str) -> frozenset[str]:
    return frozenset(right for rung in rungs(provider, REMEDIATOR) for right in rung.rights)


def _wanted_elsewhere(ladder: tuple[Rung, ...], rung: Rung) -> set[str]:
    """Rights that are the narrowest for another rung: they are there for that one."""
    return {other.rights[0] for other in ladder if other is not rung}


def _how(provider: str, rung: Rung) -> str:
    right = rung.rights[0]
    if provider == "Google Workspace":
        scope = f"https://www.googleapis.com/auth/{right}"
        return (
            "Admin console > Security > Access and data control > API controls > Manage "
            f"domain-wide delegation: add {scope} to the service account's client id"
        )
    return (
        "Entra admin center > App registrations > API permissions > Add > Microsoft Graph > "
        f"Application permissions > {right}, then grant admin consent"
    )
