"""A field is ours by its place, and a result speaks for a domain or does not."""

from __future__ import annotations

import pytest

from analyzers.lib.authentication import claims
from analyzers.lib.hops import transport_path, trusted_reach
from analyzers.lib.standing import Reach, from_domains, is_aligned, passed_for, subject
from analyzers.model.authentication import Standing
from analyzers.model.message import Header, Message
from analyzers.model.unit import Context
from tests.samples.ways import NOBODY, OURS, STRANGER, exchange, google, line, message

SENDERS = frozenset({"example.com"})
FORGED = ("Authentication-Results", "mx.google.com; dmarc=pass header.from=example.com")


def standings(one: Message, context: Context = OURS) -> list[tuple[str, Standing]]:
    reach = trusted_reach(one, transport_path(one, context), context)
    return [(claim.method, reach.standing(claim)) for claim in one.authentication]


def test_what_stands_above_our_servers_line_is_trusted() -> None:
    assert {standing for _, standing in standings(message(exchange()))} == {Standing.TRUSTED}


def test_what_stands_below_it_is_not() -> None:
    one = message(exchange(below=(FORGED,)))
    assert standings(one)[-1] == ("dmarc", Standing.UNTRUSTED)


def test_google_writes_its_results_right_below_its_line_and_once() -> None:
    one = message(google(below=(FORGED,)))
    found = standings(one)
    assert [method for method, standing in found if standing is Standing.TRUSTED] == [
        *("spf", "spf", "dkim", "spf", "dmarc")
    ]
    assert found[-1] == ("dmarc", Standing.UNTRUSTED)


def test_results_by_a_listed_server_of_ours_count_below_its_line() -> None:
    listed = Context(own_domains=OURS.own_domains, own_servers=frozenset({"mx.example.com"}))
    fields = (
        line(f"from eve (eve [{STRANGER}]) by mx.example.com (Postfix) with ESMTP", 2),
        ("Authentication-Results", "mx.example.com; spf=fail"),
        ("Authentication-Results", "mx.other.example; spf=pass"),
        ("From", "eve@other.example"),
    )
    found = [standing for _, standing in standings(message(fields), listed)]
    assert found == [Standing.TRUSTED, Standing.UNTRUSTED]


def test_nothing_is_trusted_where_nothing_is_known() -> None:
    found = standings(message(exchange()), NOBODY)
    assert {standing for _, standing in found} == {Standing.UNTRUSTED}


@pytest.mark.parametrize(
    ("result", "domain", "aligned"),
    [
        ("spf=pass smtp.mailfrom=a@mail.example.com", "mail.example.com", True),
        ("spf=pass smtp.mailfrom=other.example", "other.example", False),
        ("dkim=pass header.i=@example.com", "example.com", True),
        ("dkim=none header.d=none", "", None),
        ("dmarc=pass header.from=example.com", "example.com", True),
        ("compauth=pass header.from=example.com", "example.com", None),
        ("spf=none", "", None),
    ],
)
def test_a_result_is_about_a_domain(result: str, domain: str, aligned: bool | None) -> None:
    (claim,) = claims([Header("Authentication-Results", f"mx; {result}", "")])
    assert (subject(claim), is_aligned(claim, SENDERS)) == (domain, aligned)


def test_alignment_with_two_senders_cannot_be_told() -> None:
    (claim,) = claims([Header("Authentication-Results", "mx; dkim=pass header.d=a.example", "")])
    assert is_aligned(claim, frozenset({"a.example", "b.example"})) is None
    one = message((("From", "a@x.a.example, b@b.example"),))
    assert from_domains(one) == {"a.example", "b.example"}


def test_only_a_trusted_pass_speaks_for_a_domain() -> None:
    one = message((("Authentication-Results", "mx; dkim=pass header.d=x.example.com"),))
    assert passed_for(one, SENDERS, Reach(top=1)) == "DKIM"
    assert passed_for(one, SENDERS, Reach()) == ""
    assert passed_for(one, frozenset({"other.example"}), Reach(top=1)) == ""
