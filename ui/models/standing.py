"""What may be said of an artifact in a word: never more than the checks that ran allow."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Severity
from ui.tokens import Tone

OUTCOMES = {
    Outcome.COMPLETE: "complete",
    Outcome.UNREADABLE: "not analysed: unreadable",
    Outcome.CRASHED: "not analysed: the check crashed",
    Outcome.LIMITED: "stopped at a limit",
    Outcome.TIMED_OUT: "timed out",
    Outcome.KILLED: "killed in its box",
    Outcome.UNANSWERED: "could not check",
    Outcome.CANCELLED: "cancelled",
    Outcome.NOT_RUN: "not run",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """``rank`` orders standings from harmless to harmful."""

    word: str
    tone: Tone
    rank: int


CLEAN = Standing("Clean", Tone.CLEAN, 0)
NOTHING_FOUND = Standing("Nothing found", Tone.UNKNOWN, 1)
NOT_ANALYSED = Standing("Not analysed", Tone.UNKNOWN, 1)
NOTED = Standing("Noted", Tone.INFO, 2)
UNUSUAL = Standing("Unusual", Tone.SUSPICIOUS, 3)
SUSPICIOUS = Standing("Suspicious", Tone.SUSPICIOUS, 4)
MALICIOUS = Standing("Malicious", Tone.MALICIOUS, 5)

SEVERITIES = {
    Severity.GOOD: Standing("Speaks for it", Tone.CLEAN, 0),
    Severity.INFO: NOTED,
    Severity.LOW: NOTED,
    Severity.MEDIUM: UNUSUAL,
    Severity.HIGH: SUSPICIOUS,
    Severity.CRITICAL: MALICIOUS,
}


def findings(analysis: Analysis, node: Node) -> list[Finding]:
    """Gravest first."""
    runs = analysis.examined(node).examinations
    found = [finding for run in runs for finding in run.findings]
    return sorted(found, key=lambda finding: -finding.severity)


def own_standing(analysis: Analysis, node: Node) -> Standing:
    """By its worst finding; without one, by whether everything was looked at."""
    found = findings(analysis, node)
    if found and found[0].severity is not Severity.GOOD:
        return SEVERITIES[found[0].severity]
    runs = analysis.examined(node).examinations
    complete = [run for run in runs if run.outcome is Outcome.COMPLETE]
    if not complete:
        return NOT_ANALYSED
    knowing = any(not run.general for run in complete)
    return CLEAN if knowing and len(complete) == len(runs) else NOTHING_FOUND


def standings(analysis: Analysis) -> list[Standing]:
    """One for each node.  What lies inside counts: a harmless shell is not clean."""
    own = [own_standing(analysis, node) for node in analysis.nodes]
    worst = list(own)
    for node in reversed(analysis.nodes):
        if node.parent >= 0:
            inner = worst[node.id]
            worst[node.parent] = max(worst[node.parent], inner, key=lambda one: one.rank)
    return [_shown(mine, inner) for mine, inner in zip(own, worst, strict=True)]


def _shown(own: Standing, worst: Standing) -> Standing:
    if worst.rank <= own.rank:
        return own
    if worst.rank >= UNUSUAL.rank:
        return Standing(f"{worst.word} inside", worst.tone, own.rank)
    return NOTHING_FOUND if own is CLEAN else own


def missing(run: Examination) -> str:
    """Why one unit did not finish, "" where it did."""
    if run.outcome is Outcome.COMPLETE:
        return ""
    return run.reason or "; ".join(need.why for need in run.needs) or "no reason is known"


def gaps(analysis: Analysis, node: Node) -> str:
    """What was not looked at in an artifact and why, "" where everything was."""
    runs = analysis.examined(node).examinations
    if not runs:
        return "no check ran on it"
    reasons = ((run, missing(run)) for run in runs)
    return "; ".join(f"{run.unit}: {OUTCOMES[run.outcome]} ({why})" for run, why in reasons if why)


def summary(analysis: Analysis, node: Node) -> str:
    """The findings in a line, or why there are none."""
    if node.duplicate_of >= 0:
        same = analysis.nodes[node.duplicate_of]
        return f"same bytes as {analysis.path(same) or same.name or 'the message'}, examined there"
    titles = list(dict.fromkeys(finding.title for finding in findings(analysis, node)))
    gap = gaps(analysis, node)
    if titles:
        return " · ".join(titles) + (f" · {gap}" if gap else "")
    ran = len(node.examinations)
    return gap or f"nothing found by {ran} {'check' if ran == 1 else 'checks'}"
