"""Headers in the hops that wrote them, and whose word on authentication counts."""

from __future__ import annotations

import pytest

from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.unit import Context
from analyzers.whole.headers import headers_of
from tests.analyzers.whole.wholes import whole
from tests.samples.messages import message

RECEIVED = (
    "from mail.example.com (mail.example.com [192.0.2.7]) by mx.example.org with ESMTPS;"
    " Mon, 1 Jun 2020 10:00:05 +0200"
)
DATA = message(
    ("Authentication-Results", "mx.example.org; spf=pass smtp.mailfrom=example.com; dmarc=pass "
     "header.from=example.com; dkim=pass header.d=example.com"),
    ("Received", RECEIVED),
    ("X-Originating-IP", "[198.51.100.9]"),
    ("Received", "by mail.example.com id 1; Mon, 1 Jun 2020 10:00:01 +0200"),
    ("X-Mailer", "Example 1.0"),
)  # fmt: skip


def test_a_hop_holds_what_its_server_wrote() -> None:
    first, second, rest = whole(DATA).headers.hops
    assert [field.name for field in first.fields][-2:] == ["Authentication-Results", "Received"]
    assert [field.name for field in second.fields] == ["X-Originating-IP", "Received"]
    assert [field.name for field in rest.fields] == ["X-Mailer"]
    claimed = first.authentication_results
    assert claimed is not None
    assert (claimed.server, claimed.spf, claimed.dmarc) == ("mx.example.org", "pass", "pass")
    assert claimed.dkim_details[0].domain == "example.com"
    assert claimed.dmarc_details is not None
    assert claimed.dmarc_details.from_ is not None


def test_single_fields_are_read() -> None:
    headers = whole(DATA).headers
    assert headers.x_originating_ip is not None
    assert headers.x_originating_ip.ip == "198.51.100.9"
    assert headers.date == "2020-06-01T10:00:00+02:00"


def result(method: str, result: str, standing: Standing) -> AuthenticationResult:
    return AuthenticationResult(method, result, "example.com", standing)


@pytest.mark.parametrize(
    ("standing", "passed"),
    [
        (Standing.VERIFIED, True),
        (Standing.TRUSTED, True),
        (Standing.UNTRUSTED, None),
        (Standing.UNCHECKED, None),
    ],
)
def test_only_a_word_that_counts_says_pass(standing: Standing, passed: bool | None) -> None:
    from analyzers.lib.envelope import message_of
    from analyzers.lib.headers import parse_block

    found = message_of(parse_block(DATA, 0, len(DATA)), (), "eml")
    summary = headers_of(found, None, [result("dmarc", "pass", standing)], []).auth_summary
    assert summary.dmarc.pass_ is passed
    assert summary.spf.pass_ is None


def test_our_own_word_goes_before_a_claim() -> None:
    found = whole(DATA, Context())
    assert found.headers.auth_summary.spf.standing in (None, Standing.TRUSTED.value)
