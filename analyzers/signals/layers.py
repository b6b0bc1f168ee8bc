"""Which message is the one to judge: a report, a forward or a bounce is not the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import attached, charset, deliveries, phrases, wrappers
from analyzers.lib.attached import Original
from analyzers.lib.wrappers import Report
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_AS_TEXT: Final = (
    "A program wrote headers and links of the original into text: nothing of it can be verified",
    attached.ENVELOPE,
)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so what it holds is unknown")
    parts = attached.parts(message)
    headers = {header.name.lower(): header.value for header in message.headers}
    kind, reason = deliveries.kind(message, headers)
    originals = [attached.describe(artifact.data, part) for part in parts[: attached.PARTS]]
    if kind:
        yield from _machine(artifact, context, message, kind, reason)
    elif report := wrappers.report(artifact.data, message, parts):
        yield from _report(context, message, report, originals, len(parts))
    elif parts:
        yield from _forward(context, message, originals, len(parts))
    elif phrases.subject_kind(message.subject) == "forward":
        yield _self(Role.FORWARD, context, message, "Its subject says that it is a forward")
    yield from map(_layer, originals)


def _self(
    role: Role, context: Context, message: Message, reason: str, product: str = "", by: str = ""
) -> Layer:
    sender = message.sender[0].address if message.sender else ""
    return Layer(role, "", context.fidelity, product, message.subject, sender, by, reason)


def _layer(original: Original) -> Layer:
    return Layer(
        Role.ORIGINAL,
        original.part.path,
        original.fidelity,
        subject=original.subject,
        sender=original.sender,
        reason=f"It is attached as {original.part.content_type}",
        unproven=original.unproven,
    )


def _machine(
    artifact: Artifact, context: Context, message: Message, kind: str, reason: str
) -> Iterator[Observation]:
    """What a mail server wrote: a bounce, a receipt, an abuse report."""
    sender = message.sender[0].address if message.sender else ""
    evidence = deliveries.fields(artifact.data, message) or reason
    if kind == "abuse":
        yield _self(Role.REPORT, context, message, reason, by=sender)
        title = "This is a report about another message, not the message itself"
        yield Finding("message.layer.report", Severity.INFO, title, evidence)
        return
    yield _self(Role.BOUNCE, context, message, reason)
    title = "This is a notice of what became of another message"
    yield Finding("message.layer.bounce", Severity.INFO, title, evidence)


def _report(
    context: Context, message: Message, report: Report, originals: list[Original], count: int
) -> Iterator[Observation]:
    yield _self(Role.REPORT, context, message, report.reason, report.product, report.reporter)
    who = f"reported by {report.reporter}" if report.reporter else ""
    evidence = "; ".join(
        filter(None, (report.product, who, report.reason, _named(originals, count)))
    )
    title = "This is a report about another message, not the message itself"
    yield Finding("message.layer.report", Severity.INFO, title, evidence)
    if report.part:
        text = "The report holds it as text"
        yield Layer(
            Role.ORIGINAL, report.part, Fidelity.REPRODUCTION, reason=text, unproven=_AS_TEXT
        )
    elif not originals:
        yield _lost(report)


def _lost(report: Report) -> Finding:
    """Nothing of the original is examined with a report that brings none."""
    title = "The report does not hold the original message: at most its text was passed on"
    wanted = "Fetch the original from the reporter's mailbox"
    severity = Severity.LOW if report.certain else Severity.INFO
    return Finding(
        "message.layer.report-lost", severity, title, wanted, incomplete=bool(report.product)
    )


def _forward(
    context: Context, message: Message, originals: list[Original], count: int
) -> Iterator[Observation]:
    reason = "A message is attached to it"
    if wrappers.is_digest(message):
        reason = "It is a digest of several messages"
    yield _self(Role.FORWARD, context, message, reason)
    title = "Another message is attached: the one to judge may be that"
    yield Finding("message.layer.forward-attached", Severity.INFO, title, _named(originals, count))


def _named(originals: list[Original], count: int) -> str:
    """The attached messages by subject and sender, the first three of ``count``."""
    names = (" from ".join(filter(None, (o.subject, o.sender))) for o in originals[:3])
    more = f" + {count - 3} more" if count > 3 else ""
    listed = ", ".join(filter(None, names))
    return f"attached: {listed}{more}" if listed else ""


UNIT = Unit("layers", 1, frozenset({"eml", "msg"}), _examine, charset.IMPORTS)
