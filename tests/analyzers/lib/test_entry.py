"""How a message came in is told by our own Exchange's word, and forged words change nothing."""

from __future__ import annotations

import pytest

from analyzers.lib.hops import transport_path
from analyzers.model.path import Direction, Submission
from analyzers.model.unit import Context
from tests.samples.ways import (
    NOBODY,
    OURS,
    STRANGER,
    TENANT,
    Fields,
    exchange,
    google,
    internal,
    line,
    message,
)

FAILED = "spf=fail smtp.mailfrom=example.com; dkim=none; dmarc=fail header.from=example.com"
HOSTS = Context(own_domains=frozenset({"example.com"}))


def entry(fields: Fields, context: Context = OURS) -> tuple[Direction, Submission]:
    path = transport_path(message(fields), context)
    return path.direction, path.submission


def test_mail_of_a_stranger_is_inbound() -> None:
    assert entry(exchange()) == (Direction.INBOUND, Submission.EXTERNAL)
    assert entry(google()) == (Direction.INBOUND, Submission.EXTERNAL)


def test_mail_of_a_colleague_is_internal() -> None:
    assert entry(internal()) == (Direction.INTERNAL, Submission.AUTHENTICATED)


def test_mail_to_outsiders_only_is_outbound() -> None:
    fields = tuple((n, "zoe@other.example" if n == "To" else v) for n, v in internal())
    assert entry(fields)[0] is Direction.OUTBOUND


def test_mail_in_our_name_from_an_anonymous_sender_is_direct_send() -> None:
    fields = exchange("boss@example.com", results=FAILED)
    assert entry(fields) == (Direction.INBOUND, Submission.DIRECT_SEND)


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ("spf=pass smtp.mailfrom=example.com", "SPF passed"),
        ("dkim=pass header.d=news.example.com", "DKIM passed"),
        ("spf=fail smtp.mailfrom=example.com; compauth=pass reason=701", "composite"),
    ],
)
def test_a_service_that_passes_for_our_domain_is_no_direct_send(results: str, why: str) -> None:
    path = transport_path(message(exchange("boss@example.com", results=results)), OURS)
    assert path.submission is Submission.EXTERNAL
    assert why in path.submission_reason


def test_a_pass_that_the_sender_wrote_himself_does_not_help_him() -> None:
    forged = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=example.com")
    fields = exchange("boss@example.com", results=FAILED, below=(forged,))
    assert entry(fields)[1] is Submission.DIRECT_SEND


def test_our_own_mail_that_a_list_sends_back_is_no_direct_send() -> None:
    below = (("List-Id", "<talk.lists.example>"),)
    assert entry(exchange("bob@example.com", results=FAILED, below=below))[1] is Submission.EXTERNAL


def test_mail_over_a_filter_before_us_is_no_direct_send() -> None:
    source = "mx0a-0001.pphosted.com (192.0.2.44)"
    path = transport_path(message(exchange("bob@example.com", results=FAILED, source=source)), OURS)
    assert path.submission is Submission.EXTERNAL
    assert "Proofpoint" in path.submission_reason


def test_mail_by_a_connector_of_ours_is_relayed() -> None:
    fields = exchange("scanner@example.com", direction="Originating", results=FAILED)
    assert entry(fields)[1] is Submission.RELAY
    assert entry(exchange(auth="Partner"))[1] is Submission.RELAY


def test_two_words_of_who_the_sender_was_are_none() -> None:
    forged = ("X-MS-Exchange-Organization-AuthAs", "Internal")
    assert entry((*exchange("boss@example.com"), forged))[1] is Submission.UNKNOWN


def test_an_exchange_stamp_on_mail_that_another_server_took_is_no_word_of_ours() -> None:
    fields = (
        line(f"from eve (eve [{STRANGER}]) by mx.example.com (Postfix) with ESMTP", 2),
        ("From", "boss@example.com"),
        ("To", "ann@example.com"),
        ("X-MS-Exchange-Organization-AuthAs", "Internal"),
        ("X-MS-Exchange-Organization-AuthSource", "mx.example.com"),
        ("X-MS-Exchange-CrossTenant-Id", TENANT),
    )
    assert entry(fields) == (Direction.INBOUND, Submission.EXTERNAL)


def test_the_stamp_of_our_own_exchange_in_the_house_counts() -> None:
    fields = (
        line(
            "from ex1.example.com (10.0.0.3) by ex1.example.com (10.0.0.3) with Microsoft SMTP"
            " Server id 15.1.2507.35",
            2,
        ),
        ("From", "bob@example.com"),
        ("To", "ann@example.com"),
        ("X-MS-Exchange-Organization-AuthAs", "Internal"),
        ("X-MS-Exchange-Organization-AuthSource", "ex1.example.com"),
    )
    assert entry(fields, HOSTS) == (Direction.INTERNAL, Submission.AUTHENTICATED)


def test_a_server_of_ours_that_asked_for_a_password_took_it_from_a_user() -> None:
    fields = (
        line(f"from laptop (x [{STRANGER}]) by mx.example.com (Postfix) with ESMTPSA id 1", 2),
        ("From", "bob@example.com"),
        ("To", "ann@example.com"),
    )
    assert entry(fields, HOSTS) == (Direction.INTERNAL, Submission.AUTHENTICATED)


@pytest.mark.parametrize(
    ("sender", "recipient", "direction"),
    [
        ("eve@other.example", "ann@example.com", Direction.INBOUND),
        ("bob@example.com", "zoe@other.example", Direction.OUTBOUND),
        ("bob@example.com", "ann@example.com", Direction.INTERNAL),
        ("eve@other.example", "zoe@other.example", Direction.UNKNOWN),
    ],
)
def test_without_lines_the_addresses_alone_are_left(
    sender: str, recipient: str, direction: Direction
) -> None:
    assert entry((("From", sender), ("To", recipient)))[0] is direction


def test_in_our_name_by_unknown_servers_nothing_is_told() -> None:
    other = "99999999-2222-4333-8444-555555555555"
    fields = exchange("boss@example.com", tenant=other)
    assert entry(fields) == (Direction.UNKNOWN, Submission.UNKNOWN)


def test_with_nothing_known_nothing_is_told() -> None:
    assert entry(exchange(), NOBODY) == (Direction.UNKNOWN, Submission.UNKNOWN)
