"""Results put together by hand, to be reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.message import Address, AuthenticationClaim, Header, Message
from analyzers.model.observation import Fact, Finding, Need, Relation, Severity
from analyzers.model.rule import MatchedString, RuleMatch

HOSTILE = "\x1b[2J\u202e\x07\nx"

MESSAGE = Message(
    format="eml",
    subject=f"Hello {HOSTILE}",
    sender=(Address(f"Ann {HOSTILE}", "ann@example.com"),),
    reply_to=(),
    return_path="bounce@example.com",
    to=tuple(Address("", f"b{number}@example.org") for number in range(5)),
    cc=(),
    date="2026-03-02T12:00:00+00:00",
    message_id="<1@example.com>",
    headers=(Header("Subject", f"Hello {HOSTILE}", "Subject: Hello", 17),),
    parts=(),
    authentication=(
        AuthenticationClaim("mx.example.org", "spf", "pass", (("smtp.mailfrom", "x"),), 0),
    ),
)
FINDING = Finding("test.bad", Severity.HIGH, f"Bad {HOSTILE}", f"seen {HOSTILE}", "line 3")
MATCH = RuleMatch("rule", "pack/file.yar", ("tag",), (("author", "me"),), (
    MatchedString("$a", 7, "excerpt"),
))  # fmt: skip


def examination(unit: str = "eml", outcome: Outcome = Outcome.COMPLETE, **more: Any) -> Examination:
    reason = "" if outcome is Outcome.COMPLETE else "why"
    more.setdefault("general", unit in {"file", "yara", "box"})
    return Examination(unit, 1, outcome, **({"reason": reason} | more))


def node(id: int, parent: int, *examinations: Examination, **more: Any) -> Node:
    made = Node(
        id, parent, f"part {id}", "eml", "", Relation.ATTACHMENT, 10,
        "a" * 64, "b" * 40, "c" * 32, examinations,
    )  # fmt: skip
    return replace(made, **more)


def analysis(*nodes: Node) -> Analysis:
    return Analysis(nodes, "full", ("seccomp",), (("eml", 1),), "", 0.12345, 0.06789)


def everything() -> Analysis:
    """A message with a finding, a match, a need, a crash, a child and its twin."""
    return analysis(
        node(
            0,
            -1,
            examination(records=(MESSAGE,), facts=(Fact("Parts", "2"),), findings=(FINDING,)),
            examination("yara", records=(MATCH,)),
        ),
        node(
            1, 0, examination("zip", Outcome.UNANSWERED, needs=(Need("password", "k", "locked"),))
        ),
        node(2, 0, examination("pe", Outcome.CRASHED), name=f"evil{HOSTILE}"),
        node(3, 0, duplicate_of=1),
    )
