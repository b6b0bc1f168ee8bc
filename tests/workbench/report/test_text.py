"""One analysed input for people at a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from analyzers.model.analysis import Analysis
from analyzers.model.script import ScriptCall, ScriptLayer
from tests.workbench.report.analyses import (
    HOSTILE,
    MESSAGE,
    analysis,
    everything,
    examination,
    node,
)
from workbench.analysis.verdict import judge
from workbench.report.jsonline import line_of
from workbench.report.text import text_of


def _text(result: Analysis, problem: str = "", path: str = "a.eml") -> str:
    return text_of(path, result, judge(result), problem)


def test_it_says_what_counts_first() -> None:
    result = everything()
    verdict = judge(result)
    first, second, *_ = _text(result).splitlines()
    assert first == "a.eml"
    assert second.startswith(f"  {verdict.label.value.upper()}  {verdict.score}/100")


def test_every_point_of_the_score_is_a_line() -> None:
    result = everything()
    points = re.findall(r"^ +([+-]\d+)  ", _text(result), re.MULTILINE)
    assert sum(map(int, points)) == judge(result).score


def test_what_was_not_checked_is_said_with_its_reason() -> None:
    text = _text(everything())
    assert "not checked: part 1 (why)" in text
    assert "pe: crashed: why" in text


def test_hostile_text_is_shown_and_does_nothing() -> None:
    text = _text(everything(), problem=f"bad {HOSTILE}", path=f"a{HOSTILE}.eml")
    assert all(line.isprintable() for line in text.splitlines())
    assert "\\x1b[2J\\u202e\\x07\\nx" in text


def test_many_recipients_are_counted() -> None:
    assert "<b2@example.org> and 2 more" in _text(everything())


def test_an_unreadable_date_says_so() -> None:
    undated = replace(MESSAGE, date="", to=())
    text = _text(analysis(node(0, -1, examination(records=(undated,)))))
    assert "Date     unreadable" in text
    assert "To       none" in text


def test_the_tree_is_indented_and_names_twins() -> None:
    lines = _text(everything()).splitlines()
    assert "    part 0  eml, 10 bytes" in lines
    assert "      part 3  eml, 10 bytes, same as object 1" in lines


def test_one_object_needs_no_tree() -> None:
    text = _text(analysis(node(0, -1, examination(records=(MESSAGE,)))))
    assert "part 0" not in text
    assert "1 objects" not in text
    assert "one object, isolation full" in text


def test_a_problem_stands_out() -> None:
    assert "COULD NOT BE READ  cut off" in _text(everything(), problem="cut off")


def test_text_and_json_give_the_same_verdict() -> None:
    result = everything()
    verdict = json.loads(json.dumps(line_of("a.eml", result, judge(result))))["verdict"]
    assert f"{verdict['label'].upper()}  {verdict['score']}/100" in _text(result)


def test_the_layers_of_a_script_stand_with_their_calls() -> None:
    layers = (
        ScriptLayer(0, -1, 0, "vbscript", "as written", "Execute x"),
        ScriptLayer(1, 0, 1, "powershell", "base64", "iex 1\niex 2"),
    )
    call = ScriptCall("iex", "iex 2", 1, 2, "decode", "runs text as a script", "T1059.001")
    text = _text(analysis(node(0, -1, examination(records=(*layers, call)))))
    lines = [line.strip() for line in text.splitlines()]
    place = lines.index("layer 1: powershell, base64")
    assert lines[place + 1 : place + 3] == ["| iex 1", "| iex 2"]
    assert "> line 2: runs text as a script (T1059.001): iex 2" in text
    assert "layer 0" not in text
