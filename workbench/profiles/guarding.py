"""What a profile's safeguards come to, and what is lost when they become weaker, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Final

from workbench.approvals.approver import read_approver
from workbench.model.natures import PLURALS, MailboxKind
from workbench.model.safeguards import KIND, Safeguards
from workbench.model.thresholds import WORDS, Thresholds

SHOWN: Final = 3  # patterns or approvers that are named
NOBODY: Final = "nobody may approve: what needs a second person waits for good"


def told(safeguards: Safeguards) -> tuple[str, ...]:
    """In the order of what they weigh."""
    limits, named = safeguards.thresholds, [_pattern(one) for one in safeguards.protected]
    who = [read_approver(line).address for line in safeguards.approvers]
    return (
        f"protected: {_some(named)}" if named else "no mailbox is protected",
        f"approvers: {_some(who)}" if who else NOBODY,
        f"second person above {limits.approval_items:,} copies or {limits.approval_percent} % of "
        "a large tenant's mailboxes",
        f"number typed above {limits.count_items:,} copies or {limits.count_mailboxes:,} mailboxes",
        f"waves above {limits.wave_items:,} copies",
        f"at most {safeguards.daily_items:,} copies a day",
    )


def weakened(before: Safeguards, after: Safeguards) -> Iterator[str]:
    """What no longer holds, a sentence each."""
    for one in before.protected:
        if one not in after.protected:
            yield f"no longer protected: {_pattern(one)}; copies there need no second person"
    kept = {read_approver(line).address for line in after.approvers}
    for address in (read_approver(line).address for line in before.approvers):
        if address not in kept:
            yield f"{address} may no longer approve, nor does what they have approved go on"
    if before.approvers and not after.approvers:
        yield NOBODY
    if after.daily_items > before.daily_items:
        yield f"{after.daily_items:,} instead of {before.daily_items:,} copies a day may be moved"
    yield from _raised(before.thresholds, after.thresholds)


def _raised(before: Thresholds, after: Thresholds) -> Iterator[str]:
    for name in (field.name for field in fields(Thresholds)):
        was, now = getattr(before, name), getattr(after, name)
        if now > was:
            yield f"{now:,} instead of {was:,} {WORDS[name]}"


def _pattern(pattern: str) -> str:
    """``kind:shared`` as people call it."""
    if not pattern.startswith(KIND):
        return pattern
    return PLURALS[MailboxKind(pattern.removeprefix(KIND))]


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
