"""From findings to a verdict whose every point is a shown line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Severity
from workbench.analysis.points import LOW_TOGETHER, MALICIOUS_FROM, POINTS, SUSPICIOUS_FROM
from workbench.model.verdict import Label, NotChecked, Reason, Verdict

Seen = tuple[Node, Finding]

UNREAD = "The message could not be read, so "  # begins the reason of units that wait for its reader


def judge(analysis: Analysis) -> Verdict:
    """Each rule counts once, at its gravest; what was not checked keeps "clean" out of reach."""
    reasons = tuple(_reasons(analysis))
    not_checked = tuple(_not_checked(analysis))
    score = max(0, min(100, sum(reason.points for reason in reasons)))
    label = _label(score, complete=not not_checked, read=_root_was_read(analysis))
    return Verdict(label, score, _headline(label, reasons, not_checked), reasons, not_checked)


def _label(score: int, *, complete: bool, read: bool) -> Label:
    """Too little to suspect is not clean either: it stays without a conclusion."""
    if score >= MALICIOUS_FROM:
        return Label.MALICIOUS
    if score >= SUSPICIOUS_FROM:
        return Label.SUSPICIOUS
    return Label.CLEAN if complete and read and score == 0 else Label.NOT_ANALYSED


def _root_was_read(analysis: Analysis) -> bool:
    """Whether a unit said anything of it; an empty file is no clean one.  That no unit knows its
    kind is an examination of its own, which is not complete."""
    return analysis.root.size > 0 and any(
        e.outcome is Outcome.COMPLETE and (e.records or e.facts or e.findings)
        for e in analysis.root.examinations
    )


def _findings(analysis: Analysis) -> Iterator[Seen]:
    for node in analysis.nodes:
        for examination in node.examinations:
            for finding in examination.findings:
                yield node, finding


def _reasons(analysis: Analysis) -> Iterator[Reason]:
    """Gravest first; the low ones together are held under ``LOW_TOGETHER``."""
    ordered = sorted(_findings(analysis), key=lambda s: (s[1].rule, -s[1].severity, s[0].id))
    groups = [list(same) for _, same in groupby(ordered, key=lambda seen: seen[1].rule)]
    low_left = LOW_TOGETHER
    for same in sorted(groups, key=lambda g: (-g[0][1].severity, g[0][0].id)):
        node, finding = same[0]
        points = POINTS[finding.severity]
        if finding.severity is Severity.LOW:
            points = min(points, low_left)
            low_left -= points
        yield _reason(analysis, node, finding, points, len(same))


def _reason(analysis: Analysis, node: Node, finding: Finding, points: int, times: int) -> Reason:
    place = " · ".join(part for part in (analysis.path(node), finding.where) if part)
    return Reason(finding.rule, points, finding.title, finding.evidence, node.id, place, times)


def _not_checked(analysis: Analysis) -> Iterator[NotChecked]:
    for node in analysis.nodes:
        for examination in node.examinations:
            if examination.outcome is not Outcome.COMPLETE and not _follows(examination):
                yield _missing(analysis, node, examination)


def _follows(examination: Examination) -> bool:
    """Whether it only repeats that the message could not be read, which its reader says."""
    unreadable = examination.outcome is Outcome.UNREADABLE
    return unreadable and examination.reason.startswith(UNREAD)


def _missing(analysis: Analysis, node: Node, examination: Examination) -> NotChecked:
    whole = "the message" if analysis.message is not None else node.name or "the file"
    what = analysis.path(node) or whole
    return NotChecked(what, _why(examination), node.id)


def _why(examination: Examination) -> str:
    """Who could not look and why; the outcome's word only where it is not in the reason."""
    why = examination.reason or "; ".join(need.why for need in examination.needs)
    if why and examination.outcome in (Outcome.UNANSWERED, Outcome.NOT_RUN):
        return why
    words = f"{examination.unit}: {examination.outcome.value}"
    return f"{words}: {why}" if why else words


def _headline(
    label: Label, reasons: tuple[Reason, ...], not_checked: tuple[NotChecked, ...]
) -> str:
    """The two gravest reasons in a line, or what stands in the way of saying anything."""
    telling = [reason.title for reason in reasons if reason.points > 0][:2]
    if telling:
        return " · ".join(telling)
    if label is Label.CLEAN:
        return "Nothing found; every check ran"
    if not_checked:
        count = f"{len(not_checked)} checks" if len(not_checked) > 1 else "one check"
        return f"Nothing found, but {count} could not be made"
    return "There was nothing to read"
