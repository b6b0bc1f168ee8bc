"""Logos: named with what they do not prove, and asked for only along with DMARC."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from analyzers.lib.dns_answers import KIND, Answer, Status, spell
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Need
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.bimi import CAVEAT, UNIT
from tests.analyzers.signals.said import artifact, context
from tests.samples.signing import mail

FROM = ("From", "Ann <ann@example.com>")
DMARC = (KIND, "TXT _dmarc.example.com")
BIMI = (KIND, "TXT default._bimi.example.com")


def said(answers: dict[tuple[str, str], Answer], *headers: tuple[str, str]) -> list[object]:
    told = MappingProxyType({key: spell(answer) for key, answer in answers.items()})
    plain = context(FROM, *headers)
    heard = Context(message=plain.message, answers=told)
    return list(UNIT.examine(Artifact.of(mail(), "a.eml", "eml"), heard))


def facts(observations: list[object]) -> list[str]:
    return [each.value for each in observations if isinstance(each, Fact)]


def test_it_is_not_asked_for_on_its_own() -> None:
    assert said({}) == []


def test_it_is_asked_for_where_dns_was_asked_for_dmarc() -> None:
    (need,) = said({DMARC: Answer(Status.ABSENT)})
    assert isinstance(need, Need)
    assert (need.kind, need.key) == BIMI


def test_a_published_logo_is_named_with_its_caveat() -> None:
    record = "v=BIMI1; l=https://example.com/logo.svg; a="
    found = said({DMARC: Answer(Status.ABSENT), BIMI: Answer(Status.FOUND, (record,))})
    (line,) = facts(found)
    assert "https://example.com/logo.svg without a certificate" in line
    assert CAVEAT in line


def test_none_published_is_said() -> None:
    found = said({DMARC: Answer(Status.ABSENT), BIMI: Answer(Status.ABSENT)})
    assert facts(found)[0].startswith("none is published")


@pytest.mark.parametrize(
    "header",
    [
        ("BIMI-Selector", "v=BIMI1; s=x"),
        ("BIMI-Location", "v=BIMI1; l=https://a.test/l.svg"),
        ("Authentication-Results", "mx.test; bimi=pass header.d=a.test"),
    ],
)
def test_claims_are_named_with_their_caveat(header: tuple[str, str]) -> None:
    (line,) = facts(said({}, header))
    assert CAVEAT in line


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
