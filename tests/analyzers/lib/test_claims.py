"""Claims become results with standing, policy and explanation; contradictions are found."""

from __future__ import annotations

import pytest

from analyzers.lib.authentication import claims
from analyzers.lib.claims import contradictions, counted, detail, policy, results
from analyzers.lib.standing import Reach
from analyzers.model.authentication import Standing
from analyzers.model.message import AuthenticationClaim, Header
from tests.samples.ways import message

RESULTS = "Authentication-Results"


def claim(text: str) -> AuthenticationClaim:
    return claims([Header(RESULTS, text, "")])[0]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("mx; dmarc=fail (p=REJECT sp=NONE dis=NONE)", "reject"),
        ("dmarc=fail action=oreject", "reject"),
        ("dmarc=fail action=pct.quarantine", "quarantine"),
        ("mx; dmarc=fail header.policy=none", "none"),
        ("mx; dmarc=fail policy.dmarc=quarantine", "quarantine"),
        ("dmarc=pass action=none", ""),
        ("mx; spf=fail (p=REJECT)", ""),
    ],
)
def test_the_policy_of_the_domains_owner_is_read(text: str, asked: str) -> None:
    assert policy(claim(text)) == asked


def test_codes_are_explained() -> None:
    assert "601: From is one of the organisation's own" in detail(claim("compauth=fail reason=601"))
    assert "451: not checked" in detail(claim("compauth=none reason=451"))
    assert "no DMARC record" in detail(claim("dmarc=bestguesspass action=none"))
    assert detail(claim("mx; spf=fail (address 192.0.2.1)")) == "by mx; address 192.0.2.1"


def test_each_claim_becomes_a_result_of_its_standing() -> None:
    one = message(((RESULTS, "mx; spf=pass smtp.mailfrom=a.example"), ("From", "x@a.example")))
    (result,) = results(one, Reach(top=1))
    assert (result.method, result.result, result.domain, result.aligned, result.header) == (
        *("spf", "pass", "a.example", True),
        0,
    )
    assert result.standing is Standing.TRUSTED
    assert next(results(one, Reach())).standing is Standing.UNTRUSTED


def test_with_a_known_line_only_ours_count() -> None:
    one = message(((RESULTS, "a; spf=fail"), (RESULTS, "b; spf=pass; dkim=pass")))
    known = counted(one, Reach(top=1), known=True)
    assert (set(known.claims), known.standing) == ({"spf"}, Standing.TRUSTED)
    unknown = counted(one, Reach(), known=False)
    assert unknown.claims["spf"][0].result == "fail"
    assert (set(unknown.claims), unknown.standing) == ({"spf", "dkim"}, Standing.UNTRUSTED)


@pytest.mark.parametrize(
    ("ours", "name", "theirs", "found"),
    [
        ("spf=fail smtp.mailfrom=a.example", RESULTS, "b; spf=pass smtp.mailfrom=a.example", True),
        ("spf=pass smtp.mailfrom=a.example", RESULTS, "b; spf=fail smtp.mailfrom=a.example", True),
        ("spf=fail smtp.mailfrom=a.example", RESULTS, "b; spf=pass smtp.mailfrom=b.example", False),
        ("spf=fail smtp.mailfrom=a.example", RESULTS, "b; spf=none smtp.mailfrom=a.example", False),
        (
            *("dkim=fail header.d=a.example", "Authentication-Results-Original"),
            *("b; dkim=pass header.d=a.example", True),
        ),
    ],
)
def test_two_servers_that_say_the_opposite_of_one_domain(
    ours: str, name: str, theirs: str, found: bool
) -> None:
    one = message(((RESULTS, f"mx; {ours}"), (name, theirs), ("From", "x@a.example")))
    said = list(contradictions(one, counted(one, Reach(top=1), known=True)))
    assert bool(said) is found
