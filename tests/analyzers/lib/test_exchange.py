"""What Exchange stamps is read, and contradictions in it count for nothing."""

from __future__ import annotations

from analyzers.lib.exchange import is_exchange, is_online, stamp, takes_from_outside, wrote
from analyzers.lib.named import fields
from analyzers.lib.received import parse_received
from tests.samples import ways
from tests.samples.ways import TENANT, exchange, message


def test_the_stamp_of_an_anonymous_message() -> None:
    read = stamp(fields(message(exchange())))
    assert read.tenants == {TENANT}
    assert (read.auth_as, read.direction, read.relayed) == ("anonymous", "incoming", False)
    assert read.auth_source.startswith("db1pepf00039231.")


def test_two_stamps_that_differ_cancel_each_other() -> None:
    forged = ("X-MS-Exchange-Organization-AuthAs", "Internal")
    read = stamp(fields(message((*exchange(), forged))))
    assert read.auth_as == ""
    other = ("X-EOPTenantAttributedMessage", "99999999-2222-4333-8444-555555555555:0")
    assert len(stamp(fields(message((*exchange(), other)))).tenants) == 2


def test_what_came_by_a_connector_is_relayed() -> None:
    assert stamp(fields(message(exchange(direction="Originating")))).relayed


def test_a_message_without_stamp_has_an_empty_one() -> None:
    assert not stamp(fields(message((("From", "a@b.example"),))))


def test_servers_are_known_by_their_names_and_protocol() -> None:
    edge = parse_received(f"from x by {ways.EDGE} with Microsoft SMTP Server id 15")
    assert is_online(edge)
    assert takes_from_outside(edge)
    assert is_exchange(edge)
    assert wrote(edge, "db1pepf00039231.eurprd01.prod.outlook.com")
    assert not wrote(edge, "")
    assert not is_online(parse_received("from x by notoutlook.com with SMTP"))
    assert not is_exchange(parse_received("from x by mx.example with ESMTP"))
