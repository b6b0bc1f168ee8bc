"""One analysed input as one JSON object."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analyzers.model.analysis import Outcome
from analyzers.model.content import Link, Redirect
from analyzers.model.observation import Fact, Finding, Severity
from tests.lines import check_line
from tests.workbench.report.analyses import (
    HOSTILE,
    MESSAGE,
    analysis,
    everything,
    examination,
    node,
)
from workbench.analysis.verdict import judge
from workbench.report.jsonline import SCHEMA, error_line, line_of, problem_of


def test_the_line_has_the_documented_shape_and_survives_json() -> None:
    result = everything()
    line = line_of("a.eml", result, judge(result))
    check_line(line)
    assert json.loads(json.dumps(line)) == line


def test_nothing_of_the_result_is_left_out() -> None:
    result = everything()
    line = line_of("a.eml", result, judge(result))
    assert len(line["tree"]) == 4
    root, locked, crashed, twin = line["tree"]
    assert root["units"][0]["findings"][0]["evidence"] == f"seen {HOSTILE}"
    assert root["units"][1]["matches"][0]["strings"][0]["offset"] == 7
    assert locked["units"][0]["needs"] == [{"kind": "password", "key": "k", "why": "locked"}]
    assert crashed["units"][0]["outcome"] == "crashed"
    assert (twin["duplicate_of"], twin["units"]) == (1, [])
    assert line["message"]["node"] == 0
    assert {missing["node"] for missing in line["verdict"]["not_checked"]} == {1, 2}
    assert (line["seconds"], line["cpu_seconds"]) == (0.123, 0.068)


def test_links_are_told_once_where_bytes_came_twice() -> None:
    steps = (Redirect("Microsoft Safe Links", "https://b.test/", "b.test"), Redirect("Mailer", ""))
    link = Link("https://a.test/", "a.test", "a.test", "text", "html", redirects=steps)
    body = node(1, 0, examination("links", records=(link,)))
    twin = node(2, 0, duplicate_of=1)
    result = analysis(node(0, -1, examination(records=(MESSAGE,))), body, twin)
    (url,) = line_of("a.eml", result, judge(result))["urls"]
    assert (url["url"], url["node"]) == ("https://a.test/", 1)
    assert (url["target"], url["open_ended"], url["visible"]) == ("https://b.test/", True, True)
    assert url["redirects"][0]["by"] == "Microsoft Safe Links"
    assert (url["shown"], url["where"], url["recipient"]) == ("", "", False)


def test_an_input_that_never_left_has_path_and_error_only() -> None:
    line = error_line("a.eml", "a.eml does not exist")
    assert line == {"schema": SCHEMA, "path": "a.eml", "error": "a.eml does not exist"}
    check_line(line)


def test_error_is_absent_where_the_input_was_read() -> None:
    result = everything()
    assert "error" not in line_of("a.eml", result, judge(result), problem_of(result))


@pytest.mark.parametrize("outcome", [Outcome.UNREADABLE, Outcome.CRASHED])
def test_an_input_whose_own_unit_gave_up_could_not_be_read(outcome: Outcome) -> None:
    assert "why" in problem_of(analysis(node(0, -1, examination("eml", outcome))))


@pytest.mark.parametrize("outcome", [Outcome.TIMED_OUT, Outcome.KILLED, Outcome.NOT_RUN])
def test_an_input_whose_box_died_could_not_be_read(outcome: Outcome) -> None:
    whole = examination(records=(MESSAGE,))
    assert "why" in problem_of(analysis(node(0, -1, whole, examination("box", outcome))))


def test_the_units_for_every_kind_are_no_reading() -> None:
    seen = examination("file", facts=(Fact("Size", "10"),))
    root = node(0, -1, seen, examination("ole", Outcome.UNREADABLE), examination("encrypted"))
    assert problem_of(analysis(root)) == "ole: unreadable: why"


def test_what_was_said_before_one_unit_gave_up_is_a_reading() -> None:
    root = node(0, -1, examination(records=(MESSAGE,)), examination("pe", Outcome.CRASHED))
    assert problem_of(analysis(root)) == ""


def test_trouble_inside_does_not_make_the_input_unreadable() -> None:
    root = node(0, -1, examination(records=(MESSAGE,)))
    inside = node(1, 0, examination("box", Outcome.KILLED))
    assert problem_of(analysis(root, inside)) == ""


def test_a_bound_that_was_hit_is_a_finding_and_no_failure() -> None:
    limit = Finding("limit.artifacts", Severity.MEDIUM, "More than are examined")
    full = examination("box", Outcome.NOT_RUN, findings=(limit,))
    assert problem_of(analysis(node(0, -1, examination(records=(MESSAGE,)), full))) == ""


def test_an_empty_file_could_not_be_read() -> None:
    root = replace(node(0, -1, examination("file")), size=0)
    assert "empty" in problem_of(analysis(root))
