"""Runs a signal over a message, as the engine does once the message unit has spoken."""

from __future__ import annotations

from analyzers.lib.envelope import message_of
from analyzers.lib.headers import parse_block
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Severity
from analyzers.model.unit import Context, Unit
from tests.samples.messages import block

OWN = frozenset({"example.com"})


def artifact(*headers: tuple[str, str]) -> Artifact:
    return Artifact.of(block(*headers), "sample.eml", "eml")


def context(*headers: tuple[str, str]) -> Context:
    data = block(*headers)
    message = message_of(parse_block(data, 0, len(data)), (), "eml")
    return Context(own_domains=OWN, message=message)


def findings(unit: Unit, *headers: tuple[str, str]) -> dict[str, Finding]:
    """By rule; the last one where a rule speaks twice."""
    said = unit.examine(artifact(*headers), context(*headers))
    return {each.rule: each for each in said if isinstance(each, Finding)}


def severities(unit: Unit, *headers: tuple[str, str]) -> dict[str, Severity]:
    return {rule: each.severity for rule, each in findings(unit, *headers).items()}
