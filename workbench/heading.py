"""What the list shows of a message file once its headers were read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from analyzers.model.analysis import Analysis
from analyzers.model.content import PlainView, ReadableView
from analyzers.model.observation import Relation

if TYPE_CHECKING:
    from workbench.store.offline import Heading

PREVIEW = 255  # characters
ATTACHED = frozenset({Relation.ATTACHMENT, Relation.EMBEDDED})  # files, and whole messages


def heading_of(analysis: Analysis) -> Heading | None:
    """``None`` where the file is no message: its name stays what is shown."""
    from workbench.store.offline import Heading

    message = analysis.message
    if message is None:
        return None
    sender = message.sender[0] if message.sender else None
    return Heading(
        internet_id=message.message_id,
        sender_name=sender.name if sender else "",
        sender_address=sender.address if sender else "",
        subject=message.subject,
        preview=preview_of(analysis),
        recipients=tuple(address.address for address in (*message.to, *message.cc)),
        sent=_moment(message.date),
        has_attachments=any(n.relation in ATTACHED for n in analysis.children(analysis.root)),
    )


def preview_of(analysis: Analysis) -> str:
    """The first words of the body, plain text before HTML."""
    bodies = [node for node in analysis.nodes if node.relation is Relation.BODY]
    records = [record for node in bodies for record in analysis.records(node)]
    plain = (r.text for r in records if isinstance(r, PlainView))
    shown = (
        " ".join(run.text for block in r.blocks for run in block.runs)
        for r in records
        if isinstance(r, ReadableView)
    )
    text = next((t for t in (*plain, *shown) if t.strip()), "")
    return " ".join(text.split())[:PREVIEW]


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
