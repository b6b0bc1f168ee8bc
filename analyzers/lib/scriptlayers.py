"""Takes the layers off a script: folds its constants, follows what it runs and what it decodes.

Nothing is executed.  Layers, depth and characters are bounded, and each bound that is met is named.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analyzers.lib import rebuilt, scriptencoder, scriptreaders, scripttext
from analyzers.lib.folding import Folded, rewritten
from analyzers.lib.scriptcalls import ALL, calls
from analyzers.lib.scriptreaders import Source
from analyzers.model.script import ScriptCall, ScriptLayer

LAYERS: Final = 40  # of one artifact
DEPTH: Final = 10  # layers inside layers
WORK: Final = 8_000_000  # characters of all layers together
SHOWN: Final = 64 << 10  # characters of one layer that are kept
CANDIDATES: Final = 300  # constants of one layer that are tried as hidden text
LISTS: Final = 20  # lists of numbers of one layer that are tried as characters
LONG: Final = 400_000  # characters of a constant that is tried


class _Step(NamedTuple):
    source: Source
    above: int
    depth: int


@dataclass(slots=True)
class Peeled:
    """``blobs`` are decoded bytes that are no text; ``limits`` the bounds that were met."""

    layers: list[ScriptLayer] = field(default_factory=list)
    calls: list[ScriptCall] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # of the layers, whole
    folded: list[Folded] = field(default_factory=list)
    blobs: list[tuple[bytes, str, int]] = field(default_factory=list)
    limits: dict[str, str] = field(default_factory=dict)
    revealed: list[str] = field(default_factory=list)  # names seen only once constants are folded


def peel(sources: list[Source]) -> Peeled:
    """All layers below the sources, breadth first."""
    work = _Work(Peeled())
    for source in sources:
        work.add(source, -1, 0)
    work.run()
    return work.found


class _Work:
    def __init__(self, found: Peeled) -> None:
        self.found = found
        self._queue: deque[_Step] = deque()
        self._seen: set[int] = set()
        self._left = WORK

    def add(self, source: Source, above: int, depth: int) -> None:
        key = hash(source.text)
        if key in self._seen or not source.text.strip():
            return
        if depth > DEPTH:
            self._limit("depth", f"{DEPTH} layers inside one another")
            return
        if len(self._seen) >= LAYERS and above >= 0:
            self._limit("layers", f"{LAYERS} layers")
            return
        self._seen.add(key)
        self._queue.append(_Step(source, above, depth))

    def run(self) -> None:
        while self._queue:
            step = self._queue.popleft()
            text = step.source.text
            if len(text) > self._left:
                self._limit("text", f"{WORK:,} characters in all")
                text = text[: self._left]
            if not text:
                return
            self._left -= len(text)
            self._layer(step._replace(source=step.source._replace(text=text)))

    def _limit(self, name: str, what: str) -> None:
        self.found.limits.setdefault(name, what)

    def _layer(self, step: _Step) -> None:
        source = step.source
        for block in scriptencoder.blocks(source.text) if "#@~^" in source.text else ():
            inner = Source(block.text, source.language, "Script Encoder", block.start)
            self.add(inner, self._next, step.depth + 1)
        if source.text.lstrip().startswith("#@~^"):
            self._record(source, step)
            return
        reading = scriptreaders.read(source.text, source.language)
        if reading.full:
            self._limit("steps", "more tokens or values than are worked out")
        number = self._record(source, step)
        number = self._folded(step, number, reading.folded)
        self.found.folded.append(reading.folded)
        for inner in (*reading.inner, *self._followed(source, reading.folded)):
            self.add(inner, number, step.depth + 1)

    @property
    def _next(self) -> int:
        return len(self.found.layers)

    def _record(self, source: Source, step: _Step) -> int:
        number = self._next
        text = source.text
        self.found.layers.append(
            ScriptLayer(
                number, step.above, step.depth, source.language, source.how, text[:SHOWN],
                source.offset, len(text) > SHOWN,
            )
        )  # fmt: skip
        self.found.texts.append(text)
        self.found.calls += self._calls(text, source.language, number)
        return number

    def _calls(self, text: str, language: str, number: int) -> list[ScriptCall]:
        found = calls(text, language)
        if len(found) > ALL:
            self._limit("calls", f"{ALL} calls in one layer")
        return [
            ScriptCall(
                one.name, one.argument, number, one.line, one.row.act, one.row.does,
                one.row.technique,
            )
            for one in found[:ALL]
        ]  # fmt: skip

    def _folded(self, step: _Step, number: int, folded: Folded) -> int:
        """A layer with the constants put together, where that shows what was not seen before."""
        source = step.source
        if not folded.pieces:
            return number
        plain = rewritten(source.text, folded.pieces)
        if len(plain) > self._left or plain == source.text:
            return number
        before = {call.does for call in self.found.calls if call.layer == number}
        after = self._calls(plain, source.language, self._next)
        news = [call for call in after if call.does not in before]
        web = any("://" in piece.value and not piece.bare for piece in folded.pieces)
        if not news and not web and not folded.executed:
            return number
        self._left -= len(plain)
        self.found.revealed += [call.name for call in news]
        again = {call.does for call in after}  # below it they can be read as they are meant
        self.found.calls = [
            call for call in self.found.calls if call.layer != number or call.does not in again
        ]
        how = "constants put together"
        inner = Source(plain, source.language, how, source.offset)
        return self._record(inner, step._replace(above=number, depth=step.depth + 1))

    def _followed(self, source: Source, folded: Folded) -> Iterator[Source]:
        """What the layer runs, then what its constants hide."""
        for by, text, place in folded.executed:
            language = scripttext.language_of(by, text, source.language)
            if language and len(text) >= scripttext.SHORTEST:
                yield Source(text, language, f"given to {by}", place)
        for text in folded.decoded:
            language = scripttext.guess(text, source.language)
            if language and len(text) > scripttext.SHORTEST * 2:
                yield Source(text, language, "decoded by the script", -1)
        yield from self._hidden(source, folded)

    def _hidden(self, source: Source, folded: Folded) -> Iterator[Source]:
        values = [*folded.values, *scripttext.runs(source.text, CANDIDATES)]
        texts = sorted(dict.fromkeys(v for v in values if len(v) <= LONG), key=len, reverse=True)
        for text in texts[:CANDIDATES]:
            for data, how in scripttext.hidden(text):
                yield from self._read(data, how, source, text, folded)
        for numbers in folded.lists[:LISTS]:
            for text, how in scripttext.spelled(numbers, folded.keys, folded.shifts):
                language = scripttext.guess(text, source.language)
                if language:
                    yield Source(text, language, how, -1)
                    break

    def _read(
        self, data: bytes, how: str, source: Source, written: str, folded: Folded
    ) -> Iterator[Source]:
        """Text as it is, else with one of the keys of the script."""
        text = scripttext.text_of(data)
        for key, name in rebuilt.usable(folded.keys) if not text else ():
            mixed = scripttext.text_of(rebuilt.mixed(data, key)[: scripttext.UNPACKED])
            if mixed and scripttext.guess(mixed, source.language):
                text, how = mixed, f"{how}, exclusive or with {name}"
                break
        language = scripttext.guess(text, source.language) if text else ""
        place = source.text.find(written[:200])
        if language:
            yield Source(text, language, how, place)
        elif data and not text:
            self.found.blobs.append((data, how, place))
