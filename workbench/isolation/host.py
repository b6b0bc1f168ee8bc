"""The analysis host: one process, one thread, that owns the trees, the boxes and their order."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from workbench.isolation.assembly import assemble
from workbench.isolation.box import RULE_MODULE, Kit
from workbench.isolation.boxes import SharedBoxes, level
from workbench.isolation.drafts import Pending
from workbench.isolation.frames import CHUNK, Frame, FrameReader, Outbox
from workbench.isolation.makers import make_boxes
from workbench.isolation.pipes import take_pipes
from workbench.isolation.protocol import (
    Begin,
    Cancel,
    Finished,
    FromClient,
    FromHost,
    Ready,
    RulesReady,
    Submit,
    Task,
    Trial,
    read,
    spell,
)
from workbench.isolation.rules import RuleTrial, digest
from workbench.isolation.run import Hearing, Run
from workbench.isolation.series import BYTES, ORDERS, Series
from workbench.isolation.settings import HostSettings, Warm
from workbench.isolation.tree import Tree

_TEXT, _BLOBS = 1 << 30, 1 << 40  # the client is trusted: no budget, only sane bounds
_PROBE_CPU_SECONDS = 5

Job = Run | Series


@dataclass(frozen=True, slots=True)
class Errand:
    """For whom a box is at work, and what is done once it has ended."""

    trees: tuple[Tree, ...]
    conclude: Callable[[], None]


class Host:
    """Serves one client until it closes its end of the pipe."""

    def __init__(
        self, settings: HostSettings, orders: int, answers: int, reader: FrameReader
    ) -> None:
        self._settings, self._orders = settings, orders
        self._kit = Kit.of(settings)
        self._boxes = make_boxes(settings, self._kit)
        self._width = settings.width or max(1, (os.cpu_count() or 1) - 1)
        self._trial = RuleTrial(settings.packs, self._boxes.inherit)
        self._digest = digest(settings.packs)
        self._prepared = False
        self._trees: dict[int, Tree] = {}
        self._runs: dict[Job, Errand] = {}
        self._reader = reader
        self._outbox = Outbox(answers)
        self._selector = selectors.DefaultSelector()
        self._writing: set[int] = set()
        self._open = True

    def serve(self) -> None:
        """Returns once the client has gone; leaves no child behind."""
        os.set_blocking(self._orders, False)
        os.set_blocking(self._outbox.descriptor, False)
        self._selector.register(self._orders, selectors.EVENT_READ, self._hear)
        self._start(Trial((), _PROBE_CPU_SECONDS), b"", self._probed)
        while self._open:
            self._launch()
            self._flush()
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._expire()
        for run in list(self._runs):
            self._drop(run)
        self._boxes.shut()

    def hear(self, frames: list[Frame]) -> None:
        for frame in frames:
            match read(FromClient, frame):
                case Submit() as submit:
                    tree = Tree(submit, frame.blobs[0], self._kit.units, self._settings)
                    self._trees[submit.job] = tree
                case Cancel(job):
                    self._cancel(job)

    def _hear(self) -> None:
        chunk = os.read(self._orders, CHUNK)
        self._open = bool(chunk)
        self._reader.renew()
        self.hear(self._reader.feed(chunk))

    def _cancel(self, job: int) -> None:
        tree = self._trees.pop(job, None)
        for run, errand in list(self._runs.items()):
            if errand.trees == (tree,):
                self._drop(run)

    def _probed(self, run: Run) -> None:
        """Tell the client how safe boxes are here, then turn to the rules."""
        trouble = run.ending.reason if run.ending else ""
        layers = run.layers or ()
        units = tuple((unit.name, unit.version) for unit in self._kit.units)
        asks = tuple((unit.name, kind) for unit in self._kit.units for kind in sorted(unit.asks))
        self._say(Ready(level(self._boxes, layers), layers, units, trouble, asks))
        self._try_rules()

    def _try_rules(self) -> None:
        if self._settings.packs:
            self._boxes.load([RULE_MODULE])
        trial = self._trial.next()
        if trial is not None:
            self._start(trial, b"", self._tried)
            return
        problems = self._trial.finish(self._boxes)
        self._say(RulesReady(self._digest, problems, self._trial.standings()))
        self._prepared = True

    def _tried(self, run: Run) -> None:
        self._trial.conclude(run)
        self._try_rules()

    def _launch(self) -> None:
        """Fill the boxes there may be with what has to come first."""
        while self._prepared and (tree := self._next()) is not None:
            boxes = self._boxes
            if isinstance(boxes, SharedBoxes) and len(shared := self._sharing(tree)) > 1:
                self._start_series(boxes, shared)
                continue
            pending = tree.take()
            if pending is None:
                self._settle(tree)
            else:
                conclude = partial(self._examined, tree, pending)
                self._start(tree.task(pending), pending.data, conclude, tree, pending)

    def _sharing(self, tree: Tree) -> list[Tree]:
        """Trees whose next artifact may go into one box, ``tree`` first."""
        if not tree.shareable(BYTES):
            return []
        others = (t for t in self._trees.values() if t is not tree and t.shareable(BYTES))
        return [tree, *islice(others, ORDERS - 1)]

    def _start_series(self, boxes: SharedBoxes, trees: list[Tree]) -> None:
        taken = []
        for tree in trees:
            pending = tree.take()
            if pending is None:
                self._settle(tree)
            else:
                taken.append((tree, pending))
        orders = [(tree.task(pending), pending.data) for tree, pending in taken]
        series = Series(boxes, orders, self._settings)
        owners = tuple(tree for tree, _ in taken)
        self._enter(series, Errand(owners, partial(self._series_over, series, taken)))

    def _series_over(self, series: Series, taken: list[tuple[Tree, Pending]]) -> None:
        """Enter what was examined; the rest waits again, and whoever ended the box waits alone."""
        for (tree, pending), hearing in zip(taken, series.hearings, strict=True):
            if tree.submit.job not in self._trees:
                continue  # cancelled meanwhile
            if hearing.done:
                self._examined(tree, pending, hearing)
            else:
                tree.again(pending, alone=hearing is series.culprit)

    def _next(self) -> Tree | None:
        """The tree whose turn it is: interactive ones first, for whom one box is kept free."""
        waiting = [tree for tree in self._trees.values() if tree.waiting]
        if len(self._runs) <= self._width:
            for tree in waiting:
                if not tree.submit.background:
                    return tree
        busy = sum(any(t.submit.background for t in e.trees) for e in self._runs.values())
        if len(self._runs) <= self._width and busy < self._width:
            return next(iter(waiting), None)
        return None

    def _start(
        self,
        order: Task | Trial,
        data: bytes,
        conclude: Callable[[Run], None],
        tree: Tree | None = None,
        pending: Pending | None = None,
    ) -> None:
        settings = tree.settings_for(pending) if tree and pending else self._settings
        run = Run(self._boxes, order, data, settings)
        self._enter(run, Errand((tree,) if tree else (), partial(conclude, run)))

    def _enter(self, run: Job, errand: Errand) -> None:
        self._runs[run] = errand
        self._selector.register(run.box.descriptor, selectors.EVENT_READ, partial(self._read, run))

    def _read(self, run: Job) -> None:
        if run in self._runs:  # it may have been dropped since the selector saw it
            run.feed(os.read(run.box.descriptor, CHUNK))

    def _expire(self) -> None:
        now = time.monotonic()
        for run in list(self._runs):
            run.expire(now)
            if run.over and run in self._runs:
                self._drop(run)()
        if not self._runs and not self._trees and self._settings.warm is Warm.IDLE:
            self._boxes.load(self._boxes.cold()[:1])

    def _drop(self, run: Job) -> Callable[[], None]:
        """Take a run out of the loop and end its box; returns what was to be done then."""
        self._selector.unregister(run.box.descriptor)
        if run.box.outbox is not None:
            self._watch(run.box.outbox, False)
        errand = self._runs.pop(run)
        run.conclude()
        return errand.conclude

    def _examined(self, tree: Tree, pending: Pending, run: Hearing) -> None:
        if run.cold:
            self._boxes.load(run.cold)
        tree.conclude(pending, run)
        self._settle(tree)

    def _settle(self, tree: Tree) -> None:
        if tree.over:
            del self._trees[tree.submit.job]
            reached = level(self._boxes, tree.layers or ())
            analysis = assemble(tree, reached, self._kit.units, self._digest)
            self._say(Finished(tree.submit.job, analysis))

    def _patience(self) -> float | None:
        """Seconds until something has to be done though nobody writes; None for ever."""
        if self._runs:
            soonest = min(run.deadline for run in self._runs)
            return max(0.0, soonest - time.monotonic())
        idle = self._settings.warm is Warm.IDLE and self._prepared
        return 0.0 if self._trees or (idle and self._boxes.cold()) else None

    def _say(self, message: FromHost) -> None:
        self._outbox.put(spell(FromHost, message))

    def _flush(self) -> None:
        """Write what the pipes take, and watch those that are full."""
        try:
            self._outbox.flush()
        except BrokenPipeError:
            self._open = False
            return
        self._watch(self._outbox, bool(self._outbox))
        for outbox in [run.box.outbox for run in self._runs if run.box.outbox is not None]:
            try:
                outbox.flush()
            except BrokenPipeError:
                outbox.clear()  # the box is gone, as the end of its answers will show
            self._watch(outbox, bool(outbox))

    def _watch(self, outbox: Outbox, full: bool) -> None:
        descriptor = outbox.descriptor
        if full and descriptor not in self._writing:
            self._writing.add(descriptor)
            self._selector.register(descriptor, selectors.EVENT_WRITE, _nothing)
        elif not full and descriptor in self._writing:
            self._writing.remove(descriptor)
            self._selector.unregister(descriptor)


def _nothing() -> None:
    """The loop writes after it has woken up."""


def main() -> None:
    orders, answers = take_pipes()
    reader, frames = FrameReader(_TEXT, _BLOBS), list[Frame]()
    while not frames:
        chunk = os.read(orders, CHUNK)
        if not chunk:
            return
        frames = reader.feed(chunk)
    begin = read(FromClient, frames[0])
    if isinstance(begin, Begin):
        host = Host(begin.settings, orders, answers, reader)
        host.hear(frames[1:])
        host.serve()
    os._exit(0)  # the interpreter's own clearing up would only cost time
