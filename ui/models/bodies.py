"""Picks from an analysis what the views of the body show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from analyzers.model.analysis import Analysis, Node
from analyzers.model.content import (
    Block,
    BlockKind,
    Link,
    PlainView,
    ReadableView,
    Run,
    StyledView,
    Withheld,
)
from analyzers.model.observation import Relation
from ui.models.styled_weight import is_too_heavy

VIEWS = (ReadableView, StyledView, PlainView)
PARAGRAPHS = 20_000  # of a body without markup; the analysis draws the same line for markup
ADDRESS = 500  # characters of a link's text that are read as an address
_ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[^\W\d_]{2,})(?:[/:?#].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The ways a message's text can be shown; an empty one is not offered.

    ``links`` are the targets of the Styled view by the number in their ``#link-N``; ``hidden``
    counts passages the sender's markup keeps from the reader, ``misleading`` links that show
    another host than they go to; ``ends`` are the last addresses that can be told of those that
    lead on; ``too_heavy`` when a Styled view would hold the window up.
    """

    readable: tuple[Block, ...] = ()
    styled: str = ""
    links: tuple[str, ...] = ()
    text: str = ""
    withheld: tuple[Withheld, ...] = ()
    truncated: bool = False
    too_heavy: bool = False
    hidden: int = 0
    misleading: int = 0
    ends: Mapping[str, str] = field(default_factory=dict)


def bodies_of(analysis: Analysis | None) -> Bodies:
    """HTML before plain text, since that is what a mail client shows."""
    if analysis is None:
        return Bodies()
    nodes = _nodes(analysis)
    records = [record for node in nodes for record in analysis.records(node)]
    readable = [r for r in records if isinstance(r, ReadableView)]
    styled = "<hr>".join(r.html for r in records if isinstance(r, StyledView))
    blocks = tuple(block for view in readable for block in view.blocks)
    text = "\n\n".join(r.text for r in records if isinstance(r, PlainView)) or _text(blocks)
    too_heavy = is_too_heavy(styled)
    links = [record for record in records if isinstance(record, Link)]
    ends = {link.url: link.target for link in links if link.redirects}
    return Bodies(
        readable=blocks or _paragraphs(text),
        styled="" if too_heavy else styled,
        links=_links(analysis, nodes),
        text=text,
        withheld=tuple(w for view in readable for w in view.withheld),
        truncated=any(r.truncated for r in records if isinstance(r, VIEWS)),
        too_heavy=too_heavy,
        hidden=sum(bool(run.hidden) for block in blocks for run in block.runs),
        misleading=sum(misleads(run, ends) for block in blocks for run in block.runs),
        ends=ends,
    )


def _nodes(analysis: Analysis) -> list[Node]:
    """The bodies of the message on top; the file itself where it is no message."""
    bodies = [n for n in analysis.nodes if n.relation is Relation.BODY and n.parent == 0]
    return bodies or [analysis.root]


def _links(analysis: Analysis, nodes: list[Node]) -> tuple[str, ...]:
    """Known for one Styled view only: numbers of several would mean different links."""
    found = [list(analysis.records(node)) for node in nodes]
    styled = [records for records in found if any(isinstance(r, StyledView) for r in records)]
    if len(styled) != 1:
        return ()
    return tuple(record.url for record in styled[0] if isinstance(record, Link))


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join("".join(run.text for run in block.runs) for block in blocks)


def _paragraphs(text: str) -> tuple[Block, ...]:
    """What follows the last one that is taken stays in the plain text view."""
    found = text.replace("\r\n", "\n").split("\n\n", PARAGRAPHS)[:PARAGRAPHS]
    return tuple(Block(BlockKind.PARAGRAPH, (Run(part),)) for part in found if part.strip())


def misleads(run: Run, ends: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether a link shows the address of one host and leads to another; a gateway's rewriting on
    the way misleads nobody."""
    shown = _ADDRESS.fullmatch(run.text.strip()[:ADDRESS]) if run.target else None
    if shown is None:
        return False
    host, told = host_of(ends.get(run.target, run.target)), shown[1].casefold().removeprefix("www.")
    return host != told and not host.endswith(f".{told}")


def host_of(address: str) -> str:
    """Host of an address in lower case, "" where none can be read."""
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:  # of an address made to break its readers
        return ""


def withheld_text(withheld: tuple[Withheld, ...]) -> str:
    """ "2 remote pictures, 1 form not shown"; "" when nothing was left out."""
    counts: dict[str, int] = {}
    for one in withheld:
        counts[one.what] = counts.get(one.what, 0) + one.count
    parts = [f"{count:,} {_several(what) if count > 1 else what}" for what, count in counts.items()]
    return ", ".join(parts) + " not shown" if parts else ""


def _several(what: str) -> str:
    if what == "media":
        return what
    return f"{what}es" if what.endswith("s") else f"{what}s"
