"""A signature's record says what was checked, and its weaknesses are findings."""

from __future__ import annotations

from analyzers.lib.certificates import Certificate
from analyzers.lib.cmssignature import Signer
from analyzers.lib.signedcontent import UNTRUSTED, findings, record
from analyzers.model.authentication import BodyHash
from analyzers.model.observation import Severity

HELD = Certificate("Ann", ("a@x.test",), "CA", "1", "2020-01-01T00:00:00+00:00", "2021-01-01")


def test_a_pass_is_of_the_signature_alone() -> None:
    made = record(Signer(HELD, "sha256", True, True), "1", True)
    assert (made.result, made.digest, made.detail) == ("pass", BodyHash.MATCHES, UNTRUSTED)


def test_a_digest_that_differs_fails_whatever_the_key_says() -> None:
    made = record(Signer(HELD, "sha256", False, True), "1")
    assert (made.result, made.digest) == ("fail", BodyHash.DIFFERS)


def test_what_could_not_be_checked_is_no_result() -> None:
    made = record(Signer(None, "sha256", None, None, trouble="no key"), "")
    assert (made.result, made.digest) == ("", BodyHash.UNCHECKED)
    assert "no key" in made.detail


def test_weaknesses_are_findings() -> None:
    old = list(findings(Signer(HELD, "md5", True, True, "2022-01-01T00:00:00+00:00"), "1", ""))
    assert [(f.rule, f.severity) for f in old] == [
        ("smime.digest.weak", Severity.LOW),
        ("smime.certificate.expired", Severity.LOW),
    ]
    assert not list(findings(Signer(HELD, "sha256", True, True), "1", "2020-06-01T00:00:00+02:00"))
    assert not list(findings(Signer(HELD, "sha256", True, True), "1", ""))
