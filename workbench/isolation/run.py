"""One order under way in one box: what it has said so far, and how it ended."""

from __future__ import annotations

import re
import signal
import time
from dataclasses import dataclass

from analyzers.model.analysis import Outcome
from analyzers.model.codec import Malformed
from workbench.isolation.boxes import REFUSED, Box, Boxes, level
from workbench.isolation.frames import Frame, FrameReader
from workbench.isolation.protocol import (
    Cold,
    Done,
    Entered,
    FromBox,
    Placed,
    Task,
    Told,
    Trial,
    Tried,
    read,
)
from workbench.isolation.settings import BoxLimits, HostSettings
from workbench.processes import OUT_OF_MEMORY, Ended

START_SECONDS = 60.0  # a fresh interpreter with large rule packs; a forked box takes none
_MODULES = 1_000  # that a box may ask for at once
SLACK = 1 << 20  # bytes of output beyond what the box is told it has
_DIGITS = re.compile(r"[0-9a-f]+\Z")
_HASHES = {"sha256": 64, "sha1": 40, "md5": 32}


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a box did not end its order well."""

    outcome: Outcome
    reason: str


class Hearing:
    """What a box says of one order; none of it is believed before it is checked."""

    def __init__(self, boxes: Boxes, order: Task | Trial, limits: BoxLimits) -> None:
        self._boxes, self.order, self._limits = boxes, order, limits
        self.layers: tuple[str, ...] | None = None
        self.placed: list[Placed] = []
        self.told: list[tuple[Told, tuple[bytes, ...]]] = []
        self.tried: list[Tried] = []
        self.cold: tuple[str, ...] = ()
        self.over = False  # nothing more is expected of the box for this order
        self.done = False  # and it has said so itself
        self.ending: Ending | None = None
        self.cpu_seconds = 0.0
        self.output = 0  # bytes of text it has sent
        self.deadline = time.monotonic() + START_SECONDS

    def renew(self) -> None:
        """Give it its full time again."""
        self.deadline = time.monotonic() + self._limits.wall_seconds

    def stop(self, ending: Ending) -> None:
        self.over = True
        self.ending = self.ending or ending

    def hear(self, frame: Frame) -> None:
        """Take one frame; raises Malformed where it is none that may come now."""
        self.output += len(frame.text)
        message = read(FromBox, frame)
        if self.over:
            raise Malformed("more after the end")
        if self.layers is None:
            if not isinstance(message, Entered):
                raise Malformed("no word of its layers")
            self.enter(message.layers)
            return
        self._take(message, frame.blobs)

    def _take(self, message: FromBox, blobs: tuple[bytes, ...]) -> None:
        match message:
            case Placed():
                self._place(message)
            case Told():
                self._listen(message, blobs)
            case Tried():
                self._try(message)
            case Cold():
                self.cold = message.modules
                if not 0 < len(self.cold) <= _MODULES:
                    raise Malformed("no sensible number of modules")
                self.over = self.done = True
            case Done():
                self.cpu_seconds = message.cpu_seconds
                self.over = self.done = True
            case _:
                raise Malformed("its layers again")

    def enter(self, entered: tuple[str, ...]) -> None:
        """Refuse a box that lacks a mandatory layer, whatever it goes on to say."""
        self.layers = entered
        self.renew()
        if level(self._boxes, entered) == REFUSED:
            missing = ", ".join(sorted(self._boxes.mandatory - set(entered)))
            self.stop(Ending(Outcome.NOT_RUN, f"The box lacks what makes it safe: {missing}"))

    def _place(self, placed: Placed) -> None:
        expected = len(self.placed)
        if placed.index != expected or not -1 <= placed.parent < expected:
            raise Malformed("a place out of order")
        if (placed.parent < 0) != (expected == 0) or placed.size < 0:
            raise Malformed("a place without its parent")
        for name, length in _HASHES.items():
            if len(getattr(placed, name)) != length or not _DIGITS.match(getattr(placed, name)):
                raise Malformed(f"{name} expected")
        self.placed.append(placed)

    def _listen(self, told: Told, blobs: tuple[bytes, ...]) -> None:
        if told.index != len(self.placed) - 1 or len(told.children) != len(blobs):
            raise Malformed("an examination out of order")
        self.told.append((told, blobs))

    def _try(self, tried: Tried) -> None:
        if not isinstance(self.order, Trial) or tried.index != len(self.tried):
            raise Malformed("a trial out of order")
        self.tried.append(tried)
        self.renew()


class Run(Hearing):
    """One order in a box of its own."""

    def __init__(
        self, boxes: Boxes, order: Task | Trial, data: bytes, settings: HostSettings
    ) -> None:
        super().__init__(boxes, order, settings.box)
        self._reader = FrameReader(settings.box.output_bytes + SLACK, settings.limits.child_bytes)
        self.box: Box = boxes.open(order, data)

    def feed(self, chunk: bytes) -> None:
        """Take what the box wrote; nothing means that it has closed its end."""
        if not chunk:
            self.over = True
            return
        try:
            for frame in self._reader.feed(chunk):
                self.hear(frame)
        except Malformed as problem:
            self.stop(Ending(Outcome.KILLED, f"Its answer was refused: {problem}"))

    def expire(self, now: float) -> None:
        """Give up on a box that has not answered in time."""
        if now >= self.deadline:
            seconds = self._limits.wall_seconds if self.layers is not None else START_SECONDS
            self.stop(Ending(Outcome.TIMED_OUT, f"No answer within {seconds:g} s"))

    def conclude(self) -> None:
        """Take the box down, or back into service, and settle how the order ended."""
        done = self.done and self.ending is None
        ended = self._boxes.close(self.box, done, self.cpu_seconds)
        self.cpu_seconds = ended.cpu_seconds
        if not done and self.ending is None:
            self.ending = self._post_mortem(ended)

    def _post_mortem(self, ended: Ended) -> Ending:
        """Why a box fell silent, as far as the kernel tells."""
        allowed = self.order.cpu_seconds
        if ended.signal == signal.SIGXCPU or ended.cpu_seconds >= allowed:
            return Ending(Outcome.TIMED_OUT, f"Not done within {allowed} s of processor time")
        if ended.code == OUT_OF_MEMORY:
            return Ending(Outcome.KILLED, "It ran out of memory")
        if ended.signal and ended.signal != signal.SIGKILL:
            name = signal.strsignal(ended.signal) or f"signal {ended.signal}"
            return Ending(Outcome.KILLED, f"It crashed: {name}")
        if ended.signal:
            return Ending(Outcome.KILLED, "It was killed from outside, for memory as a rule")
        return Ending(Outcome.KILLED, f"It ended early, with code {ended.code}")
