"""Every point of a verdict is a line, and so is every doubt."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Relation
from tests.ui.tray import opened
from ui.models.evidence import Line, facts, headline, lines
from ui.tokens import Tone
from workbench.model.verdict import Label, NotChecked, Reason, Verdict

VERDICT = Verdict(
    Label.SUSPICIOUS,
    46,
    "Looks bad",
    (
        Reason("a", 40, "Grave", "evidence", 2, "a.zip > b.exe"),
        Reason("b", 10, "Light", "", 0, "", times=3),
        Reason("c", 0, "Said", "", 0, ""),
        Reason("d", -4, "Good", "", 0, ""),
    ),
    (NotChecked("DKIM", "no key", 1),),
)


def test_what_counts_comes_first_then_doubt_then_what_is_only_said() -> None:
    assert lines(VERDICT) == [
        Line(Tone.MALICIOUS, "+40", "Grave", "evidence · a.zip > b.exe", 2),
        Line(Tone.SUSPICIOUS, "+10", "Light (3×)", "", 0),
        Line(Tone.CLEAN, "−4", "Good", "", 0),
        Line(Tone.UNKNOWN, "?", "Not checked: DKIM", "no key", 1),
        Line(Tone.INFO, "0", "Said", "", 0),
    ]


def test_the_headline_never_promises_what_nobody_looked_at() -> None:
    assert headline(opened(1, verdict=VERDICT)) == "Looks bad"
    assert headline(opened(1)) == headline(None) == "Nothing can be said about this message"


def test_facts_count_the_checks_and_name_a_weak_box() -> None:
    runs = tuple(Examination("u", 1, outcome) for outcome in (Outcome.COMPLETE, Outcome.KILLED))
    node = Node(0, -1, "", "message", "", Relation.ATTACHMENT, 1, "", "", "", runs)
    full = Analysis((node,), "full", (), (), "", 1.25, 0.0)
    weak = Analysis((node,), "process", (), (), "", 0.0, 0.0)
    assert facts(None) == facts(opened(1)) == ""
    assert facts(opened(1, analysis=full)) == "1 of 2 checks · 1.2 s"
    assert facts(opened(1, analysis=weak)) == "1 of 2 checks · 0.0 s · reduced isolation"
