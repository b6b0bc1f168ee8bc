"""Addresses in header fields are found, and judged where a reader meets them."""

from __future__ import annotations

from dataclasses import replace

from analyzers.lib.linkset import LINKS
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.message import Header
from analyzers.model.observation import Finding, Observation
from analyzers.model.unit import Context
from analyzers.signals.header_links import UNIT
from tests.analyzers.lib.pages import MESSAGE


def observed(*headers: tuple[str, str]) -> list[Observation]:
    fields = tuple(Header(name, value, value) for name, value in headers)
    context = Context(message=replace(MESSAGE, headers=fields))
    return list(UNIT.examine(Artifact.of(b"x", "a.eml", "eml"), context))


def found(*headers: tuple[str, str]) -> list[tuple[str, str, str]]:
    said = observed(*headers)
    return [(link.url, link.source, link.where) for link in said if isinstance(link, Link)]


def rules(*headers: tuple[str, str]) -> set[str]:
    return {said.rule for said in observed(*headers) if isinstance(said, Finding)}


def test_addresses_are_found_with_their_field() -> None:
    assert found(
        ("List-Unsubscribe", "<https://a.example/u?e=1>, <mailto:u@a.example>"),
        ("Subject", "Log in at bank.com/now"),
        ("From", '"www.b.example" <x@b.example>'),
        ("X-Campaign", "https://c.example/"),
    ) == [
        ("https://a.example/u?e=1", "header", "List-Unsubscribe"),
        ("http://bank.com/now", "header", "Subject"),
        ("http://www.b.example", "header", "From"),
        ("https://c.example/", "header", "X-Campaign"),
    ]


def test_fields_of_servers_and_signers_hold_no_links() -> None:
    assert found(
        ("Received", "from www.a.example by b.example; see https://a.example/"),
        ("Message-ID", "<x@www.a.example>"),
        ("DKIM-Signature", "d=www.a.example"),
        ("X-Mailer", "Example 1.2"),
    ) == []  # fmt: skip


def test_what_a_reader_meets_is_judged() -> None:
    assert "link.host.ip" in rules(("Subject", "http://203.0.113.7/x"))
    assert "link.host.ip" in rules(("List-Unsubscribe", "<http://203.0.113.7/x>"))
    assert rules(("X-Spam-Report", "URI: http://203.0.113.7/x")) == set()


def test_a_recipient_in_an_unsubscribe_link_is_marked() -> None:
    said = observed(("List-Unsubscribe", "<https://a.example/u?e=ann@example.org>"))
    assert [link.recipient for link in said if isinstance(link, Link)] == [True]


def test_more_links_than_are_listed_are_a_limit() -> None:
    headers = [(f"X-{n}", f"https://a.example/{n}") for n in range(LINKS + 1)]
    assert rules(*headers) == {"limit.header.links"}


def test_without_a_message_nothing_is_said() -> None:
    assert list(UNIT.examine(Artifact.of(b"x", "a.eml", "eml"), Context())) == []
