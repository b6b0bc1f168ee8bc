"""Whether an object may be examined again, why, and what that may cost."""

from __future__ import annotations

from analyzers.account import LIMIT
from analyzers.model.analysis import Analysis, Node, Outcome
from workbench.isolation.settings import HostSettings, raised
from workbench.model.reexamination import Came, Reexamination

UNLOCKING = "password"  # the kind of need that a password answers
_STOPPED = frozenset({Outcome.LIMITED, Outcome.TIMED_OUT, Outcome.KILLED})
_SHOWN = 4  # limits that are named


def locked(analysis: Analysis, node: Node) -> bool:
    """Whether a password is wanted for it."""
    runs = analysis.examined(node).examinations
    return any(need.kind == UNLOCKING for run in runs for need in run.needs)


def limits_met(analysis: Analysis, node: Node) -> tuple[str, ...]:
    """What the examination was stopped by, each once."""
    met: dict[str, None] = {}
    for run in analysis.examined(node).examinations:
        found = [each.title for each in run.findings if each.rule.startswith(LIMIT)]
        stopped = [run.reason] if run.outcome in _STOPPED and not found else []
        met.update(dict.fromkeys(text for text in (*found, *stopped) if text))
    return tuple(met)


def offer(met: tuple[str, ...]) -> str:
    """Which limits are raised, and what that may cost."""
    usual, more = HostSettings(), raised(HostSettings())
    named = "; ".join(met[:_SHOWN]) + (f" and {len(met) - _SHOWN} more" if met[_SHOWN:] else "")
    return (
        f"Stopped at: {named}. Raised: {more.limits.member_bytes >> 20} MiB for a member instead "
        f"of {usual.limits.member_bytes >> 20}, {more.limits.children:,} objects inside instead of "
        f"{usual.limits.children:,}, {more.tree.depth} levels instead of {usual.tree.depth}, "
        f"{more.box.cpu_seconds} s of processor time for an object instead of "
        f"{usual.box.cpu_seconds}. It may take {more.tree.cpu_seconds / 60:g} minutes and "
        f"{more.box.memory_bytes >> 30} GiB of memory for each object."
    )


def told(done: tuple[Reexamination, ...], sha256: str) -> str:
    """What was tried on an object before, the last first."""
    mine = [each for each in reversed(done) if each.wish.sha256 == sha256]
    return "\n".join(_line(each) for each in mine[:_SHOWN])


def _line(done: Reexamination) -> str:
    how = "raised limits" if done.wish.raised else f"password {done.wish.password}"
    came = "" if done.came is Came.EXAMINED else f": {done.came.value}"
    return f"Examined again {done.made:%Y-%m-%d %H:%M} UTC by {done.actor}, {how}{came}"
