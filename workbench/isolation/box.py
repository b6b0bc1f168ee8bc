"""What runs inside a box: the engine over one artifact, or the trial of rule files."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from analyzers.engine import Place, Sniff, Spoken, Visit, hashes, on_duty
from analyzers.lib.rulefiles import compile_rules, count
from analyzers.model.analysis import Examination, Outcome
from analyzers.model.artifact import Artifact
from analyzers.model.codec import Malformed, dumps, encode
from analyzers.model.observation import Child, Finding, Severity
from analyzers.model.rule import NO_RULES, RuleSets
from analyzers.model.unit import Context, Limits, Unit
from analyzers.scope import Scope
from workbench.isolation.imports import Library
from workbench.isolation.protocol import (
    Cold,
    Done,
    FromBox,
    Offspring,
    Placed,
    Task,
    Told,
    Trial,
    Tried,
    spell,
)
from workbench.isolation.settings import MESSAGE_BYTES, HostSettings, RulePack, RuleProblem

Write = Callable[[bytes, tuple[bytes, ...]], None]

NAME = 1_000  # characters of an artifact's name that are passed on
RULE_MODULE = "yara"  # what compiling rules wants
RESERVE = 1 << 16  # bytes of output kept back for what must be said in any case
MESSAGE_KINDS = frozenset({"eml", "msg"})


@dataclass(slots=True)
class Kit:
    """All a box works with; a forked box inherits the host's."""

    units: tuple[Unit, ...]
    sniff: Sniff
    limits: Limits
    output_bytes: int
    rules: RuleSets = NO_RULES
    library: Library = field(default_factory=lambda: Library(()))

    @classmethod
    def of(cls, settings: HostSettings) -> Kit:
        """The kit with the units and the sniffer that the settings name."""
        units = tuple(importlib.import_module(settings.units).UNITS)
        sniff = importlib.import_module(settings.sniff).sniff
        kit = cls(units, sniff, settings.limits, settings.box.output_bytes)
        kit.library = Library([*kit.wanted(units), RULE_MODULE])
        return kit

    def wanted(self, units: Iterable[Unit]) -> tuple[str, ...]:
        """The modules that these units name."""
        return tuple(module for unit in units for module in unit.imports)

    def cold(self, kind: str) -> tuple[str, ...]:
        """Modules that the units for this kind name and nobody has asked for yet."""
        return self.library.missing(self.wanted(on_duty(self.units, kind)))


def compile_packs(packs: Iterable[RulePack]) -> tuple[RuleSets, list[RuleProblem]]:
    """The packs compiled together, and those that would not compile as a whole."""
    good, problems, own = [], [], None
    for pack in packs:
        if pack.trusted:
            rules, problem = compile_rules(_spaced([pack]))
            if problem:
                problems.append(RuleProblem(pack.name, "", problem))
                continue
            own = rules
        good.append(pack)
    if all(pack.trusted for pack in good):
        return RuleSets(own, own, tuple(pack.name for pack in good)), problems
    whole, left_out = _together(good)
    return RuleSets(whole, own, tuple(pack.name for pack in good)), problems + left_out


def _together(packs: list[RulePack]) -> tuple[Any, list[RuleProblem]]:
    """All packs in one; the last is given up until the rest compiles, which its files did alone."""
    problems: list[RuleProblem] = []
    while packs:
        rules, problem = compile_rules(_spaced(packs))
        if not problem:
            return rules, problems
        problems.append(RuleProblem(packs.pop().name, "", problem))
    return None, problems


def _spaced(packs: Iterable[RulePack]) -> dict[str, str]:
    """Sources by pack/file: names of rules need to be unique within one file alone."""
    return {f"{pack.name}/{file}": text for pack in packs for file, text in pack.sources}


class Work:
    """One task or trial, told to the host piece by piece."""

    def __init__(self, kit: Kit, write: Write, imports: bool) -> None:
        self._kit, self._write, self._imports = kit, write, imports
        self._left = kit.output_bytes - RESERVE
        self._started = time.process_time()

    def serve(self, order: Task | Trial, data: bytes) -> bool:
        """Whether the order was carried out; not where modules have to be loaded first."""
        if isinstance(order, Trial):
            self._compile(order)
        elif not self._examine(order, data):
            return False
        self._say(Done(time.process_time() - self._started))
        return True

    def _compile(self, trial: Trial) -> None:
        library = dict(trial.sources)
        if trial.whole:
            rules, problem = compile_rules(library)
            self._say(Tried(0, problem, count(rules)))
            return
        for index, (namespace, source) in enumerate(trial.sources[trial.first :]):
            rules, problem = compile_rules({namespace: source}, library)
            self._say(Tried(index, problem, count(rules)))

    def _examine(self, task: Task, data: bytes) -> bool:
        """Whether the examination came to its end; not where modules have to be loaded first."""
        artifact = Artifact(data, task.name, "", task.declared_type, task.depth, task.sha256)
        skip, scope = frozenset(task.skip), Scope.of(task.again)
        visit = Visit(self._kit.units, self._context(task), self._kit.sniff, skip, scope)
        for step in visit.steps(artifact):
            if isinstance(step, Spoken):
                self._tell(step)
                continue
            cold = self._kit.cold(step.artifact.kind)
            if cold and not self._imports:
                self._say(Cold(cold))
                return False
            self._kit.library.load(cold)
            self._say(_placed(step))
            if step.artifact.kind in MESSAGE_KINDS and len(data) > MESSAGE_BYTES:
                self._say(Told(step.index, _too_large()))
                return True
        return True

    def _context(self, task: Task) -> Context:
        answers = {(kind, key): answer for kind, key, answer in task.answers}
        ours = task.organisation
        return Context(
            own_domains=frozenset(ours.domains),
            own_tenants=frozenset(ours.tenants),
            own_servers=frozenset(ours.servers),
            known_domains=frozenset(ours.known_domains),
            fidelity=task.fidelity,
            views=task.views,
            passwords=task.passwords,
            hints=task.hints,
            answers=MappingProxyType(answers),
            limits=task.limits or self._kit.limits,
            rules=self._kit.rules,
        )

    def _tell(self, spoken: Spoken) -> None:
        """Pass on what a unit said, cut down to what fits where it is too much."""
        offspring = tuple(_offspring(child) for child in spoken.children)
        try:
            text = spell(FromBox, Told(spoken.index, spoken.examination, offspring))
        except Malformed:
            text = b""
        if not text or len(text) > self._left:
            examination = slimmed(spoken.examination, max(self._left, 0))
            text = spell(FromBox, Told(spoken.index, examination, offspring))
        self._left -= len(text)
        self._write(text, tuple(child.data for child in spoken.children))

    def _say(self, message: object) -> None:
        self._write(spell(FromBox, message), ())


def slimmed(examination: Examination, room: int) -> Examination:
    """As much of an examination as can be spelt in ``room`` bytes, findings first."""
    kept: dict[str, list[Any]] = {"findings": [], "facts": [], "needs": [], "records": []}
    dropped = 0
    for name, fitting in kept.items():
        for observation in getattr(examination, name):
            size = _size(observation)
            if 0 < size <= room:
                room -= size
                fitting.append(observation)
            else:
                dropped += 1
    title = f"{dropped} observations were too large to pass on"
    return replace(
        examination,
        outcome=Outcome.LIMITED,
        reason=title,
        facts=tuple(kept["facts"]),
        findings=(*kept["findings"], Finding("limit.output", Severity.MEDIUM, title)),
        records=tuple(kept["records"]),
        needs=tuple(kept["needs"]),
    )


def _size(observation: object) -> int:
    """Bytes the observation takes, 0 where it cannot be spelt at all."""
    try:
        return len(dumps(encode(observation))) + 32  # its tag and the comma
    except Malformed:
        return 0


def _offspring(child: Child) -> Offspring:
    return Offspring(child.name[:NAME], child.declared_type[:NAME], child.relation)


def _placed(place: Place) -> Placed:
    artifact = place.artifact
    return Placed(
        place.index,
        place.parent,
        artifact.name[:NAME],
        artifact.kind,
        artifact.declared_type[:NAME],
        place.relation,
        len(artifact.data),
        artifact.sha256,
        *hashes(artifact.data),
        place.by,
    )


def _too_large() -> Examination:
    title = f"Messages above {MESSAGE_BYTES >> 20} MiB are not examined"
    finding = Finding("limit.message-size", Severity.MEDIUM, title)
    return Examination("box", 1, Outcome.NOT_RUN, title, findings=(finding,), general=True)
