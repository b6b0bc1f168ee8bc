"""Parts of an artifact: only the named units run, on the named bodies, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzers.engine import Place, Spoken, Visit
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Observation, Relation
from analyzers.model.unit import Context, Unit
from analyzers.scope import EVERYTHING, Again, Scope


def _says(*observations: Observation) -> Callable[[Artifact, Context], Iterator[Observation]]:
    def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
        yield from observations

    return examine


BODIES = [Child(n, n.encode(), "", Relation.BODY, in_place=True) for n in ("one", "two")]
UNITS = (
    Unit("reader", 1, frozenset({"mail"}), _says(*BODIES)),
    Unit("asker", 1, frozenset({"mail"}), _says(Child("found", b"found", in_place=True))),
    Unit("other", 1, frozenset({"mail", "body"}), _says(Fact("a", "b"))),
    Unit("third", 1, frozenset({"body"}), _says(Fact("c", "d"))),
)
MAIL = Artifact.of(b"mail", "mail", "")
ONE = Artifact.of(b"one", "one", "")


def sniff(data: bytes, name: str, declared: str) -> str:
    return "mail" if data == b"mail" else "body"


def ran(*entries: Again) -> list[tuple[str, str]]:
    """The artifact's name and the unit, in the order they ran."""
    names: dict[int, str] = {}
    found = []
    for step in Visit(UNITS, Context(), sniff, frozenset(), Scope.of(entries)).steps(MAIL):
        if isinstance(step, Place):
            names[step.index] = step.artifact.name
        elif isinstance(step, Spoken):
            found.append((names[step.index], step.examination.unit))
    return found


def test_without_entries_everything_is_meant() -> None:
    assert len(ran()) == 3 + 2 * 3
    assert EVERYTHING.wants("any", "unit", whole=True)


def test_only_the_named_units_run_and_no_body_that_is_not_named() -> None:
    assert ran(Again(MAIL.sha256, ("other",), ("reader",))) == [
        ("mail", "reader"),
        ("mail", "other"),
    ]


def test_a_named_body_is_reached_by_the_unit_that_leads_to_it() -> None:
    way = Again(MAIL.sha256, (), ("reader",))
    assert ran(way, Again(ONE.sha256, ("third",))) == [("mail", "reader"), ("one", "third")]


def test_what_a_wanted_unit_finds_is_examined_whole() -> None:
    assert ran(Again(MAIL.sha256, ("asker",))) == [
        ("mail", "asker"),
        ("found", "other"),
        ("found", "third"),
    ]


def test_whole_means_all_units_and_all_inside() -> None:
    assert ran(Again(MAIL.sha256, whole=True)) == ran()


def test_an_entry_without_names_runs_every_unit_but_keeps_to_what_is_named() -> None:
    assert [unit for _, unit in ran(Again(MAIL.sha256))] == ["reader", "asker", "other"]
