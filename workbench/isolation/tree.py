"""The tree of one analysis as it grows: what waits, what was found, what the budget forbids."""

from __future__ import annotations

import hashlib
import math
import time
from collections import Counter, deque

from analyzers.engine import on_duty
from analyzers.model.analysis import Examination, Outcome
from analyzers.model.document import PasswordHint
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Finding, Relation, Severity
from analyzers.model.unit import Unit
from analyzers.scope import Scope
from workbench.isolation.drafts import Draft, Pending, identity
from workbench.isolation.protocol import Offspring, Submit, Task
from workbench.isolation.run import Ending, Hearing
from workbench.isolation.settings import HostSettings, raised

BOX = "box"  # the name under which a box itself speaks
BOX_VERSION = 1
ATTEMPTS = 3  # boxes an artifact may bring down before the rest of its units is given up
HINTS = 24  # passwords of the mail kept for what is inside
ROUNDS = 60  # times an artifact may ask for modules; the worst real one takes a dozen


class Tree:
    """One job: the host takes what waits, runs it, and hands back each run that is over."""

    def __init__(
        self, submit: Submit, data: bytes, units: tuple[Unit, ...], settings: HostSettings
    ) -> None:
        self.submit, self._units = submit, units
        self._settings = settings
        self._raised = raised(settings) if submit.raised else settings
        self._budget, self._scope = self._raised.tree, Scope.of(submit.again)
        self.started = time.monotonic()
        self.running = 0
        self.cpu_seconds = 0.0
        self.layers: tuple[str, ...] | None = None
        self.drafts: list[Draft] = []
        self.waiting: deque[Pending] = deque()
        self._seen: dict[tuple[str, ...], Draft] = {}
        self._unpacked = self._output = 0
        self._hints: dict[str, PasswordHint] = {}
        self._overflow: Counter[int] = Counter()
        child = Offspring(submit.name, submit.declared_type, Relation.ATTACHMENT)
        self._queue(self._draft(None, child, len(data), hashlib.sha256(data).hexdigest()), data)

    @property
    def over(self) -> bool:
        return not self.waiting and not self.running

    def shareable(self, size: int) -> bool:
        """Whether what comes next is a message of at most ``size`` bytes for any box."""
        first = self.waiting[0] if self.waiting else None
        return (
            first is not None
            and self.submit.background
            and not self.submit.raised
            and first.draft.id == 0
            and not (first.alone or first.skip or first.rounds)
            and first.draft.size <= size
        )

    def again(self, pending: Pending, *, alone: bool) -> None:
        """Have an artifact wait once more whose box ended before it was done."""
        self.running -= 1
        pending.alone |= alone
        self.waiting.appendleft(pending)

    def take(self) -> Pending | None:
        """The next artifact to open a box for; None where nothing waits or may be run any more."""
        if self.cpu_seconds >= self._budget.cpu_seconds:
            limit = f"More than {self._budget.cpu_seconds:g} s of processor time"
            self._give_up("limit.cpu", limit)
        elif self._output >= self._budget.output_bytes:
            limit = f"More than {self._budget.output_bytes >> 20} MiB of results"
            self._give_up("limit.output", limit)
        if not self.waiting:
            return None
        self.running += 1
        return self.waiting.popleft()

    def settings_for(self, pending: Pending) -> HostSettings:
        """Where only parts are examined again under raised limits, the way to them has them too."""
        partly = bool(self.submit.raised and self.submit.again)
        return self._raised if pending.draft.raised or partly else self._settings

    def task(self, pending: Pending) -> Task:
        draft, submit, settings = pending.draft, self.submit, self.settings_for(pending)
        left = math.ceil(self._budget.cpu_seconds - self.cpu_seconds)
        return Task(
            draft.name,
            draft.declared_type,
            draft.depth,
            draft.sha256,
            submit.organisation,
            submit.fidelity if draft.id == 0 else Fidelity.UNKNOWN,
            submit.passwords,
            submit.answers,
            tuple(pending.skip),
            max(1, min(settings.box.cpu_seconds, left)),
            submit.views,
            () if draft.whole else submit.again,
            settings.limits,
            settings.box.memory_bytes,
            tuple(self._hints.values()),
        )

    def conclude(self, pending: Pending, run: Hearing) -> None:
        """Enter what a run has brought, or have its artifact wait again."""
        self.running -= 1
        self.cpu_seconds += run.cpu_seconds
        if run.cold and pending.rounds < ROUNDS:
            pending.rounds += 1
            self.waiting.appendleft(pending)
            return
        if run.cold:
            run.stop(Ending(Outcome.KILLED, "It asked for more and more modules"))
        if run.layers is not None:
            known = run.layers if self.layers is None else self.layers
            self.layers = tuple(layer for layer in known if layer in run.layers)
        if run.ending is None or not self._again(pending, run, run.ending):
            self._output += run.output
            self._enter(pending, run)

    def overflow(self) -> None:
        """Say at each node how many of its children are missing altogether."""
        for parent, count in self._overflow.items():
            title = f"{count} objects inside are beyond the {self._budget.artifacts} examined"
            self._forbid(self.drafts[parent], "limit.artifacts", title)
        self._overflow.clear()

    def _again(self, pending: Pending, run: Hearing, ending: Ending) -> bool:
        """Note how the box ended; whether to try again without the unit that brought it down."""
        culprit = self._culprit(pending, run)
        at = len(run.placed) - 1
        reason = f"{culprit.name}: {ending.reason}" if culprit else ending.reason
        mark = Examination(BOX, BOX_VERSION, ending.outcome, reason, general=True)
        pending.marks.append((max(at, 0), mark))
        if culprit is None or ending.outcome is Outcome.NOT_RUN:
            return False
        pending.skip.append((at, culprit.name))
        if len(pending.marks) < ATTEMPTS and self.cpu_seconds < self._budget.cpu_seconds:
            self.waiting.appendleft(pending)
            return True
        return False

    def _culprit(self, pending: Pending, run: Hearing) -> Unit | None:
        """The unit that was at work when the box ended, if it was any unit's fault."""
        return next(iter(self._silent(pending, run)), None)

    def _silent(self, pending: Pending, run: Hearing) -> list[Unit]:
        """The units that have not spoken at the last place of a run, in the order they run."""
        if not run.placed:
            return []
        at = len(run.placed) - 1
        heard = {told.examination.unit for told, _ in run.told if told.index == at}
        duty = on_duty(self._units, run.placed[at].kind)
        if not pending.draft.whole:
            duty = tuple(u for u in duty if self._wanted(run.placed[at].sha256, u.name))
        return [u for u in duty if u.name not in heard and (at, u.name) not in pending.skip]

    def _wanted(self, sha256: str, unit: str) -> bool:
        return self._scope.wants(sha256, unit, whole=self._scope.is_whole(sha256, inside=False))

    def _enter(self, pending: Pending, run: Hearing) -> None:
        """Make nodes of the places, and let the children wait."""
        places = self._places(pending.draft, run)
        for told, blobs in run.told:
            places[told.index].examinations.append(told.examination)
            self._heed(told.examination)
            for child, data in zip(told.children, blobs, strict=True):
                self._adopt(places[told.index], child, data, told.examination.unit)
        for index, mark in pending.marks:
            places[index if index < len(places) else 0].examinations.append(mark)
        if run.ending is not None:
            reason = "The box ended before its turn"
            places[-1].examinations += [
                Examination(unit.name, unit.version, Outcome.NOT_RUN, reason, general=unit.general)
                for unit in self._silent(pending, run)
            ]

    def _heed(self, examination: Examination) -> None:
        """Passwords the mail gives are tried on everything examined from now on."""
        for record in examination.records:
            if isinstance(record, PasswordHint) and len(self._hints) < HINTS:
                self._hints.setdefault(record.password, record)

    def _places(self, root: Draft, run: Hearing) -> list[Draft]:
        places = [root]
        for placed in run.placed:
            if placed.index:
                above = places[placed.parent]
                child = Offspring(placed.name, placed.declared_type, placed.relation)
                draft = self._draft(
                    above,
                    child,
                    placed.size,
                    placed.sha256,
                    placed.by,
                    inside=self._scope.finds(above.sha256, placed.by, whole=above.whole),
                )
                places.append(draft)
                self._unpacked += placed.size
            draft = places[placed.index]
            draft.kind, draft.sha1, draft.md5 = placed.kind, placed.sha1, placed.md5
        return places

    def _adopt(self, parent: Draft, child: Offspring, data: bytes, by: str) -> None:
        """Make a node of a child and have it wait, unless a budget or its twin says otherwise;
        where only parts are examined again, also not where it is none of them."""
        budget, sha256 = self._budget, hashlib.sha256(data).hexdigest()
        inside = self._scope.finds(parent.sha256, by, whole=parent.whole)
        if not (inside or self._scope.names(sha256)):
            return
        if len(self.drafts) >= budget.artifacts:
            self._overflow[parent.id] += 1
            return
        draft = self._draft(parent, child, len(data), sha256, by, inside=inside)
        twin = self._seen.get(identity(draft))
        if twin is not None:
            draft.duplicate_of = twin.id
        elif draft.depth > budget.depth:
            self._forbid(draft, "limit.depth", f"Nested more than {budget.depth} deep")
        elif self._unpacked + len(data) > budget.unpacked_bytes:
            size = budget.unpacked_bytes >> 20
            self._forbid(draft, "limit.bytes", f"More than {size} MiB unpacked")
        else:
            self._unpacked += len(data)
            self._queue(draft, data)

    def _draft(
        self,
        parent: Draft | None,
        child: Offspring,
        size: int,
        sha256: str,
        by: str = "",
        *,
        inside: bool = False,
    ) -> Draft:
        draft = Draft(
            len(self.drafts),
            parent.id if parent else -1,
            child.name,
            child.declared_type,
            child.relation,
            size,
            sha256,
            parent.depth + 1 if parent else 0,
            by=by,
        )
        draft.whole = self._scope.is_whole(sha256, inside=inside)
        draft.raised = (parent is not None and parent.raised) or sha256 in self.submit.raised
        self.drafts.append(draft)
        return draft

    def _queue(self, draft: Draft, data: bytes) -> None:
        self._seen[identity(draft)] = draft
        self.waiting.append(Pending(draft, data))

    def _give_up(self, rule: str, title: str) -> None:
        while self.waiting:
            pending = self.waiting.popleft()
            pending.draft.examinations += [mark for _, mark in pending.marks]
            self._forbid(pending.draft, rule, title)

    def _forbid(self, draft: Draft, rule: str, title: str) -> None:
        finding = Finding(rule, Severity.MEDIUM, title)
        draft.examinations.append(
            Examination(BOX, BOX_VERSION, Outcome.NOT_RUN, title, findings=(finding,), general=True)
        )
