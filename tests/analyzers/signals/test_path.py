"""The way is told with whose word it is, and only what cannot be true weighs."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Severity
from analyzers.model.path import Submission, TransportPath
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.path import UNIT
from tests.samples.ways import NOBODY, OURS, Fields, context, exchange, internal, line, said

FAILED = "spf=fail smtp.mailfrom=example.com; dmarc=fail header.from=example.com"
SENDER = ("From", "eve@other.example")


def severities(fields: Fields, base: Context = NOBODY) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in said(UNIT, fields, base).findings}


def test_an_ordinary_message_raises_nothing_and_tells_its_way() -> None:
    found = said(UNIT, exchange())
    assert found.findings == []
    assert found.facts["Direction"].startswith("inbound: ")
    assert found.facts["Entered"].startswith("from outside: ")
    assert found.facts["Delivered because"].startswith("Delivered: Microsoft scored it 1")
    path = next(o for o in found.all if isinstance(o, TransportPath))
    assert path.submission is Submission.EXTERNAL
    assert path.delivered_because


def test_a_copy_that_somebody_made_is_said_to_be_one() -> None:
    reason = said(UNIT, exchange()).facts["Our servers"]
    assert reason.endswith("this is a copy of unknown making")
    exact = Context(
        own_tenants=OURS.own_tenants,
        fidelity=Fidelity.ORIGINAL,
        message=context(exchange()).message,
    )
    facts = [o for o in UNIT.examine(Artifact.of(b"", "", "eml"), exact) if "copy" in str(o)]
    assert facts == []


def test_internal_mail_is_said_to_need_no_signature() -> None:
    assert severities(internal(), OURS) == {"path.internal": Severity.INFO}
    signed = (*internal(), ("DKIM-Signature", "v=1; d=example.com"))
    assert severities(signed, OURS) == {}


def test_direct_send_is_grave_where_our_own_tenant_says_so_and_a_remark_elsewhere() -> None:
    fields = exchange("boss@example.com", results=FAILED)
    assert severities(fields, OURS) == {"path.direct-send": Severity.HIGH}
    other = Context(own_domains=OURS.own_domains)
    assert severities(fields, other) == {"path.direct-send": Severity.INFO}
    assert severities(fields, NOBODY) == {}
    assert severities(exchange(), OURS) == {}


@pytest.mark.parametrize(
    ("fields", "rule", "severity"),
    [
        (
            (line("from a (a [300.1.2.3]) by b.example with ESMTP"), SENDER),
            "path.hop.impossible",
            Severity.LOW,
        ),
        (
            (line("by b.example", 0), ("Received", "by a; Mon, 1 Jun 2026 13:00:00 +0000"), SENDER),
            "path.hop.time",
            Severity.INFO,
        ),
        (
            (line("by b.example", 0), ("Received", "by a; Thu, 4 Jun 2026 13:00:00 +0000"), SENDER),
            "path.hop.time",
            Severity.LOW,
        ),
        (
            (line("by b.example"), SENDER, ("Date", "Thu, 4 Jun 2026 13:00:00 +0000")),
            "path.date.skew",
            Severity.LOW,
        ),
        (
            (line("by b.example"), SENDER, ("Date", "Fri, 1 May 2026 13:00:00 +0000")),
            "path.date.skew",
            Severity.INFO,
        ),
    ],
)
def test_what_cannot_be_true_is_said(fields: Fields, rule: str, severity: Severity) -> None:
    assert severities(fields) == {rule: severity}


def test_clocks_may_differ_by_a_wrong_summer_time() -> None:
    fields = (line("by b.example", 0), ("Received", "by a; Mon, 1 Jun 2026 11:30:00 +0000"), SENDER)
    assert severities((*fields, ("Date", "Mon, 1 Jun 2026 20:00:00 +0000"))) == {}


def test_an_impossible_line_of_our_own_server_is_no_forgery() -> None:
    fields = (line("from a (a [300.1.2.3]) by mx.example.com with ESMTP"), SENDER)
    assert severities(fields, Context(own_domains=frozenset({"example.com"}))) == {}


def test_more_lines_than_are_read_are_said() -> None:
    lines = tuple(line("by b.example", 0) for _ in range(201))
    assert severities((*lines, SENDER)) == {"limit.path.hops": Severity.LOW}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
