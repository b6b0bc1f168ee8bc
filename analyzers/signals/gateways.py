"""What the mail filters on the way thought of the message, and whether ours let it pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzers.lib.gateways import FIELDS, is_full, verdicts
from analyzers.lib.hops import IMPORTS, transport_path, trusted_reach
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.path import GatewayVerdict, Submission, Trust
from analyzers.model.unit import Context, Unit, Unreadable

_SHOWN = 300  # characters of evidence
_NOTES = 6  # statements of a filter shown as evidence


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so what filters thought is unknown")
    path = transport_path(message, context)
    found = verdicts(message, path, trusted_reach(message, path, context))
    yield from found
    yield from _unwanted(message, found)
    yield from _skipped(message, found, path.submission)
    if is_full(message):
        title = "There are more fields of mail filters than are read"
        yield Finding("limit.gateway.fields", Severity.LOW, title, f"the first {FIELDS} were read")


def _unwanted(message: Message, found: Sequence[GatewayVerdict]) -> Iterator[Finding]:
    """Only the word of a filter of ours weighs: anybody can write such a field."""
    for verdict in found:
        if not verdict.unwanted:
            continue
        evidence, where = _evidence(verdict), message.headers[verdict.header].name
        if verdict.trust is Trust.OURS:
            title = (
                f"Our mail filter took this for unwanted, and it was delivered: {verdict.product}"
            )
            yield Finding("gateway.unwanted", Severity.MEDIUM, title, evidence, where)
        else:
            title = f"A mail filter took this for unwanted, by its own word: {verdict.product}"
            yield Finding("gateway.unwanted", Severity.INFO, title, evidence, where)


def _skipped(
    message: Message, found: Sequence[GatewayVerdict], submission: Submission
) -> Iterator[Finding]:
    """Mail of a signed-in user is let pass as a rule: no news."""
    if submission is Submission.AUTHENTICATED:
        return
    for verdict in found:
        if verdict.filtered is False and verdict.trust is not Trust.CLAIMED:
            title = f"A mail filter let this pass without filtering it: {verdict.product}"
            where = message.headers[verdict.header].name
            yield Finding("gateway.skipped", Severity.INFO, title, _evidence(verdict), where)


def _evidence(verdict: GatewayVerdict) -> str:
    told = [note for note in verdict.notes if note.value][:_NOTES]
    said = "; ".join(f"{note.name}: {note.value[:80]} ({note.meaning})" for note in told)
    return (
        f"{said} [{verdict.trust}]" if len(said) < _SHOWN else f"{said[:_SHOWN]}… [{verdict.trust}]"
    )


UNIT = Unit("mail filters", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
