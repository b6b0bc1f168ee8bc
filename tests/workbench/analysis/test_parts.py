"""What has to run again for one object, or for an answer, and the way that leads there."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.message import Message
from analyzers.model.observation import Need, Relation
from analyzers.scope import Again
from workbench.analysis.parts import answered, boxed, whole

MESSAGE = Message("eml", "", (), (), "", (), (), "", "", (), (), ())
ASKS = (("SPF", "dns"), ("BIMI", "dns"), ("history", "sender-history"))
NEED = Need("dns", "TXT a.example", "unknown")


def run(unit: str, *needs: Need, message: bool = False) -> Examination:
    records = (MESSAGE,) if message else ()
    return Examination(unit, 1, Outcome.COMPLETE, records=records, needs=needs)


def node(
    id: int, parent: int, *runs: Examination, by: str = "", relation: Relation = Relation.MEMBER
) -> Node:
    return Node(id, parent, f"n{id}", "eml", "", relation, 1, f"h{id}", "", "", runs, by=by)


TREE = Analysis(
    (
        node(0, -1, run("eml", message=True), run("SPF"), run("history")),
        node(1, 0, run("html"), by="eml", relation=Relation.BODY),
        node(2, 0, run("zip"), by="eml"),
        node(3, 2, run("eml", message=True), run("SPF", NEED), run("BIMI"), run("file"), by="zip"),
        node(4, 3, run("text"), by=""),
    ),
    "full", (), (), "", 1.0, 1.0,
)  # fmt: skip


def test_one_object_is_whole_and_the_way_to_it_is_not() -> None:
    assert set(whole(TREE, TREE.nodes[3])) == {
        Again("h3", whole=True),
        Again("h2", via=("zip",)),
        Again("h0", via=("eml",)),
    }


def test_a_body_is_examined_with_its_message() -> None:
    assert boxed(TREE, TREE.nodes[1]).id == 0
    assert whole(TREE, TREE.nodes[1]) == (Again("h0", whole=True),)


def test_where_nobody_knows_who_found_it_every_unit_leads_on() -> None:
    assert Again("h3") in whole(TREE, TREE.nodes[4])


def test_an_answer_is_for_those_that_read_such_answers_where_it_was_missed() -> None:
    assert set(answered(TREE, {("dns", "TXT a.example"): "x"}, ASKS)) == {
        Again("h3", ("SPF", "BIMI"), ("eml",)),
        Again("h2", via=("zip",)),
        Again("h0", via=("eml",)),
    }
    assert answered(TREE, {("dns", "TXT other.example"): "x"}, ASKS) == ()
