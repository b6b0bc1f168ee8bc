"""Builds the Readable view: typed blocks with every word of the mail, hidden ones marked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from analyzers.lib import urls, withheld
from analyzers.lib.dom import Document, Element
from analyzers.lib.linkset import address
from analyzers.lib.look import Look, Styled
from analyzers.lib.words import words
from analyzers.model.content import Block, BlockKind, ReadableView, Run, Withheld

BLOCKS: Final = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre",
    "section summary table tbody td tfoot th thead tr ul listing option textarea",
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LEVELS: Final = 16  # nesting shown of lists and quotes
_SPACES = re.compile(r"[ \t\n\r\f]+")
_FIELDS: Final = frozenset({"input", "select", "button", "textarea"})


def view(
    document: Document, looks: dict[Element, Styled], left_out: tuple[Withheld, ...]
) -> ReadableView:
    builder = _Builder(looks)
    for event in document.events:
        if event.text is not None:
            builder.say(event.element, event.text)
        elif event.opens:
            builder.open(event.element)
        else:
            builder.close(event.element)
    return ReadableView(builder.finish(), left_out, truncated=bool(document.limits))


class _Builder:
    def __init__(self, looks: dict[Element, Styled]) -> None:
        self._looks = looks
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._last = Run("")  # the look of the run under way
        self._pieces: list[str] = []  # and its text so far
        self._kinds: list[tuple[Element, BlockKind, int]] = []
        self._target = ""
        self._space = True  # the block so far ends in white space

    def open(self, element: Element) -> None:
        tag = element.tag
        if tag == "a":
            self._target = address(element).strip()[: urls.LONGEST]
        elif tag == "br":
            self._append(replace(self._last, text="\n"))
            self._space = True
        elif tag == "hr":
            self._flush()
            self._blocks.append(Block(BlockKind.RULE, ()))
        elif tag == "img":
            self._picture(element)
        elif tag == "form":
            where = urls.parse(element.attributes.get("action", "")).host
            self._withhold(f"[form, sends to {where or 'no address'}]")
        elif tag in _FIELDS:
            self._field(element)
        if tag in BLOCKS:
            self._flush()
            self._enter(element)

    def close(self, element: Element) -> None:
        if element.tag == "a":
            self._target = ""
        if element.tag in BLOCKS:
            self._flush()
            if self._kinds and self._kinds[-1][0] is element:
                self._kinds.pop()

    def say(self, element: Element, text: str) -> None:
        found = self._looks[element]
        look = found.look
        if not look.preserved:
            text = _SPACES.sub(" ", text)
            if self._space:
                text = text.lstrip(" ")
        if text:
            self._space = not look.preserved and text.endswith(" ")
            hidden = found.hidden if found.hidden and text.strip() else ""
            self._append(Run(text, look.bold, look.italic, self._target, hidden))

    def finish(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._blocks)

    def _enter(self, element: Element) -> None:
        kind, level = self._kinds[-1][1:] if self._kinds else (BlockKind.PARAGRAPH, 0)
        tag = element.tag
        if tag in _HEADINGS:
            kind, level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag in {"ul", "ol", "blockquote"}:
            kind = BlockKind.QUOTE if tag == "blockquote" else kind
            level = min(level + 1, _LEVELS)
        elif tag == "li":
            kind = BlockKind.ITEM
        elif tag in {"pre", "listing"}:
            kind = BlockKind.PREFORMATTED
        else:
            return
        self._kinds.append((element, kind, level))

    def _append(self, run: Run) -> None:
        if not _alike(self._last, run):
            self._seal()
            self._last = run
        self._pieces.append(run.text)

    def _seal(self) -> None:
        if self._pieces:
            self._runs.append(replace(self._last, text="".join(self._pieces)))
            self._pieces = []

    def _flush(self) -> None:
        self._seal()
        runs, self._runs, self._space = self._runs, [], True
        if any(run.text.strip() for run in runs):
            kind, level = self._kinds[-1][1:] if self._kinds else (BlockKind.PARAGRAPH, 0)
            self._blocks.append(Block(kind, tuple(runs), level))

    def _withhold(self, text: str, look: Look | None = None) -> None:
        self._flush()
        run = Run(text, target=self._target, hidden=look.gone if look else "")
        self._blocks.append(Block(BlockKind.WITHHELD, (run,)))

    def _picture(self, element: Element) -> None:
        if not withheld.pixel(element):
            self._withhold(withheld.caption(element), self._looks[element].look)

    def _field(self, element: Element) -> None:
        given = element.attributes
        kind = given.get("type", "text").lower() if element.tag == "input" else element.tag
        if kind != "hidden":
            label = given.get("placeholder") or given.get("value") or given.get("name", "")
            self._withhold(f"[field: {kind[:20]} {label[:80]}]".replace(" ]", "]"))


def _alike(one: Run, other: Run) -> bool:
    return (
        one.target == other.target
        and one.hidden == other.hidden
        and one.bold is other.bold
        and one.italic is other.italic
    )
