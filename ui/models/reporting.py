"""What is told of the reports on a message: who, by which way, in which words, what was lost."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.mail import Told, UserReport

SHOWN = 12  # reports told one by one
WAYS = {
    Told.SUBMISSION: "with the report button",
    Told.MAILBOX: "to the report mailbox",
    Told.ALERT: "told by the Alert Center",
}


def told(reports: Sequence[UserReport]) -> str:
    """A line for each report, and its words below it."""
    lines = [line for report in reports[:SHOWN] for line in _lines(report)]
    more = len(reports) - SHOWN
    return "\n".join([*lines, f"and {more:,} more"] if more > 0 else lines)


def losses(reports: Sequence[UserReport]) -> list[str]:
    """What the ways of reporting lost, each thing once."""
    return list(dict.fromkeys(report.note for report in reports if report.note))


def _lines(report: UserReport) -> list[str]:
    category = f" as {report.category}" if report.category else ""
    who = report.reporter or "somebody"
    head = f"{who}, {report.reported:%Y-%m-%d %H:%M} UTC, {WAYS[report.told]}{category}"
    return [head, f"    “{report.words}”"] if report.words else [head]
