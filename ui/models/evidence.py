"""The verdict in lines: what counts, what was not checked, what is only said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.model.analysis import Outcome
from ui.tokens import Tone
from workbench.model.opened import OpenMessage
from workbench.model.verdict import NotChecked, Reason, Verdict

GRAVE = 40  # points from which a reason alone makes a message suspicious


@dataclass(frozen=True, slots=True)
class Line:
    """``node`` is the artifact (Analysis.nodes) it is about."""

    tone: Tone
    points: str
    title: str
    detail: str
    node: int


def lines(verdict: Verdict) -> list[Line]:
    return list(_lines(verdict))


def _lines(verdict: Verdict) -> Iterator[Line]:
    yield from (_reason(reason) for reason in verdict.reasons if reason.points)
    yield from map(_missing, verdict.not_checked)
    yield from (_reason(reason) for reason in verdict.reasons if not reason.points)


def _reason(reason: Reason) -> Line:
    detail = " · ".join(text for text in (reason.evidence, reason.place) if text)
    times = f" ({reason.times}×)" if reason.times > 1 else ""
    points = f"{reason.points:+d}".replace("-", "−") if reason.points else "0"
    return Line(_tone(reason.points), points, reason.title + times, detail, reason.node)


def _missing(missing: NotChecked) -> Line:
    return Line(Tone.UNKNOWN, "?", f"Not checked: {missing.what}", missing.reason, missing.node)


def _tone(points: int) -> Tone:
    if points <= 0:
        return Tone.CLEAN if points < 0 else Tone.INFO
    return Tone.MALICIOUS if points >= GRAVE else Tone.SUSPICIOUS


def headline(opened: OpenMessage | None) -> str:
    verdict = opened.verdict if opened else None
    return verdict.headline if verdict else "Nothing can be said about this message"


def facts(opened: OpenMessage | None) -> str:
    """How much was looked at, how long it took, and whether the box was weaker than it should."""
    analysis = opened.analysis if opened else None
    if analysis is None:
        return ""
    runs = [e for node in analysis.nodes for e in node.examinations]
    done = sum(e.outcome is Outcome.COMPLETE for e in runs)
    boxed = "" if analysis.isolation == "full" else " · reduced isolation"
    return f"{done} of {len(runs)} checks · {analysis.seconds:.1f} s{boxed}"
