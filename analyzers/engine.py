"""Runs the units over one artifact and over the bodies inside it; pure, and meant for the box."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from analyzers.account import Account, Room
from analyzers.model.analysis import Examination, Node, Outcome
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Child, Relation
from analyzers.model.unit import Context, Unit, Unreadable
from analyzers.scope import EVERYTHING, Scope

Sniff = Callable[[bytes, str, str], str]

PLACES = 64  # artifacts examined in one box: a message's bodies, of which mails have a handful
NESTING = 3  # bodies inside bodies examined in one box
REASON = 500  # characters of an exception's text that are kept
DISPATCH = "dispatch"  # the examination that says which kind no unit knows
DISPATCH_VERSION = 1
NONE = "bin"  # the sniffer's word for bytes of no kind it knows: units for them know none either
UNTASTED = "unknown"  # the kind of bytes on which the sniffer itself failed


@dataclass(frozen=True, slots=True)
class Place:
    """One artifact examined in this box; ``parent`` is the index of another place, -1 for none."""

    index: int
    parent: int
    artifact: Artifact
    relation: Relation
    nesting: int = 0
    trouble: str = ""  # why its kind could not be tasted
    whole: bool = True  # whether all of it is examined, by all units
    by: str = ""  # the unit that found it


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one unit said at a place, with the children that need a box of their own."""

    index: int
    examination: Examination
    children: tuple[Child, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """All that one box found; the first node is the artifact, the others are its bodies."""

    examinations: tuple[Examination, ...]
    nodes: tuple[Node, ...]
    children: tuple[tuple[int, Child], ...]  # with the id of the node each came out of


class Visit:
    """One artifact's examination under way, bodies included."""

    def __init__(
        self,
        units: Iterable[Unit],
        context: Context,
        sniff: Sniff,
        skip: frozenset[tuple[int, str]] = frozenset(),
        scope: Scope = EVERYTHING,
    ) -> None:
        self._units, self._context, self._sniff, self._skip = tuple(units), context, sniff, skip
        self._scope = scope
        self._queue: deque[Place] = deque()
        self._known, self._room = 0, Room()

    def steps(self, artifact: Artifact) -> Iterator[Place | Spoken]:
        """Each place when its turn comes, then what each unit says there.

        An artifact without kind is tasted first.  ``skip`` holds the place and name of units that
        brought a box down before, ``scope`` what is examined where not all of it is.
        """
        self._expect(artifact, Relation.ATTACHMENT, None)
        while self._queue:
            place = self._tasted(self._queue.popleft())
            yield place
            yield from self._dispatch(place)
            for unit in on_duty(self._units, place.artifact.kind):
                wanted = self._scope.wants(place.artifact.sha256, unit.name, whole=place.whole)
                if wanted and (place.index, unit.name) not in self._skip:
                    yield self._speak(unit, place)

    def _dispatch(self, place: Place) -> Iterator[Spoken]:
        """Say it where only the units for every kind will run."""
        kind, outcome, reason = place.artifact.kind, Outcome.NOT_RUN, ""
        if place.trouble:
            outcome, reason = Outcome.CRASHED, f"The kind could not be told: {place.trouble}"
        elif kind == NONE or not any(kind in unit.kinds for unit in self._units):
            reason = f"No reader for the kind {kind!r}; only general checks ran"
        if reason:
            yield Spoken(place.index, Examination(DISPATCH, DISPATCH_VERSION, outcome, reason))

    def _speak(self, unit: Unit, place: Place) -> Spoken:
        """Hear one unit; timed by its thread, since a limit on processor time makes Linux keep
        the clock of the whole process in steps of 4 ms."""
        account, started = Account(self._context.limits, self._room), time.thread_time()
        outcome, reason = _attempt(
            lambda: account.listen(unit.examine(place.artifact, self._context))
        )
        if outcome is Outcome.LIMITED:
            account.cap("limit.memory", reason)
        elsewhere = self._bodies(place, account, unit.name)
        examination = _examination(unit, place.artifact.kind, outcome, reason, account, started)
        if place.index == 0 and self._context.message is None:
            message = next((r for r in account.records if isinstance(r, Message)), None)
            self._context = replace(self._context, message=message)
        return Spoken(place.index, examination, elsewhere)

    def _bodies(self, place: Place, account: Account, by: str) -> tuple[Child, ...]:
        """Queue the children to be examined in place; return those that need their own box."""
        elsewhere = []
        for child in account.children:
            if child.in_place and self._known < PLACES and place.nesting < NESTING:
                artifact = Artifact.of(
                    child.data, child.name, "", child.declared_type, place.artifact.depth + 1
                )
                whole = self._scope.finds(place.artifact.sha256, by, whole=place.whole)
                if whole or self._scope.names(artifact.sha256):
                    self._expect(artifact, child.relation, place, by, inside=whole)
                continue
            if child.in_place:
                account.cap("limit.in-place", "More bodies than are examined with their message")
            elsewhere.append(child)
        return tuple(elsewhere)

    def _expect(
        self,
        artifact: Artifact,
        relation: Relation,
        parent: Place | None,
        by: str = "",
        *,
        inside: bool = False,
    ) -> None:
        above, nesting = (parent.index, parent.nesting + 1) if parent else (-1, 0)
        whole = self._scope.is_whole(artifact.sha256, inside=inside)
        place = Place(self._known, above, artifact, relation, nesting, whole=whole, by=by)
        self._queue.append(place)
        self._known += 1

    def _tasted(self, place: Place) -> Place:
        if place.artifact.kind:
            return place
        kind, trouble = taste(place.artifact, self._sniff)
        return replace(place, artifact=replace(place.artifact, kind=kind), trouble=trouble)


def examine(artifact: Artifact, units: Iterable[Unit], context: Context, sniff: Sniff) -> Examined:
    """Everything a visit yields, gathered."""
    steps = list(Visit(units, context, sniff).steps(artifact))
    spoken = [step for step in steps if isinstance(step, Spoken)]
    nodes = tuple(
        _node(place, tuple(s.examination for s in spoken if s.index == place.index))
        for place in steps
        if isinstance(place, Place)
    )
    children = tuple((said.index, child) for said in spoken for child in said.children)
    return Examined(nodes[0].examinations, nodes, children)


def on_duty(units: Iterable[Unit], kind: str) -> tuple[Unit, ...]:
    """The units that take an artifact of this kind, in the order they run."""
    return tuple(unit for unit in units if unit.general or kind in unit.kinds)


def taste(artifact: Artifact, sniff: Sniff) -> tuple[str, str]:
    """The kind of the bytes, and why it could not be told, "" where it could."""
    kinds: list[str] = []
    _, trouble = _attempt(
        lambda: kinds.append(sniff(artifact.data, artifact.name, artifact.declared_type))
    )
    return (kinds[0] if kinds else UNTASTED), trouble


def hashes(data: bytes) -> tuple[str, str]:
    """SHA-1 and MD5 of the bytes: names other tools know a sample by, no proof of anything."""
    return (
        hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        hashlib.md5(data, usedforsecurity=False).hexdigest(),
    )


def _attempt(work: Callable[[], None]) -> tuple[Outcome, str]:
    """How ``work`` ended; the one place that expects anything at all of hostile bytes."""
    try:
        work()
    except Unreadable as problem:
        return Outcome.UNREADABLE, str(problem)[:REASON]
    except MemoryError:
        return Outcome.LIMITED, "It takes more memory than one object may use"
    except Exception as problem:  # noqa: BLE001 - a parser may fail in any way on hostile bytes
        return Outcome.CRASHED, _reason(problem)
    return Outcome.COMPLETE, ""


def _reason(problem: Exception) -> str:
    """The exception in one line, with the place in the code it came from."""
    where, trace = "", problem.__traceback__
    while trace is not None:
        where = f" ({PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(problem).__name__}: {problem}"[:REASON] + where


def _examination(
    unit: Unit, kind: str, outcome: Outcome, reason: str, account: Account, started: float
) -> Examination:
    if outcome is Outcome.COMPLETE and account.limit:
        outcome, reason = Outcome.LIMITED, account.limit
    elif outcome is Outcome.COMPLETE and account.damage:
        outcome, reason = Outcome.UNREADABLE, account.damage
    elif outcome is Outcome.COMPLETE and account.needs:
        outcome, reason = Outcome.UNANSWERED, account.needs[0].why
    return Examination(
        unit.name,
        unit.version,
        outcome,
        reason,
        tuple(account.facts),
        tuple(account.findings),
        tuple(account.records),
        tuple(account.needs),
        cpu_ms=(time.thread_time() - started) * 1000,
        general=unit.general and kind not in unit.kinds,
    )


def _node(place: Place, examinations: tuple[Examination, ...]) -> Node:
    artifact = place.artifact
    return Node(
        place.index,
        place.parent,
        artifact.name,
        artifact.kind,
        artifact.declared_type,
        place.relation,
        len(artifact.data),
        artifact.sha256,
        *hashes(artifact.data),
        examinations,
        by=place.by,
    )
