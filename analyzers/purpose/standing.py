"""Whether an artifact was looked at at all, and what kept the checks from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.model.analysis import Analysis, Examination, Node, Outcome

_REASON: Final = 200  # characters


def known(analysis: Analysis, node: Node) -> bool:
    """Whether a unit that knows the kind finished; nothing inside an empty file is hidden."""
    runs = analysis.examined(node).examinations
    if any(run.unit == "dispatch" for run in runs):  # it is there where no unit knows the kind
        return False
    return node.kind == "empty" or any(
        not run.general and run.outcome in (Outcome.COMPLETE, Outcome.LIMITED) for run in runs
    )


def gap(analysis: Analysis, node: Node) -> str:
    """Why not everything was checked, the first reason there is; "" where everything was."""
    runs = analysis.examined(node).examinations
    if not runs:
        return "no check ran on it"
    return next(_reasons(runs), "")


def _reasons(runs: tuple[Examination, ...]) -> Iterator[str]:
    for run in runs:
        if run.outcome is not Outcome.COMPLETE:
            why = run.reason or "; ".join(need.why for need in run.needs)
            yield (why or f"{run.unit}: {run.outcome.value}")[:_REASON]
