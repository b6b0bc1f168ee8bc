"""Picks from an analysis what the views of the body show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.model.analysis import Analysis
from analyzers.model.content import (
    Block,
    BlockKind,
    PlainView,
    ReadableView,
    Run,
    StyledView,
    Withheld,
)
from analyzers.model.observation import Relation
from analyzers.model.record import Record

VIEWS = (ReadableView, StyledView, PlainView)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The ways a message's text can be shown; an empty one is not offered."""

    readable: tuple[Block, ...] = ()
    styled: str = ""
    text: str = ""
    withheld: tuple[Withheld, ...] = ()
    truncated: bool = False


def bodies_of(analysis: Analysis | None) -> Bodies:
    """HTML before plain text, since that is what a mail client shows."""
    if analysis is None:
        return Bodies()
    records = list(_records(analysis))
    readable = [r for r in records if isinstance(r, ReadableView)]
    styled = [r for r in records if isinstance(r, StyledView)]
    texts = [r for r in records if isinstance(r, PlainView)]
    blocks = tuple(block for view in readable for block in view.blocks)
    text = "\n\n".join(view.text for view in texts) or _text(blocks)
    return Bodies(
        readable=blocks or _paragraphs(text),
        styled="<hr>".join(view.html for view in styled),
        text=text,
        withheld=tuple(w for view in readable for w in view.withheld),
        truncated=any(r.truncated for r in records if isinstance(r, VIEWS)),
    )


def _records(analysis: Analysis) -> Iterator[Record]:
    """Of the bodies of the message on top; of the file itself where it is no message."""
    bodies = [n for n in analysis.nodes if n.relation is Relation.BODY and n.parent == 0]
    for node in bodies or [analysis.root]:
        yield from analysis.records(node)


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join("".join(run.text for run in block.runs) for block in blocks)


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(
        Block(BlockKind.PARAGRAPH, (Run(paragraph),))
        for paragraph in text.replace("\r\n", "\n").split("\n\n")
        if paragraph.strip()
    )


def withheld_text(withheld: tuple[Withheld, ...]) -> str:
    """ "2 remote images, 1 form not shown"; "" when nothing was left out."""
    counts: dict[str, int] = {}
    for one in withheld:
        counts[one.what] = counts.get(one.what, 0) + one.count
    parts = [f"{count} {what}" for what, count in counts.items()]
    return ", ".join(parts) + " not shown" if parts else ""
