"""The line says what was found, never more, and never sounds clean where nobody looked."""

from __future__ import annotations

import pytest

from analyzers.model.analysis import Outcome
from analyzers.model.observation import Finding, Relation, Severity
from analyzers.model.purpose import Danger
from analyzers.purpose.sentence import lowered, purposes
from analyzers.purpose.standing import gap, known
from tests.workbench.report.analyses import analysis, examination, node

MACRO = Finding("office.macro.autoexec", Severity.HIGH, "A macro starts by itself")
TEMPLATE = Finding("office.template.remote", Severity.CRITICAL, "A template is fetched",
                   "hxxps://a[.]test/t.dotm")  # fmt: skip
LOW = Finding("link.scheme", Severity.LOW, "A link is odd")


def test_acts_stand_in_order_with_the_address_they_speak_of() -> None:
    one = node(0, -1, examination("office", findings=(TEMPLATE, MACRO, LOW)), kind="docm")
    told = purposes(analysis(one))[0]
    assert told.sentence == (
        "A macro starts by itself; a template is fetched: hxxps://a[.]test/t.dotm"
    )
    assert told.danger is Danger.RUNS
    assert told.rules == ("office.macro.autoexec", "office.template.remote")
    assert told.checked


def test_nothing_found_is_said_only_of_what_was_looked_at() -> None:
    looked = node(0, -1, examination("text", findings=(LOW,)), kind="text")
    line = purposes(analysis(looked))[0].sentence
    assert line == "Nothing that acts on its own was found; noted: a link is odd"


def test_what_nobody_knows_is_not_analysed() -> None:
    dispatched = examination("dispatch", Outcome.NOT_RUN, reason="No reader for the kind 'x'")
    one = node(0, -1, examination("file"), dispatched, kind="x")
    result = analysis(one)
    told = purposes(result)[0]
    assert told.sentence == "Not analysed: No reader for the kind 'x'"
    assert not told.checked
    assert not known(result, one)
    assert gap(analysis(node(0, -1)), node(0, -1)) == "no check ran on it"


def test_a_gap_is_said_beside_what_was_found() -> None:
    crashed = examination("pe", Outcome.CRASHED, reason="it broke")
    told = purposes(analysis(node(0, -1, examination("office", findings=(MACRO,)), crashed)))[0]
    assert told.sentence == "A macro starts by itself. Not everything was checked: it broke"
    alone = purposes(analysis(node(0, -1, examination("file"), crashed)))[0]
    assert alone.sentence == "Not analysed: it broke"


def test_a_shell_names_the_worst_inside_it() -> None:
    result = analysis(
        node(0, -1, examination("eml")),
        node(1, 0, examination("text"), relation=Relation.BODY),
        node(2, 0, examination("zip"), name="a.zip"),
        node(3, 2, examination("office", findings=(MACRO,)), name="b.docm"),
        node(4, 2, duplicate_of=3),
    )
    told = purposes(result)
    ending = "inside, b.docm: a macro starts by itself"
    assert told[0].sentence == f"I{ending[1:]}"
    assert told[2].sentence.endswith(ending[1:])
    assert told[4].sentence == told[3].sentence


def test_a_message_does_what_its_body_does() -> None:
    form = Finding("html.form.password", Severity.HIGH, "A form asks for a password")
    result = analysis(
        node(0, -1, examination("eml")),
        node(1, 0, examination("html", findings=(form,)), relation=Relation.BODY),
    )
    assert purposes(result)[0].danger is Danger.STEALS


def test_names_keep_their_capitals() -> None:
    assert lowered("A link") == "a link"
    assert lowered("PowerShell runs") == "PowerShell runs"
    assert lowered("DMARC failed") == "DMARC failed"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Microsoft's verdict failed", "Microsoft's verdict failed"),
        ("DKIM failed", "DKIM failed"),
        ("A link is odd", "a link is odd"),
        ("", ""),
    ],
)
def test_names_keep_their_first_letter(title: str, shown: str) -> None:
    assert lowered(title) == shown
