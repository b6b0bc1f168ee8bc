"""A body taken apart into who wrote what: the sender's own words and each quoted message."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.analysis import Analysis
from analyzers.model.body import BodyText
from analyzers.model.layers import Thread
from analyzers.model.message import Address
from analyzers.model.observation import Relation
from ui.models.details import records

_RULE = "─" * 12


def threads_of(analysis: Analysis | None) -> list[Thread]:
    """Of the body that a mail client shows: HTML before text; of one alone where both are."""
    if analysis is None:
        return []
    bodies = [n for n in analysis.nodes if n.relation is Relation.BODY and n.parent == 0]
    for kind in ("html", "text"):
        for node in bodies:
            found = records(analysis, node, Thread) if node.kind == kind else []
            if found:
                return found
    return []


def conversation(threads: list[Thread]) -> str:
    """Each stretch below a line that tells whose it is; "" where nothing is quoted."""
    if len(threads) < 2:
        return ""
    return "\n\n".join(f"{_RULE} {_whose(one)}\n\n{one.text.strip()}" for one in threads)


def _whose(thread: Thread) -> str:
    if thread.index == 0:
        return "Written by this sender"
    return " · ".join(_parts(thread)) or "Quoted, of an unnamed writer"


def _parts(thread: Thread) -> Iterator[str]:
    if thread.sender:
        yield f"{thread.kind or 'quoted'} of {_people(thread.sender)}"
    if thread.to:
        yield f"to {_people(thread.to)}"
    if thread.date:
        yield thread.date
    if thread.subject:
        yield thread.subject


def _people(people: tuple[Address, ...]) -> str:
    names = [one.address or one.name for one in people[:3]]
    return ", ".join(names) + (f" and {len(people) - 3} more" if len(people) > 3 else "")


def language_of(analysis: Analysis | None) -> str:
    """What the text seems to be written in, "" where that cannot be told."""
    if analysis is None:
        return ""
    bodies = [n for n in analysis.nodes if n.relation is Relation.BODY and n.parent == 0]
    texts = [text for node in bodies for text in records(analysis, node, BodyText)]
    return next((text.language for text in texts if text.language), "")
