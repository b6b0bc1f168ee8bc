"""Parts examined again stand in the place of what was known, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Fact, Relation
from analyzers.scope import Again
from workbench.analysis.merging import merged, reached


def run(unit: str, word: str = "", outcome: Outcome = Outcome.COMPLETE) -> Examination:
    return Examination(unit, 1, outcome, facts=(Fact("said", word),))


def node(
    id: int, parent: int, name: str, *runs: Examination, by: str = "opener", twin: int = -1
) -> Node:
    return Node(id, parent, name, "zip", "", Relation.MEMBER, 1, name * 2, "", "", runs, twin, by)


def tree(*nodes: Node, isolation: str = "full") -> Analysis:
    return Analysis(nodes, isolation, ("rlimits", "seccomp"), (("opener", 1),), "", 1.0, 0.5)


def shape(analysis: Analysis) -> list[tuple[int, int, str, int, tuple[str, ...]]]:
    return [
        (n.id, n.parent, n.name, n.duplicate_of, tuple(e.facts[0].value for e in n.examinations))
        for n in analysis.nodes
    ]


OLD = tree(
    node(0, -1, "mail", run("opener", "old"), run("asker", "old")),
    node(1, 0, "a", run("opener", "old"), run("asker", "old")),
    node(2, 1, "x", run("opener", "old")),
    node(3, 0, "b", twin=2),
    node(4, 0, "c", run("asker", "old")),
)


def test_only_the_wanted_units_are_replaced_in_their_places() -> None:
    new = tree(
        node(0, -1, "mail", run("opener", "new")), node(1, 0, "c", run("asker", "new")),
        isolation="process",
    )  # fmt: skip
    way = Again("mailmail", (), ("opener",))
    done = merged(OLD, new, (way, Again("cc", ("asker",))))
    assert shape(done)[:4] == shape(OLD)[:4]
    assert shape(done)[4] == (4, 0, "c", -1, ("new",))
    assert (done.isolation, done.seconds, done.cpu_seconds) == ("process", 2.0, 1.0)


def test_a_whole_object_takes_its_inside_along() -> None:
    new = tree(
        node(0, -1, "mail", run("opener", "new")),
        node(1, 0, "a", run("opener", "new")),
        node(2, 1, "y", run("opener", "new")),
        node(3, 2, "z", twin=0),
    )
    done = merged(OLD, new, (Again("mailmail", (), ("opener",)), Again("aa", whole=True)))
    assert shape(done) == [
        (0, -1, "mail", -1, ("old", "old")),
        (1, 0, "a", -1, ("new",)),
        (2, 1, "y", -1, ("new",)),
        (3, 2, "z", 0, ()),
        (4, 0, "b", -1, ("old",)),  # it keeps what was known of the twin that is gone
        (5, 0, "c", -1, ("old",)),
    ]


def test_a_twin_elsewhere_follows_to_the_same_bytes_in_the_new_part() -> None:
    again = replace(node(2, 1, "x", run("opener", "new")))
    new = tree(
        node(0, -1, "mail", run("opener", "new")), node(1, 0, "a", run("opener", "new")), again
    )
    done = merged(OLD, new, (Again("mailmail", (), ("opener",)), Again("aa", whole=True)))
    assert [n.duplicate_of for n in done.nodes] == [-1, -1, -1, 2, -1]


def test_what_wanted_units_found_is_replaced_by_what_they_find() -> None:
    old = tree(
        node(0, -1, "mail", run("opener"), run("asker", "old")),
        node(1, 0, "p", run("opener", "old"), by="asker"),
        node(2, 0, "q", run("opener", "old")),
    )
    new = tree(
        node(0, -1, "mail", run("asker", "new")),
        node(1, 0, "r", run("opener", "new"), by="asker"),
    )
    done = merged(old, new, (Again("mailmail", ("asker",), ("opener",)),))
    assert [n.name for n in done.nodes] == ["mail", "r", "q"]
    assert done.nodes[0].examinations[1].facts[0].value == "new"


def test_a_box_that_ended_badly_says_so_and_the_unit_is_silent() -> None:
    ended = run("box", "killed", Outcome.KILLED)
    new = tree(node(0, -1, "mail", run("opener", "new"), ended))
    done = merged(OLD, new, (Again("mailmail", ("asker",), ("opener",)),))
    assert [e.unit for e in done.root.examinations] == ["opener", "box"]
    assert shape(done)[1:] == shape(OLD)[1:]


def test_an_object_that_was_not_met_stays_as_it_was() -> None:
    new = tree(node(0, -1, "mail", run("opener", "new")))
    parts = (Again("mailmail", (), ("opener",)), Again("aa", whole=True))
    assert shape(merged(OLD, new, parts)) == shape(OLD)
    assert not reached(new, "aa")
    assert reached(new, "mailmail")
