"""Why a rule, a sign-in or a grant deserves a look; every reason names what it was seen in.

The kinds of rules are those that intruders make (ATT&CK T1114.003 Email Forwarding Rule, T1564.008
Email Hiding Rules), the grants those of consent phishing (T1528 Steal Application Access Token).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workbench.model.accounts import Line


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule of either provider; ``words`` are what its conditions look for."""

    name: str
    forwards: tuple[str, ...] = ()
    deletes: bool = False
    moves_to: str = ""  # the folder's name
    marks_read: bool = False
    skips_inbox: bool = False
    words: tuple[str, ...] = ()


# Folders that nobody opens, where answers to the intruder's mail disappear.
UNSEEN: Final = frozenset({
    "rss feeds", "rss subscriptions", "conversation history", "archive", "junk email",
    "deleted items", "sync issues", "notes", "spam", "trash",
})  # fmt: skip
# What intruders keep from the owner's eyes: warnings, and the money they are after.
TELLTALE: Final = re.compile(
    r"password|hacked|phish|suspicious|security|fraud|scam|spam|virus|invoice|payment|bank|"
    r"wire|transfer|docusign|helpdesk|did you send",
    re.IGNORECASE,
)
WEAK_NAME: Final = 2  # characters: intruders call their rules "." or ".."
OLD_CLIENTS: Final = frozenset({
    "imap4", "imap", "pop3", "pop", "authenticated smtp", "smtp", "exchange activesync",
    "exchange web services", "other clients", "mapi over http",
})  # fmt: skip
MAIL_SCOPE: Final = re.compile(
    r"mail\.|/auth/gmail|mail\.google\.com|full_access|EWS\.", re.IGNORECASE
)


def rule_reasons(rule: RuleFacts, domains: Iterable[str]) -> tuple[str, ...]:
    """``domains`` are our own."""
    ours = tuple(domains)
    found = [why for to in rule.forwards for why in outside_reasons("forwards to", to, ours)]
    if rule.deletes:
        found.append("deletes what it fits")
    if rule.moves_to.rpartition("/")[2].casefold() in UNSEEN:
        found.append(f"hides mail in {rule.moves_to}")
    if rule.skips_inbox and rule.marks_read:
        found.append("keeps mail out of the Inbox and marks it as read")
    if not found:
        return ()
    found += [f"looks for {word!r}" for word in rule.words if TELLTALE.search(word)]
    if len(rule.name.strip(" .")) < WEAK_NAME:
        found.append("has a name that says nothing")
    return tuple(found)


def outside_reasons(
    act: str, address: str, domains: Iterable[str], *, only_outside: bool = False
) -> tuple[str, ...]:
    """The act with the address, which counts the more where it is none of ours."""
    ours = {domain.casefold() for domain in domains}
    if address.rpartition("@")[2].casefold() not in ours:
        return (f"{act} {address}, outside of the organisation",)
    return () if only_outside else (f"{act} {address}",)


def grant_reasons(scopes: Sequence[str], *, verified: bool | None = None) -> tuple[str, ...]:
    """``verified`` is None where the provider tells nothing of publishers."""
    mail = [scope for scope in scopes if MAIL_SCOPE.search(scope)]
    if not mail:
        return ()
    found = [f"may reach mail: {', '.join(mail)}"]
    if verified is False:
        found.append("its publisher is not verified")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One attempt; ``country`` as the provider places the address, "" for unknown."""

    line: Line
    country: str = ""
    client: str = ""
    failed: bool = False
    risk: str = ""  # low, medium, high


def told(sign_ins: Sequence[SignIn]) -> tuple[Line, ...]:
    """The lines with their reasons; a country is unusual that comes in few of the successes."""
    usual = _usual(sign_ins)
    return tuple(_told(one, usual) for one in sign_ins)


def _usual(sign_ins: Sequence[SignIn]) -> frozenset[str]:
    """Countries of at least a fifth of the successful sign-ins, the commonest always."""
    counts = Counter(one.country for one in sign_ins if one.country and not one.failed)
    if not counts:
        return frozenset()
    most = counts.most_common(1)[0][0]
    total = sum(counts.values())
    return frozenset({most, *(country for country, n in counts.items() if n * 5 >= total)})


def _told(one: SignIn, usual: frozenset[str]) -> Line:
    found = list(one.line.reasons)
    if one.country and usual and one.country not in usual:
        found.append(f"from {one.country}, while most come from {', '.join(sorted(usual))}")
    if one.client.casefold() in OLD_CLIENTS:
        found.append(f"by {one.client}, which knows no second factor")
    if one.risk in ("medium", "high"):
        found.append(f"the provider calls its risk {one.risk}")
    return replace(one.line, reasons=tuple(found))
