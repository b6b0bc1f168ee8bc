"""Claims of servers weigh what they prove, and a pass never speaks for a message."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.authentication import UNIT
from tests.analyzers.signals.said import findings, severities
from tests.samples import ways

FROM = ("From", "a@corp.example")
RESULTS = "Authentication-Results"


@pytest.mark.parametrize(
    ("results", "rule", "severity"),
    [
        ("mx; dmarc=fail (p=NONE) header.from=corp.example", "auth.dmarc.fail", Severity.LOW),
        ("mx; dmarc=fail (p=REJECT)", "auth.dmarc.fail-strict", Severity.MEDIUM),
        ("dmarc=fail action=oreject", "auth.dmarc.fail-strict", Severity.MEDIUM),
        ("compauth=fail reason=001", "auth.compauth.fail", Severity.MEDIUM),
        ("mx; spf=softfail smtp.mailfrom=corp.example", "auth.spf.fail", Severity.LOW),
        ("mx; dkim=fail header.d=corp.example", "auth.dkim.fail", Severity.LOW),
        ("mx; spf=none; dkim=none; dmarc=none", "auth.nothing-passed", Severity.LOW),
        ("mx; spf=pass smtp.mailfrom=other.example", "auth.pass.unaligned", Severity.LOW),
        ("mx; dmarc=pass header.from=corp.example", "auth.pass.claimed", Severity.INFO),
    ],
)
def test_a_claim_weighs_what_it_proves(results: str, rule: str, severity: Severity) -> None:
    assert severities(UNIT, FROM, (RESULTS, results))[rule] is severity


def test_without_results_nothing_is_known() -> None:
    assert severities(UNIT, FROM) == {"auth.results.absent": Severity.INFO}


def test_a_pass_for_the_senders_own_domain_is_no_more_than_a_claim() -> None:
    said = findings(UNIT, FROM, (RESULTS, "mx; spf=pass smtp.mailfrom=b.corp.example"))
    assert set(said) == {"auth.pass.claimed"}
    assert said["auth.pass.claimed"].evidence.startswith("mx: spf=pass")
    assert "not verified here" in said["auth.pass.claimed"].evidence


def test_the_server_that_names_itself_not_is_said_to_be_unnamed() -> None:
    said = findings(UNIT, FROM, (RESULTS, "spf=fail smtp.mailfrom=corp.example"))
    assert "an unnamed server" in said["auth.spf.fail"].evidence


def test_the_topmost_header_counts_and_one_set_by_a_forwarder_does_not() -> None:
    fail, good = "mx2; spf=fail smtp.mailfrom=x.example", "mx1; spf=pass smtp.mailfrom=corp.example"
    assert "auth.spf.fail" in findings(UNIT, FROM, (RESULTS, fail), (RESULTS, good))
    assert "auth.spf.fail" not in findings(UNIT, FROM, (RESULTS, good), (RESULTS, fail))
    assert "auth.results.absent" in findings(UNIT, FROM, (f"ARC-{RESULTS}", f"i=1; {fail}"))


def test_one_good_signature_outweighs_a_broken_one() -> None:
    results = "mx; dkim=fail header.d=list.example; dkim=pass header.d=corp.example"
    assert "auth.dkim.fail" not in findings(UNIT, FROM, (RESULTS, results))


def test_results_that_the_sender_wrote_never_count_where_our_servers_are_known() -> None:
    forged = ((RESULTS, "mx.example.com; dmarc=pass header.from=other.example"),)
    found = ways.said(UNIT, ways.exchange(results="spf=none smtp.mailfrom=x.example", below=forged))
    assert found.rules == {"auth.nothing-passed"}
    (finding,) = found.findings
    assert "claimed by a trusted hop" in finding.evidence


def test_a_failure_that_the_sender_wrote_does_not_count_either() -> None:
    forged = ((RESULTS, "mx; dmarc=fail (p=REJECT) header.from=other.example"),)
    found = ways.said(UNIT, ways.exchange(results="dmarc=pass header.from=other.example"))
    same = ways.said(
        UNIT, ways.exchange(results="dmarc=pass header.from=other.example", below=forged)
    )
    assert found.rules == {"auth.pass.claimed"}
    assert same.rules == {"auth.pass.claimed", "auth.contradiction"}


def test_results_of_none_of_our_servers_are_said_to_be_a_senders_word() -> None:
    fields = (
        ways.line(f"from eve (eve [{ways.STRANGER}]) by mx.example.com with ESMTP"),
        (RESULTS, "mx.other.example; spf=pass smtp.mailfrom=corp.example"),
        FROM,
    )
    found = ways.said(UNIT, fields)
    assert found.rules == {"auth.results.absent"}
    assert "mx.other.example" in found.findings[0].evidence


def test_servers_that_contradict_each_other_are_shown() -> None:
    above = "mx2; spf=fail smtp.mailfrom=corp.example"
    below = "mx1; spf=pass smtp.mailfrom=corp.example"
    said = findings(UNIT, FROM, (RESULTS, above), (RESULTS, below))["auth.contradiction"]
    assert said.severity is Severity.INFO
    assert "mx2: spf=fail" in said.evidence
    assert "mx1: spf=pass" in said.evidence


def test_each_claim_is_a_record_with_its_standing() -> None:
    found = ways.said(UNIT, ways.exchange())
    results = [o for o in found.all if isinstance(o, AuthenticationResult)]
    assert [(r.method, r.standing) for r in results] == [
        (method, Standing.TRUSTED) for method in ("spf", "dkim", "dmarc", "compauth")
    ]
    assert (results[2].policy, results[2].aligned) == ("reject", True)


def test_more_results_than_are_kept_are_said() -> None:
    many = "mx; " + "; ".join(["spf=pass smtp.mailfrom=corp.example"] * 101)
    assert "limit.auth.results" in findings(UNIT, FROM, (RESULTS, many))


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
