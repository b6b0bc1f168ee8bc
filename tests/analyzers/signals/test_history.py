"""The past of a sender is asked for, and doubt about it is kept."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from analyzers.model.observation import Fact, Need
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.history import KIND, UNIT
from tests.analyzers.signals.said import artifact, context

FROM = ("From", "Ann <Ann@contoso.test>")


def test_the_history_of_the_sender_is_needed() -> None:
    (need,) = UNIT.examine(artifact(FROM), context(FROM))
    assert isinstance(need, Need)
    assert (need.kind, need.key) == (KIND, "ann@contoso.test")


def test_an_answer_is_shown_and_nothing_is_needed_any_more() -> None:
    answers = MappingProxyType({(KIND, "ann@contoso.test"): "12 messages in 30 days"})
    said = list(UNIT.examine(artifact(FROM), replace(context(FROM), answers=answers)))
    assert said == [Fact("Sender before", "12 messages in 30 days")]


def test_a_message_without_a_sender_needs_nothing() -> None:
    assert list(UNIT.examine(artifact(), context())) == []


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
