"""The blast-radius guard: what an action needs before it may run.

It sits below every caller, window and command line alike, and reads the journal's own rows, so
it holds at each start and resume.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import RemediationRefused

COUNT_ITEMS = 25  # above: the number of items must be typed
COUNT_MAILBOXES = 10
APPROVAL_ITEMS = 500  # above: a second person must approve
APPROVAL_SHARE = 0.05  # of a tenant's mailboxes ...
SHARE_COUNTS_FROM = 1_000  # ... in tenants of at least so many


@dataclass(frozen=True, slots=True)
class Radius:
    """How much an action touches; ``tenant_mailboxes`` is 0 while unknown."""

    items: int
    mailboxes: int
    weak: int
    tenant_mailboxes: int
    protected: int = 0  # mailboxes that the profile names as protected
    today: int = 0  # items of other actions of this tenant in the last 24 hours


def needs_size(mailboxes: int) -> bool:
    """Whether the size of the tenant can make a difference for so many mailboxes."""
    return mailboxes > APPROVAL_SHARE * SHARE_COUNTS_FROM


def require_count(radius: Radius, confirmed: int) -> None:
    """Refuses a large action unless exactly its number of items was typed."""
    large = radius.items > COUNT_ITEMS or radius.mailboxes > COUNT_MAILBOXES
    if large and confirmed != radius.items:
        raise RemediationRefused(
            f"This touches {radius.items} messages in {radius.mailboxes} mailboxes: "
            f"type {radius.items} to confirm"
        )


def require_ceiling(radius: Radius, daily_items: int) -> None:
    """Refuses what would go beyond the day's ceiling; nobody can approve that."""
    if radius.items + radius.today > daily_items:
        raise RemediationRefused(
            f"{radius.items} messages and the {radius.today} of the last 24 hours are more than "
            f"the ceiling of {daily_items} a day"
        )


def why_approval(radius: Radius) -> str:
    """Why a second person must approve; "" when none needs to."""
    if radius.items > APPROVAL_ITEMS:
        return f"{radius.items} messages are more than {APPROVAL_ITEMS}"
    if radius.weak:
        return f"{radius.weak} of the copies only share the Message-ID"
    if radius.protected:
        boxes = "mailbox is" if radius.protected == 1 else "mailboxes are"
        return f"{radius.protected} {boxes} protected"
    known = radius.tenant_mailboxes
    if needs_size(radius.mailboxes) and not known:
        return f"{radius.mailboxes} mailboxes, and the size of the tenant is unknown"
    if known >= SHARE_COUNTS_FROM and radius.mailboxes > APPROVAL_SHARE * known:
        return f"{radius.mailboxes} mailboxes are more than {APPROVAL_SHARE:.0%} of {known}"
    return ""
