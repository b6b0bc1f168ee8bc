"""Runs a signal over a whole message, its questions to DNS answered out of a zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from analyzers.lib.dns_answers import KIND, Answer, Status, spell
from analyzers.mail import eml, msg
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, Signature
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Need, Observation, Severity
from analyzers.model.unit import Context, Unit
from tests.samples.signing import NOW

OWN = frozenset({"own.test"})
ROUNDS = 6
Zone = Mapping[str, Sequence[str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a unit said once nothing more could be answered; ``asked`` are the questions."""

    all: tuple[Observation, ...]
    asked: tuple[str, ...]

    def of(self, kind: type[T]) -> list[T]:
        return [each for each in self.all if isinstance(each, kind)]

    @property
    def rules(self) -> dict[str, Severity]:
        return {finding.rule: finding.severity for finding in self.of(Finding)}

    @property
    def result(self) -> AuthenticationResult:
        return self.of(AuthenticationResult)[0]

    @property
    def signature(self) -> Signature:
        return self.of(Signature)[0]

    @property
    def needs(self) -> list[str]:
        return [need.key for need in self.of(Need)]


def hear(
    unit: Unit,
    data: bytes,
    zone: Zone | None = None,
    *,
    fidelity: Fidelity = Fidelity.ORIGINAL,
    kind: str = "eml",
    failing: Iterable[str] = (),
    asked_on: str = NOW.isoformat(),
) -> Heard:
    """Without a zone nothing is answered."""
    artifact = Artifact.of(data, f"sample.{kind}", kind)
    plain = Context(own_domains=OWN, fidelity=fidelity)
    reader = eml.UNIT if kind == "eml" else msg.UNIT
    said = reader.examine(artifact, plain)
    message = next(each for each in said if isinstance(each, Message))
    answers: dict[tuple[str, str], str] = {}
    for _ in range(ROUNDS):
        context = replace(plain, message=message, answers=MappingProxyType(answers))
        said_now = tuple(unit.examine(artifact, replace(context, memo=type(context.memo)())))
        needs = [n for n in said_now if isinstance(n, Need) and n.kind == KIND]
        missing = [n.key for n in needs if (KIND, n.key) not in answers]
        if zone is None or not missing:
            break
        answers |= {(KIND, key): _answer(key, zone, failing, asked_on) for key in missing}
    return Heard(said_now, tuple(key for _, key in answers))


def _answer(key: str, zone: Zone, failing: Iterable[str], asked_on: str) -> str:
    name = key.partition(" ")[2]
    if name in failing:
        return spell(Answer(Status.FAILED, (), asked_on))
    if key in zone:
        return spell(Answer(Status.FOUND, tuple(zone[key]), asked_on))
    there = any(other.endswith((f" {name}", f".{name}")) for other in zone)
    return spell(Answer(Status.EMPTY if there else Status.ABSENT, (), asked_on))
