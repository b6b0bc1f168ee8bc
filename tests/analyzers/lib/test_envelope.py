"""What a header block says of its message, and what it leaves out."""

from __future__ import annotations

from analyzers.lib.envelope import header_facts, header_findings, message_of
from analyzers.lib.headers import Block, parse_block
from tests.samples.messages import block, message


def parsed(*headers: tuple[str, str]) -> Block:
    data = block(*headers)
    return parse_block(data, 0, len(data))


def test_addresses_of_repeated_fields_are_read_together() -> None:
    found = message_of(parsed(("From", "a@x.y"), ("From", "b@x.y"), ("To", "c@x.y")), (), "eml")
    assert [a.address for a in (*found.sender, *found.to)] == ["a@x.y", "b@x.y", "c@x.y"]


def test_the_return_path_is_an_address_or_nothing() -> None:
    assert message_of(parsed(("Return-Path", "<a@x.y>")), (), "eml").return_path == "a@x.y"
    assert message_of(parsed(("Return-Path", "<>")), (), "eml").return_path == ""


def test_a_complete_header_block_has_no_finding() -> None:
    data = message()
    own = parse_block(data, 0, len(data))
    assert list(header_findings(own, message_of(own, (), "eml"))) == []


def test_repeats_of_the_same_value_are_no_finding() -> None:
    own = parsed(("From", "a@x.y"), ("Date", "1 Jun 2020 10:00 GMT"), ("To", "b"), ("To", "b"))
    assert list(header_findings(own, message_of(own, (), "eml"))) == []


def test_the_panel_gets_what_the_record_has_no_field_for() -> None:
    facts = {f.label: f.value for f in header_facts(parsed(("List-Id", "news"), ("X-Mailer", "P")))}
    assert (facts["Mailing list"], facts["Mail program"]) == ("news", "P")
