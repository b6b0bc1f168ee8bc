"""The word of a filter of ours weighs, anybody else's is only told."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.path import GatewayVerdict
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.gateways import UNIT
from tests.samples.ways import NOBODY, OURS, Fields, exchange, internal, said

SPAM = "CIP:203.0.113.9;SCL:6;SFV:SPM;CAT:SPM;"


def severities(fields: Fields, base: Context = OURS) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in said(UNIT, fields, base).findings}


def test_what_our_filter_called_unwanted_weighs() -> None:
    assert severities(exchange(report=SPAM)) == {"gateway.unwanted": Severity.MEDIUM}


def test_the_word_of_an_unknown_filter_does_not() -> None:
    assert severities(exchange(report=SPAM), NOBODY) == {"gateway.unwanted": Severity.INFO}
    forged = (("X-Spam-Status", "Yes, score=9"),)
    assert severities(exchange(below=forged)) == {"gateway.unwanted": Severity.INFO}


def test_what_was_let_pass_unfiltered_is_said_but_not_of_internal_mail() -> None:
    assert severities(exchange(report="SCL:-1;SFV:SKN;")) == {"gateway.skipped": Severity.INFO}
    assert severities(internal()) == {}


def test_each_filter_is_a_record() -> None:
    found = said(UNIT, exchange(below=(("X-Spam-Status", "No, score=1"),)))
    records = [o for o in found.all if isinstance(o, GatewayVerdict)]
    assert [record.product for record in records] == ["Microsoft", "SpamAssassin"]
    assert found.findings == []


def test_more_fields_than_are_read_are_said() -> None:
    fields = tuple(("X-Spam-Level", "*") for _ in range(101))
    assert severities(fields, NOBODY) == {"limit.gateway.fields": Severity.LOW}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
