"""Lines are ours by the tenant's identity or our servers' names; forged ones never become so."""

from __future__ import annotations

import pytest

from analyzers.lib.hops import transport_path
from analyzers.model.path import TransportPath, Trust
from analyzers.model.unit import Context
from tests.samples.ways import (
    NOBODY,
    OURS,
    STRANGER,
    Fields,
    exchange,
    google,
    internal,
    line,
    message,
)

OWN_HOSTS = Context(own_domains=frozenset({"example.com"}))
END = (("From", "eve@other.example"), ("To", "ann@example.com"))


def path(fields: Fields, context: Context = OURS) -> TransportPath:
    return transport_path(message(fields), context)


def test_the_tenants_stamp_makes_exchange_lines_ours_down_to_the_judging_server() -> None:
    below = (line("from eve (eve [198.51.100.7]) by mail.other.example with ESMTP", 2),)
    found = path(exchange(below=below))
    assert (found.boundary, found.handover, found.origin_address) == (2, 2, STRANGER)
    trusts = [hop.trust for hop in found.hops]
    assert trusts == [Trust.OURS, Trust.OURS, Trust.OURS, Trust.CLAIMED]
    assert "stamped our tenant" in found.boundary_reason


def test_another_tenants_lines_are_not_ours_though_the_hosts_are_the_same() -> None:
    found = path(exchange(tenant="99999999-2222-4333-8444-555555555555"))
    assert found.boundary == -1
    assert {hop.trust for hop in found.hops} == {Trust.UNKNOWN}


def test_a_second_tenant_in_the_stamp_is_no_proof() -> None:
    forged = ("X-MS-Exchange-CrossTenant-Id", "99999999-2222-4333-8444-555555555555")
    assert path((*exchange(), forged)).boundary == -1


def test_a_stamp_below_lines_of_another_house_proves_nothing() -> None:
    foreign = line("from x (x [192.0.2.1]) by mx.other.example with ESMTP", 9)
    assert path((foreign, *exchange())).boundary == -1


def test_a_forged_line_of_the_judging_server_below_the_true_one_is_a_claim() -> None:
    forged = line("from bank.example (198.51.100.1) by DB1PEPF00039231.prod.outlook.com with SMTP")
    found = path(exchange(below=(forged,)))
    assert (found.boundary, found.origin_address) == (2, STRANGER)


def test_internal_mail_is_ours_down_to_the_last_line() -> None:
    assert path(internal()).boundary == 1


def test_without_any_knowledge_the_receiver_is_a_guess_and_nothing_is_trusted() -> None:
    found = path(exchange(), NOBODY)
    assert (found.boundary, found.handover, found.origin_address) == (-1, 2, STRANGER)
    assert "not known" in found.boundary_reason
    assert "guess" in found.boundary_reason


def test_google_is_ours_by_the_mailbox_it_delivered_to() -> None:
    found = path(google())
    assert (found.boundary, found.origin_address) == (2, STRANGER)
    assert path(google("ann@stranger.example")).boundary == -1


def test_a_forged_google_line_below_the_true_one_is_a_claim() -> None:
    forged = line("from bank.example (bank.example. [198.51.100.1]) by mx.google.com with ESMTPS")
    assert path(google(below=(forged,))).boundary == 2


@pytest.mark.parametrize(
    ("handed", "boundary"),
    [
        ("from mx2.example.com (mx2.example.com [10.0.0.2])", 1),
        ("from mx2.example.com (mx2.example.com [192.0.2.2])", 1),
        ("from mx2.example.com (unknown [192.0.2.2])", 0),  # only the greeting says so
    ],
)
def test_of_our_own_servers_a_line_is_followed_where_ours_handed_over(
    handed: str, boundary: int
) -> None:
    fields = (
        line(f"{handed} by mx1.example.com (Postfix) with ESMTP id 1", 2),
        line(f"from eve (eve [{STRANGER}]) by mx2.example.com (Postfix) with ESMTP id 2", 1),
        *END,
    )
    assert path(fields, OWN_HOSTS).boundary == boundary


def test_a_line_forged_in_our_servers_name_stays_a_claim() -> None:
    fields = (
        line(f"from eve (eve.example [{STRANGER}]) by mx1.example.com with ESMTP", 2),
        line("from bank.example (bank.example [192.0.2.1]) by mx2.example.com with ESMTP", 1),
        *END,
    )
    found = path(fields, OWN_HOSTS)
    assert (found.boundary, found.origin_address) == (0, STRANGER)


def test_a_server_listed_by_its_address_and_name_is_ours() -> None:
    listed = Context(own_servers=frozenset({"mx.host.example", "192.0.2.2", "in.host.example"}))
    fields = (
        line("from a (a [192.0.2.2]) by mx.host.example with ESMTP", 2),
        line(f"from eve (eve [{STRANGER}]) by in.host.example with ESMTP", 1),
        *END,
    )
    assert path(fields, listed).boundary == 1


def test_steps_inside_a_host_name_nobody_and_do_not_break_the_chain() -> None:
    fields = (
        line("(qmail 1 invoked by uid 89)", 3),
        line(f"from eve (HELO eve) ({STRANGER}) by mx.example.com with SMTP", 2),
        *END,
    )
    assert path(fields, OWN_HOSTS).boundary == 1


def test_mail_that_our_connector_brought_is_followed_to_our_own_server() -> None:
    below = (line(f"from eve (eve [{STRANGER}]) by mx.example.com (Postfix) with ESMTP", 2),)
    relayed = exchange(direction="Originating", source="mx.example.com (192.0.2.5)", below=below)
    assert path(relayed).boundary == 3
    plain = exchange(source="mx.example.com (192.0.2.5)", below=below)
    assert path(plain).boundary == 2


def test_a_message_without_lines_has_no_boundary() -> None:
    found = path(END)
    assert (found.boundary, found.handover, found.origin_address, found.hops) == (-1, -1, "", ())
