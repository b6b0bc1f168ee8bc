"""DMARC from our own results: alignment, policies, and when a failure is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Fact, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable
from analyzers.signals.dkim import UNIT as DKIM
from analyzers.signals.dmarc import UNIT as DMARC
from analyzers.signals.spf import UNIT as SPF
from tests.analyzers.signals.said import artifact
from tests.analyzers.signals.zoned import Heard, hear
from tests.samples.signing import NOW, mail, rsa_key, signed

ALLOWED = "v=spf1 ip4:192.0.2.0/24 -all"
FORBIDDEN = "v=spf1 -all"
POLICY = "TXT _dmarc.example.com"
FOOTER = b"_______________________________________________\r\nList mailing list\r\n"


def _all(data: Artifact, context: Context) -> Iterator[Observation]:
    """As one box runs them: DMARC reads what the other two found."""
    for unit in (DKIM, SPF, DMARC):
        yield from unit.examine(data, context)


TOGETHER = Unit("together", 1, frozenset({"eml"}), _all)


def judged(
    data: bytes,
    policy: str | None = "v=DMARC1; p=reject",
    spf: str = FORBIDDEN,
    *,
    fidelity: Fidelity = Fidelity.ORIGINAL,
    **records: str,
) -> Heard:
    """``records`` are of TXT, "__" for a dot."""
    zone = {"TXT example.com": [spf], "TXT sub.example.com": [spf], "TXT other.test": [spf]}
    zone["TXT sel._domainkey.example.com"] = [rsa_key().record]
    zone["TXT sel._domainkey.sub.example.com"] = [rsa_key().record]
    zone["TXT sel._domainkey.other.test"] = [rsa_key().record]
    if policy is not None:
        zone[POLICY] = [policy]
    zone |= {f"TXT {name.replace('__', '.')}": [text] for name, text in records.items()}
    return hear(TOGETHER, data, zone, fidelity=fidelity)


def dmarc(heard: Heard) -> AuthenticationResult:
    return next(r for r in heard.of(AuthenticationResult) if r.method == "dmarc")


def test_an_aligned_signature_passes_on_any_copy() -> None:
    for fidelity in Fidelity:
        heard = judged(signed(mail(), rsa_key()), fidelity=fidelity)
        assert (dmarc(heard).result, dmarc(heard).standing) == ("pass", Standing.VERIFIED)
        assert heard.rules["dmarc.pass"] is Severity.INFO
        assert dmarc(heard).policy == "reject"


def test_aligned_spf_passes() -> None:
    assert dmarc(judged(mail(), spf=ALLOWED)).result == "pass"


@pytest.mark.parametrize(
    ("policy", "severity"),
    [("none", Severity.LOW), ("quarantine", Severity.MEDIUM), ("reject", Severity.MEDIUM)],
)
def test_a_failure_counts_by_what_the_owner_asks(policy: str, severity: Severity) -> None:
    heard = judged(mail(), f"v=DMARC1; p={policy}")
    assert (dmarc(heard).result, dmarc(heard).standing) == ("fail", Standing.VERIFIED)
    assert heard.rules["dmarc.fail"] is severity


def test_what_passes_for_another_domain_is_not_aligned() -> None:
    data = signed(mail(envelope="x@other.test"), rsa_key(), "other.test")
    heard = judged(data, spf=ALLOWED)
    assert dmarc(heard).result == "fail"
    assert heard.rules["dmarc.fail"] is Severity.MEDIUM


def test_a_failure_on_a_copy_is_not_one() -> None:
    data = signed(mail(), rsa_key()).replace(b"Hello there", b"Hello their")
    for fidelity in set(Fidelity) - {Fidelity.ORIGINAL}:
        heard = judged(data, fidelity=fidelity)
        assert (dmarc(heard).result, dmarc(heard).standing) == ("", Standing.UNCHECKED)
        assert "dmarc.fail" not in heard.rules


def test_a_failure_with_an_input_unknown_is_not_one() -> None:
    unknown = mail().replace(b"mx.own.test", b"mx.other.test")
    assert dmarc(judged(unknown)).result == ""
    withdrawn = signed(mail(), rsa_key(), selector="gone")
    assert dmarc(judged(withdrawn)).result == ""


def test_spf_that_cannot_matter_may_be_unknown() -> None:
    """The envelope is of another organisation: whatever SPF says, it is not aligned."""
    data = mail(envelope="x@other.test").replace(b"mx.own.test", b"mx.other.test")
    assert dmarc(judged(data)).result == "fail"


def test_relaxed_and_strict_alignment_differ() -> None:
    data = signed(mail(sender="ann@sub.example.com", envelope="x@other.test"), rsa_key())
    assert dmarc(judged(data)).result == "pass"
    assert dmarc(judged(data, "v=DMARC1; p=reject; adkim=s")).result == "fail"
    under = mail(sender="ann@example.com", envelope="x@sub.example.com")
    assert dmarc(judged(under, spf=ALLOWED)).result == "pass"
    assert dmarc(judged(under, "v=DMARC1; p=reject; aspf=s", ALLOWED)).result == "fail"


@pytest.mark.parametrize(
    ("policy", "there", "applies"),
    [
        ("p=reject", True, "reject"),
        ("p=reject; sp=none", True, "none"),
        ("p=none; np=reject", True, "none"),
        ("p=none; np=reject", False, "reject"),
        ("p=none; sp=quarantine; np=reject", False, "reject"),
        ("p=reject; t=y", True, "quarantine"),
    ],
)
def test_the_policy_for_a_subdomain(policy: str, there: bool, applies: str) -> None:
    name = "sub" if there else "gone"
    heard = hear(
        TOGETHER,
        mail(sender=f"ann@{name}.example.com", envelope="x@other.test"),
        {POLICY: [f"v=DMARC1; {policy}"], "A sub.example.com": ["192.0.2.9"]},
    )
    assert dmarc(heard).policy == applies
    assert heard.needs == []


def test_an_own_record_goes_before_the_organisation() -> None:
    data = mail(sender="ann@sub.example.com", envelope="x@other.test")
    heard = judged(data, _dmarc__sub__example__com="v=DMARC1; p=quarantine; sp=none")
    assert dmarc(heard).policy == "quarantine"


@pytest.mark.parametrize(
    ("marks", "aligned"),
    [("", True), ("; psd=n", False)],
)
def test_the_tree_walk_finds_the_organisation(marks: str, aligned: bool) -> None:
    """A record that calls itself an organisation's ends the walk (RFC 9989)."""
    data = signed(mail(sender="ann@sub.example.com", envelope="x@other.test"), rsa_key())
    heard = judged(data, _dmarc__sub__example__com=f"v=DMARC1; p=reject{marks}")
    assert dmarc(heard).result == ("pass" if aligned else "fail")
    assert "tree walk" in dmarc(heard).detail
    assert "public suffix list" in dmarc(heard).detail


def test_below_a_public_suffix_that_marks_itself_each_name_is_an_organisation() -> None:
    data = signed(mail(sender="ann@a.sub.example.com", envelope="x@other.test"), rsa_key())
    heard = judged(data, _dmarc__sub__example__com="v=DMARC1; p=reject; psd=y")
    assert dmarc(heard).result == "fail"
    assert "organisational domain a.sub.example.com" in dmarc(heard).detail


def test_a_registry_that_marks_nothing_makes_no_organisation() -> None:
    data = signed(mail(envelope="x@other.test"), rsa_key(), "sub.example.com")
    heard = judged(data, None, _dmarc__com="v=DMARC1; p=reject")
    assert "organisational domain example.com" in dmarc(heard).detail


def test_a_long_name_takes_eight_questions() -> None:
    name = ".".join("abcdefghijk") + ".example.com"
    heard = hear(DMARC, mail(sender=f"ann@{name}"))
    asked = [need for need in heard.needs if need.startswith("TXT _dmarc.")]
    assert len(asked) == 8
    assert asked[0] == f"TXT _dmarc.{name}"
    assert asked[1] == "TXT _dmarc.g.h.i.j.k.example.com"
    assert asked[-1] == "TXT _dmarc.com"


@pytest.mark.parametrize(
    "record",
    [
        "v=DMARC1; p=",
        "v=DMARC2; p=reject",
        "p=reject; v=DMARC1",
        "v=DMARC1; p=no",
        "v=DMARC1; p=reject; p=none",
    ],
)
def test_a_record_that_is_none_is_no_policy(record: str) -> None:
    heard = judged(mail(), record)
    assert dmarc(heard).result == "none"
    assert "dmarc.fail" not in heard.rules


def test_a_record_for_reports_only_asks_for_nothing() -> None:
    heard = judged(mail(), "v=DMARC1; p=no; rua=mailto:d@example.com; pct=20")
    assert (dmarc(heard).result, dmarc(heard).policy) == ("fail", "none")
    assert "20 %" in dmarc(heard).detail


def test_a_signature_broken_by_a_list_weighs_less() -> None:
    data = b"List-Post: <mailto:l@list.test>\r\n"
    data += signed(mail(envelope="x@other.test"), rsa_key()) + FOOTER
    assert judged(data).rules["dmarc.fail"] is Severity.LOW
    replaced = data.replace(b"Hello there", b"Pay here")
    assert judged(replaced).rules["dmarc.fail"] is Severity.MEDIUM


def test_a_policy_of_another_time_weighs_less() -> None:
    data = mail(moment=NOW - timedelta(days=90))
    assert judged(data).rules["dmarc.fail"] is Severity.LOW


def test_each_domain_in_from_stands_for_itself() -> None:
    data = mail().replace(b"<ann@example.com>\r\nTo", b"<ann@example.com>, bob@other.test\r\nTo")
    heard = judged(data, spf=ALLOWED, _dmarc__other__test="v=DMARC1; p=reject")
    results = [r for r in heard.of(AuthenticationResult) if r.method == "dmarc"]
    assert [(r.domain, r.result) for r in results] == [
        ("example.com", "pass"),
        ("other.test", "fail"),
    ]


def test_many_domains_in_from_are_a_limit() -> None:
    many = ", ".join(f"<a@n{n}.test>" for n in range(9)).encode()
    data = mail().replace(b"From: Ann <ann@example.com>", b"From: " + many)
    heard = judged(data)
    assert heard.rules["limit.dmarc.domains"] is Severity.MEDIUM


def test_offline_the_policy_is_wanted() -> None:
    heard = hear(DMARC, mail())
    assert heard.result.standing is Standing.UNCHECKED
    assert heard.needs == [POLICY, "TXT _dmarc.com"]


def test_mail_that_stayed_inside_is_not_judged() -> None:
    heard = hear(DMARC, mail(address="10.0.0.7"))
    assert [fact.value.partition(":")[0] for fact in heard.of(Fact)] == ["does not apply"]


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(DMARC.examine(artifact(), Context()))
