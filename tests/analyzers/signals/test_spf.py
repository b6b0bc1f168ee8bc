"""SPF of what was handed to our own server, by records of a zone made here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analyzers.model.authentication import Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Fact, Need, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.spf import BOUNDARY, UNIT
from tests.analyzers.signals.said import artifact
from tests.analyzers.signals.zoned import Heard, Zone, hear
from tests.samples.signing import NOW, mail

FIRST = "TXT example.com"


def judged(record: str, more: Zone | None = None, **options: object) -> Heard:
    return hear(UNIT, mail(**options), {FIRST: [record]} | dict(more or {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 ip4:198.51.100.1 -all", "fail"),
        ("v=spf1 ip4:198.51.100.1 ~all", "softfail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1", "neutral"),
        ("v=spf2 -all", "none"),
        ("v=spf1 -al", "permerror"),
        ("v=spf1 include:_a.example.com -all", "pass"),
        ("v=spf1 include:_b.example.com -all", "fail"),
        ("v=spf1 include:_gone.example.com -all", "permerror"),
        ("v=spf1 redirect=_a.example.com", "pass"),
        ("v=spf1 redirect=_b.example.com", "fail"),
        ("v=spf1 redirect=_gone.example.com", "permerror"),
        ("v=spf1 a:mail.example.com -all", "pass"),
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 ptr -all", "pass"),
        ("v=spf1 exists:%{ir}.%{l1r-}.ok.example.com -all", "pass"),
        ("v=spf1 include:%{d2}.spf.example.com -all", "pass"),
        ("v=spf1 include:_loop.example.com -all", "permerror"),
        ("v=spf1 exp=why.example.com -all", "fail"),
    ],
)
def test_records_are_followed(record: str, result: str) -> None:
    more = {
        "TXT _a.example.com": ["v=spf1 ip4:192.0.2.7 -all"],
        "TXT _b.example.com": ["v=spf1 ip4:198.51.100.1 -all"],
        "TXT _loop.example.com": ["v=spf1 include:_loop.example.com -all"],
        "TXT example.com.spf.example.com": ["v=spf1 ip4:192.0.2.7 -all"],
        "A mail.example.com": ["192.0.2.7"],
        "MX example.com": ["10 mail.example.com"],
        "PTR 7.2.0.192.in-addr.arpa": ["mail.example.com"],
        "A 7.2.0.192.ann.ok.example.com": ["127.0.0.2"],
    }
    heard = judged(record, more)
    assert heard.result.result == result, heard.result.detail
    assert heard.result.standing is Standing.VERIFIED
    assert heard.needs == []


def test_two_records_are_an_error() -> None:
    heard = hear(UNIT, mail(), {FIRST: ["v=spf1 -all", "v=spf1 +all"]})
    assert heard.result.result == "permerror"
    assert heard.rules == {"spf.record": Severity.INFO}


def test_a_failure_counts_a_little_and_a_soft_one_not_at_all() -> None:
    assert judged("v=spf1 -all").rules == {"spf.fail": Severity.LOW}
    assert judged("v=spf1 ~all").rules == {"spf.softfail": Severity.INFO}
    assert judged("v=spf1 +all").rules == {}


def test_a_record_of_another_time_than_the_delivery_does_not_count() -> None:
    data = mail(moment=NOW - timedelta(days=400))
    heard = hear(UNIT, data, {FIRST: ["v=spf1 -all"]})
    assert heard.rules == {"spf.fail": Severity.INFO}
    then = (NOW - timedelta(days=390)).isoformat()
    assert hear(UNIT, data, {FIRST: ["v=spf1 -all"]}, asked_on=then).rules == {
        "spf.fail": Severity.LOW
    }


def test_more_than_ten_lookups_are_an_error() -> None:
    """RFC 7208, 4.6.4."""
    zone = {f"TXT n{n}.example.com": ["v=spf1 ?all"] for n in range(11)}
    ten = " ".join(f"include:n{n}.example.com" for n in range(10))
    assert judged(f"v=spf1 {ten} -all", zone).result.result == "fail"
    eleven = " ".join(f"include:n{n}.example.com" for n in range(11))
    heard = judged(f"v=spf1 {eleven} -all", zone)
    assert heard.result.result == "permerror"
    assert "lookups" in heard.result.detail


def test_more_than_two_names_that_lead_nowhere_are_an_error() -> None:
    """RFC 7208, 4.6.4."""
    names = [f"a:no{n}.example.com" for n in range(3)]
    assert judged(f"v=spf1 {' '.join(names[:2])} -all").result.result == "fail"
    assert judged(f"v=spf1 {' '.join(names)} -all").result.result == "permerror"


def test_all_names_of_a_level_are_asked_in_one_round() -> None:
    zone = {f"TXT n{n}.example.com": ["v=spf1 include:deep.example.com ?all"] for n in range(4)}
    zone["TXT deep.example.com"] = ["v=spf1 ip4:192.0.2.7 -all"]
    includes = " ".join(f"include:n{n}.example.com" for n in range(4))
    heard = judged(f"v=spf1 {includes} -all", zone)
    assert heard.result.result == "pass"
    assert heard.asked[0] == FIRST
    assert sorted(heard.asked[1:5]) == sorted(f"TXT n{n}.example.com" for n in range(4))


def test_a_bounce_is_judged_by_its_helo() -> None:
    zone = {"TXT out.example.com": ["v=spf1 ip4:192.0.2.7 -all"]}
    heard = hear(UNIT, mail(envelope=""), zone)
    assert (heard.result.result, heard.result.domain) == ("pass", "out.example.com")
    assert "HELO" in heard.of(Fact)[0].value


def test_dns_that_fails_is_a_need_that_stays() -> None:
    heard = hear(UNIT, mail(), {FIRST: ["v=spf1 a:x.example.com -all"]}, failing=["x.example.com"])
    assert (heard.result.result, heard.result.standing) == ("temperror", Standing.UNCHECKED)
    assert heard.needs == ["A x.example.com"]


def test_a_name_that_is_not_asked_leaves_it_open() -> None:
    heard = judged("v=spf1 include:corp.local -all")
    assert (heard.result.result, heard.result.standing) == ("", Standing.UNCHECKED)
    assert [need.kind for need in heard.of(Need)] == [BOUNDARY]
    assert heard.rules == {}


def test_without_a_line_of_ours_nobody_elses_is_taken() -> None:
    data = mail().replace(b"mx.own.test", b"mx.other.test")
    heard = hear(UNIT, data, {FIRST: ["v=spf1 -all"]})
    assert (heard.result.result, heard.asked) == ("", ())
    assert [need.kind for need in heard.of(Need)] == [BOUNDARY]
    assert "server of ours" in heard.of(Need)[0].why


def test_without_the_envelope_sender_there_is_no_guess() -> None:
    heard = hear(UNIT, mail(envelope=None), {FIRST: ["v=spf1 -all"]})
    assert (heard.result.result, heard.asked) == ("", ())


def test_mail_that_stayed_inside_is_not_judged() -> None:
    heard = hear(UNIT, mail(address="10.0.0.7"), {FIRST: ["v=spf1 -all"]})
    assert (heard.result.result, heard.of(Need)) == ("", [])
    assert "does not apply" in heard.of(Fact)[0].value


def test_offline_the_record_is_wanted() -> None:
    heard = hear(UNIT, mail(), fidelity=Fidelity.UNKNOWN)
    assert (heard.result.standing, heard.needs) == (Standing.UNCHECKED, [FIRST])


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
