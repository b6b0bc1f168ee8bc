"""The blast-radius guard: what an action needs before it may run.

It sits below every caller, window and command line alike, and reads the journal's own rows, so
it holds at each start and resume.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import RemediationRefused
from workbench.model.thresholds import Thresholds
from workbench.remediation import reasons

SHARE_COUNTS_FROM = 1_000  # mailboxes of a tenant; a share of fewer says nothing


@dataclass(frozen=True, slots=True)
class Radius:
    """How much an action touches; ``tenant_mailboxes`` is 0 while unknown."""

    items: int
    mailboxes: int
    weak: int
    tenant_mailboxes: int
    protected: tuple[str, ...] = ()  # why, for each mailbox that is protected or may be
    today: int = 0  # items of other actions of this tenant in the last 24 hours


def needs_size(mailboxes: int, limits: Thresholds) -> bool:
    """Whether the size of the tenant can make a difference for so many mailboxes."""
    return _is_share(mailboxes, SHARE_COUNTS_FROM, limits)


def require_count(radius: Radius, confirmed: int, limits: Thresholds) -> None:
    """Refuses an action that is large, or touches what may be protected, unless exactly its number
    of items was typed."""
    large = radius.items > limits.count_items or radius.mailboxes > limits.count_mailboxes
    untold = reasons.untold(radius.protected)
    if (large or untold) and confirmed != radius.items:
        also = f", and {untold}" if untold else ""
        raise RemediationRefused(
            f"This touches {radius.items} messages in {radius.mailboxes} mailboxes{also}: "
            f"type {radius.items} to confirm"
        )


def require_ceiling(radius: Radius, daily_items: int) -> None:
    """Refuses what would go beyond the day's ceiling; nobody can approve that."""
    if radius.items + radius.today > daily_items:
        raise RemediationRefused(
            f"{radius.items} messages and the {radius.today} of the last 24 hours are more than "
            f"the ceiling of {daily_items} a day"
        )


def why_approval(radius: Radius, limits: Thresholds) -> str:
    """Why a second person must approve, all that there is; "" when none needs to."""
    return "; ".join(filter(None, (
        _many_items(radius.items, limits),
        f"{radius.weak} of the copies only share the Message-ID" if radius.weak else "",
        reasons.told(radius.protected),
        _large_share(radius.mailboxes, radius.tenant_mailboxes, limits),
    )))  # fmt: skip


def _many_items(items: int, limits: Thresholds) -> str:
    most = limits.approval_items
    return f"{items} messages are more than {most}" if items > most else ""


def _large_share(mailboxes: int, known: int, limits: Thresholds) -> str:
    if needs_size(mailboxes, limits) and not known:
        return f"{mailboxes} mailboxes, and the size of the tenant is unknown"
    if known >= SHARE_COUNTS_FROM and _is_share(mailboxes, known, limits):
        return f"{mailboxes} mailboxes are more than {limits.approval_percent}% of {known}"
    return ""


def _is_share(mailboxes: int, known: int, limits: Thresholds) -> bool:
    return mailboxes * 100 > limits.approval_percent * known
