"""Messages in messages: which are offered, and each as an analysis of its own."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role
from analyzers.model.message import Message, Part
from analyzers.model.observation import Relation
from analyzers.model.record import Record
from ui.models.layering import MOST, Viewpoint, perspectives, seen_from


def message(subject: str, *parts: Part) -> Message:
    return Message("eml", subject, (), (), "", (), (), "", "", (), parts, ())


def node(id: int, parent: int, *records: Record, sha256: str = "", twin: int = -1) -> Node:
    runs = (Examination("message", 1, Outcome.COMPLETE, records=records),) if records else ()
    relation = Relation.EMBEDDED
    return Node(id, parent, f"n{id}", "eml", "", relation, 1, sha256, "", "", runs, twin)


def analysis(*nodes: Node) -> Analysis:
    return Analysis(nodes, "full", (), (), "", 0.0, 0.0)


PART = Part("1.2", "message/rfc822", "", "", "attachment", "x.eml", "", 0, 1, "aa")
REPORT = Layer(Role.REPORT, "", Fidelity.UNKNOWN, "Some button", reporter="ann@a.example")
ORIGINAL = Layer(Role.ORIGINAL, "1.2", Fidelity.REPRODUCTION, unproven=("No hop is shown",))
WHOLE = analysis(
    node(0, -1, message("Report", PART), REPORT, ORIGINAL),
    node(1, 0, message("Evil"), sha256="aa"),
    node(2, 1, sha256="bb"),
    node(3, 0, sha256="bb", twin=2),
)


def test_the_original_is_offered_with_what_it_cannot_prove() -> None:
    outer, inner = perspectives(WHOLE)
    assert (outer.node, outer.title) == (0, "Report")
    assert outer.note == "reported by ann@a.example (Some button)"
    assert (inner.node, inner.title) == (1, "Original: Evil")
    assert inner.note == "client reproduction · No hop is shown"


def test_nothing_is_offered_for_what_is_no_message() -> None:
    assert perspectives(None) == []
    assert perspectives(analysis(node(0, -1))) == []


def test_a_folder_of_mail_does_not_fill_the_screen() -> None:
    nested = [node(n, 0, message(str(n))) for n in range(1, 50)]
    assert len(perspectives(analysis(node(0, -1, message("a")), *nested))) == MOST


def test_a_message_inside_is_seen_as_if_it_were_alone() -> None:
    seen = seen_from(WHOLE, 1)
    assert [(one.id, one.parent, one.sha256) for one in seen.nodes] == [(0, -1, "aa"), (1, 0, "bb")]
    assert seen.message is not None
    assert seen.message.subject == "Evil"
    assert seen_from(WHOLE, 0) is WHOLE
    assert seen_from(WHOLE, 99) is WHOLE


def test_what_was_examined_elsewhere_comes_along() -> None:
    outside = analysis(
        node(0, -1, message("a")), node(1, 0, message("text")), node(2, 0, message("b")),
        node(3, 2, twin=1),
    )  # fmt: skip
    seen = seen_from(outside, 2)
    assert seen.nodes[1].duplicate_of == -1
    assert seen.nodes[1].examinations == outside.nodes[1].examinations


def test_a_viewpoint_hands_out_the_same_as_long_as_nothing_changes() -> None:
    view = Viewpoint()
    assert view.of(WHOLE) is WHOLE
    view.node = 1
    assert view.of(WHOLE) is view.of(WHOLE)
