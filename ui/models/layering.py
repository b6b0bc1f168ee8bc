"""The messages inside a message, each as an analysis of its own, and what that copy can prove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzers.model.analysis import Analysis, Node
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role
from analyzers.model.message import Message
from ui.models.details import records

MOST = 8  # messages offered; a folder of mail is looked through in Attachments
_WORDS = {
    Role.REPORT: "Report",
    Role.FORWARD: "Forward",
    Role.ORIGINAL: "Original",
    Role.BOUNCE: "Delivery report",
    Role.ORDINARY: "Message",
}


@dataclass(frozen=True, slots=True)
class Perspective:
    """One message to look at; ``node`` is its place in the whole analysis, 0 the outermost."""

    node: int
    title: str
    note: str  # how it was recognised and what its copy cannot prove; "" where that is nothing


def perspectives(analysis: Analysis | None) -> list[Perspective]:
    """The outermost message first, then those inside it; none where it is no message."""
    if analysis is None or analysis.message is None:
        return []
    layers = records(analysis, analysis.root, Layer)
    nested = [node for node in analysis.nodes[1:] if _message(analysis, node)]
    outer = next((one for one in layers if not one.part), None)
    inline = [one for one in layers if one.part == "" and one.fidelity is Fidelity.INLINE]
    first = Perspective(0, _outer_title(outer), _note(outer, *inline))
    return [first, *(_nested(analysis, node, layers) for node in nested[: MOST - 1])]


def _outer_title(layer: Layer | None) -> str:
    return _WORDS[layer.role] if layer and layer.role is not Role.ORIGINAL else "This message"


def _nested(analysis: Analysis, node: Node, layers: list[Layer]) -> Perspective:
    message = _message(analysis, node)
    layer = _layer_of(analysis, node, layers)
    word = _WORDS[layer.role] if layer else "Inside"
    subject = (message.subject if message else "") or node.name or "(no subject)"
    return Perspective(node.id, f"{word}: {subject}", _note(layer))


def _layer_of(analysis: Analysis, node: Node, layers: list[Layer]) -> Layer | None:
    """The layer that lies in the part of the same bytes."""
    outer = analysis.message
    paths = {part.path for part in outer.parts if part.sha256 == node.sha256} if outer else set()
    return next((one for one in layers if one.part and one.part in paths), None)


def _message(analysis: Analysis, node: Node) -> Message | None:
    return next(iter(records(analysis, node, Message)), None)


def _note(*layers: Layer | None) -> str:
    return " · ".join(dict.fromkeys(text for one in layers if one for text in _said(one)))


def _said(layer: Layer) -> Iterator[str]:
    product = f" ({layer.product})" if layer.product else ""
    if layer.role is Role.REPORT and layer.reporter:
        yield f"reported by {layer.reporter}{product}"
    elif layer.reason:
        yield f"{layer.reason}{product}"
    if layer.fidelity is not Fidelity.UNKNOWN and layer.role is not Role.ORDINARY:
        yield layer.fidelity.value
    yield from layer.unproven


class Viewpoint:
    """Which message is looked at; hands out the same analysis as long as nothing changes."""

    def __init__(self) -> None:
        self.node = 0
        self._last: tuple[Analysis, int, Analysis] | None = None

    def of(self, analysis: Analysis) -> Analysis:
        if self._last is None or self._last[0] is not analysis or self._last[1] != self.node:
            self._last = analysis, self.node, seen_from(analysis, self.node)
        return self._last[2]


def seen_from(analysis: Analysis, node_id: int) -> Analysis:
    """The same analysis with ``node_id`` as its root and nothing around it."""
    if node_id <= 0 or node_id >= len(analysis.nodes):
        return analysis
    places = {node_id: 0}
    for node in analysis.nodes[node_id + 1 :]:
        if node.parent in places:
            places[node.id] = len(places)
    return replace(analysis, nodes=tuple(_moved(analysis, old, places) for old in places))


def _moved(analysis: Analysis, old: int, places: dict[int, int]) -> Node:
    """With new ids; what was examined at a twin outside carries its examinations itself."""
    node = analysis.nodes[old]
    twin = places.get(node.duplicate_of, -1)
    return replace(
        node,
        id=places[old],
        parent=places.get(node.parent, -1) if places[old] else -1,
        duplicate_of=twin,
        examinations=node.examinations if twin >= 0 else analysis.examined(node).examinations,
    )
