"""The past of a sender is asked for, and doubt about it is kept."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from analyzers.model.observation import Fact, Finding, Need, Observation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.history import KIND, UNIT
from tests.analyzers.signals.said import artifact, context

FROM = ("From", "Ann <Ann@contoso.test>")


def test_the_history_of_the_sender_is_needed() -> None:
    (need,) = UNIT.examine(artifact(FROM), context(FROM))
    assert isinstance(need, Need)
    assert (need.kind, need.key) == (KIND, "ann@contoso.test")


def answered(text: str) -> list[Observation]:
    answers = MappingProxyType({(KIND, "ann@contoso.test"): text})
    return list(UNIT.examine(artifact(FROM), replace(context(FROM), answers=answers)))


def test_a_sender_with_a_history_is_a_fact() -> None:
    (fact,) = answered("12 earlier in 30 days")
    assert isinstance(fact, Fact)
    assert fact.value.startswith("12 messages in the 30 days")


def test_a_first_contact_is_a_finding() -> None:
    findings = [o for o in answered("0 earlier in 30 days") if isinstance(o, Finding)]
    assert [(f.rule, f.severity) for f in findings] == [("sender.first-contact", Severity.LOW)]


@pytest.mark.parametrize("text", ["", "many", "-1 earlier in 3 days", "1 earlier in 3 days\n"])
def test_an_answer_that_is_none_leaves_the_question_open(text: str) -> None:
    assert [type(o) for o in answered(text)] == [Need]


def test_a_message_without_a_sender_needs_nothing() -> None:
    assert list(UNIT.examine(artifact(), context())) == []


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
