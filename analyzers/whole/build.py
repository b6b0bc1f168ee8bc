"""Builds the one message model out of what the units said, for any message in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from analyzers.lib.subjects import subject_of
from analyzers.model.ambiguity import Ambiguity
from analyzers.model.analysis import Analysis, Node
from analyzers.model.authentication import AuthenticationResult, Signature, SignedContent
from analyzers.model.body import Code, Form, Picture
from analyzers.model.calendar import CalendarEvent
from analyzers.model.correspondence import Recipients
from analyzers.model.layers import Layer
from analyzers.model.message import Message
from analyzers.model.observation import Relation
from analyzers.model.path import Direction, GatewayVerdict, TransportPath
from analyzers.model.record import Record
from analyzers.model.whole import Kind, WholeMessage
from analyzers.whole.attachments import attachments_of
from analyzers.whole.headers import headers_of
from analyzers.whole.names import correspondent, correspondents
from analyzers.whole.threads import body_of

R = TypeVar("R")


def whole_message(analysis: Analysis, node: Node | None = None) -> WholeMessage | None:
    """The message at ``node`` (the root by default); None where that is no message."""
    node = analysis.root if node is None else node
    records = list(analysis.records(node))
    message = next((r for r in records if isinstance(r, Message)), None)
    return None if message is None else _whole(analysis, analysis.examined(node), message, records)


def whole_messages(analysis: Analysis) -> tuple[WholeMessage, ...]:
    """Every message in the tree, outermost first."""
    found = (whole_message(analysis, node) for node in analysis.nodes)
    return tuple(one for one in found if one is not None)


def _whole(analysis: Analysis, node: Node, message: Message, records: list[Record]) -> WholeMessage:
    children = analysis.children(node)
    bodies = [
        (child.kind, list(analysis.records(child)))
        for child in children
        if child.relation is Relation.BODY
    ]
    inside = [*records, *(record for _, found in bodies for record in found)]
    around = [*inside, *(r for c in children if c.relation is not Relation.BODY
                         for r in analysis.records(c))]  # fmt: skip
    path = next(iter(_all(records, TransportPath)), None)
    results, signatures = _all(records, AuthenticationResult), _all(records, Signature)
    senders = correspondents(message.sender)
    return WholeMessage(
        node=node.id,
        format=message.format,
        type=_kind(path),
        sender=senders[0] if senders else None,
        senders=senders,
        submitter=correspondent(message.submitter[0]) if message.submitter else None,
        recipients=Recipients(*map(correspondents, (message.to, message.cc, message.bcc))),
        subject=subject_of(message.subject),
        headers=headers_of(message, path, results, signatures),
        body=body_of(bodies),
        attachments=attachments_of(children, message.parts),
        structure=message.parts,
        transport=path,
        gateways=_all(records, GatewayVerdict),
        authentication=results,
        signatures=signatures,
        signed_content=_all(around, SignedContent),
        ambiguities=_all(records, Ambiguity),
        layers=_all(records, Layer),
        pictures=_all(inside, Picture),
        forms=_all(inside, Form),
        codes=_all(around, Code),
        calendar=_all(around, CalendarEvent),
    )


def _all(records: Iterable[Record], kind: type[R]) -> tuple[R, ...]:
    return tuple(record for record in records if isinstance(record, kind))


def _kind(path: TransportPath | None) -> Kind:
    if path is None or path.direction is Direction.UNKNOWN:
        return Kind(None, None, None)
    way = path.direction
    return Kind(way is Direction.INBOUND, way is Direction.INTERNAL, way is Direction.OUTBOUND)
