"""What the offer to examine an object again says, and when there is one."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Need, Relation, Severity
from tests.ui.tray import NOW
from ui.models.again import limits_met, locked, offer, told
from workbench.isolation.settings import HostSettings, raised
from workbench.model.reexamination import Came, Reexamination, Wish


def of(*runs: Examination) -> tuple[Analysis, Node]:
    node = Node(0, -1, "a.zip", "zip", "", Relation.ATTACHMENT, 1, "aa", "", "", runs)
    return Analysis((node,), "full", (), (), "", 1.0, 1.0), node


def test_a_need_for_a_password_makes_it_locked() -> None:
    need = Need("password", "aa", "It is locked")
    assert locked(*of(Examination("zip", 1, Outcome.UNANSWERED, needs=(need,))))
    assert not locked(*of(Examination("zip", 1, Outcome.COMPLETE)))


def test_each_limit_that_was_met_is_named_once() -> None:
    cap = Finding("limit.zip.member", Severity.MEDIUM, "A member is too large")
    runs = (
        Examination("zip", 1, Outcome.LIMITED, "A member is too large", findings=(cap, cap)),
        Examination("box", 1, Outcome.TIMED_OUT, "Not done within 10 s"),
        Examination("file", 1, Outcome.COMPLETE, "all is well"),
    )
    assert limits_met(*of(*runs)) == ("A member is too large", "Not done within 10 s")


def test_the_offer_says_what_is_raised_and_what_it_may_cost() -> None:
    text = offer(("A member is too large",))
    assert "Stopped at: A member is too large." in text
    assert "512 MiB for a member instead of 64" in text
    assert "10 minutes and 3 GiB" in text
    assert "and 2 more" in offer(tuple("abcdef"))


def test_raised_limits_are_above_the_usual_ones_everywhere() -> None:
    usual, more = HostSettings(), raised(HostSettings())
    for part in ("box", "tree", "limits"):
        before, after = getattr(usual, part), getattr(more, part)
        grown = [getattr(after, n) >= getattr(before, n) for n in before.__slots__]
        assert all(grown), part
        assert before != after


def test_what_was_tried_is_told_last_first() -> None:
    done = (
        Reexamination(Wish("aa", "one"), "a.zip", Came.LOCKED, "ann", NOW),
        Reexamination(Wish("bb", "two"), "b.zip", Came.OPENED, "ann", NOW),
        Reexamination(Wish("aa", raised=True), "a.zip", Came.EXAMINED, "ben", NOW),
    )
    assert told(done, "aa").splitlines() == [
        "Examined again 2026-03-02 12:00 UTC by ben, raised limits",
        "Examined again 2026-03-02 12:00 UTC by ann, password one: does not open it",
    ]
