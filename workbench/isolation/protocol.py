"""Every message between client and host, and between host and box; the codec keeps them honest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzers.model.analysis import Analysis, Examination
from analyzers.model.codec import dumps, loads
from analyzers.model.decoding import decoder
from analyzers.model.document import PasswordHint
from analyzers.model.encoding import encoder
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Relation
from analyzers.model.organisation import NOBODY, Organisation
from analyzers.model.unit import Limits
from analyzers.scope import Again
from workbench.isolation.frames import Frame
from workbench.isolation.settings import HostSettings, PackStanding, RulePack, RuleProblem

Answer = tuple[str, str, str]  # need kind, need key, answer


@dataclass(frozen=True, slots=True)
class Begin:
    """The first message to a host."""

    settings: HostSettings


@dataclass(frozen=True, slots=True)
class Submit:
    """An artifact to analyse; its bytes are the frame's one blob.

    With ``again`` only these parts of its tree are examined.  ``raised`` holds the hashes of
    artifacts that have raised limits, with all that is inside them.
    """

    job: int
    name: str
    declared_type: str = ""
    background: bool = False
    views: bool = True
    organisation: Organisation = NOBODY
    fidelity: Fidelity = Fidelity.UNKNOWN
    passwords: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    again: tuple[Again, ...] = ()
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    job: int


FromClient = Begin | Submit | Cancel


@dataclass(frozen=True, slots=True)
class Ready:
    """The host is up; ``level`` is "full", "process", or "refused" with a reason in ``trouble``.
    ``asks`` names the units that read answers, each with a kind of need."""

    level: str
    layers: tuple[str, ...]
    units: tuple[tuple[str, int], ...]
    trouble: str = ""
    asks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RulesReady:
    digest: str
    problems: tuple[RuleProblem, ...]
    packs: tuple[PackStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    job: int
    analysis: Analysis


FromHost = Ready | RulesReady | Finished


@dataclass(frozen=True, slots=True)
class Task:
    """One artifact for one box.  ``skip`` holds places and units that killed a box before,
    ``again`` what is examined where that is not everything.  ``memory_bytes`` of 0 and no
    ``limits`` are the host's usual ones."""

    name: str
    declared_type: str
    depth: int
    sha256: str
    organisation: Organisation
    fidelity: Fidelity
    passwords: tuple[str, ...]
    answers: tuple[Answer, ...]
    skip: tuple[tuple[int, str], ...] = ()
    cpu_seconds: int = 10
    views: bool = True
    again: tuple[Again, ...] = ()
    limits: Limits | None = None
    memory_bytes: int = 0
    hints: tuple[PasswordHint, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """The rule files of a pack, (name, text) each, to see which of them can be compiled.

    Tried as one where ``whole``, else one by one from the ``first`` on.
    """

    sources: tuple[tuple[str, str], ...]
    cpu_seconds: int
    memory_bytes: int = 0
    whole: bool = False
    first: int = 0


@dataclass(frozen=True, slots=True)
class Furnish:
    """The first message to a persistent box: what a forked one inherits."""

    settings: HostSettings


@dataclass(frozen=True, slots=True)
class Equip:
    """Rule packs that passed the trial, for a persistent box to compile for itself."""

    packs: tuple[RulePack, ...]


ToBox = Furnish | Equip | Task | Trial


@dataclass(frozen=True, slots=True)
class Entered:
    """The layers a box is in, said before it touches any hostile byte."""

    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cold:
    """Modules the units for this artifact want, which the host has not loaded."""

    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in this box: index 0 is the artifact, others are bodies inside it."""

    index: int
    parent: int
    name: str
    kind: str
    declared_type: str
    relation: Relation
    size: int
    sha256: str
    sha1: str
    md5: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Offspring:
    """A child that needs a box of its own; its bytes are a blob of the same frame."""

    name: str
    declared_type: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Told:
    """What one unit said at a place."""

    index: int
    examination: Examination
    children: tuple[Offspring, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """How a compilation ended; ``problem`` is empty where it went well, and gave ``rules``."""

    index: int
    problem: str
    rules: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    cpu_seconds: float


FromBox = Entered | Cold | Placed | Told | Tried | Done


def spell(union: Any, message: object) -> bytes:
    """A message as the text of a frame."""
    return dumps(encoder(union)(message))


def read(union: Any, frame: Frame) -> Any:
    """The message a frame carries, one of ``union``; raises Malformed."""
    return decoder(union)(loads(frame.text))
