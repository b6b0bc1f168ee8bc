"""Address fields are read however they are broken."""

from __future__ import annotations

import pytest

from analyzers.lib.addresses import parse_addresses


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("ann@example.com", [("", "ann@example.com")]),
        ("Ann <ann@example.com>, bob@x.y", [("Ann", "ann@example.com"), ("", "bob@x.y")]),
        ('"Doe, Ann" <ann@x.y>', [("Doe, Ann", "ann@x.y")]),
        ("Doe, Ann <ann@x.y>", [("Doe, Ann", "ann@x.y")]),
        ("ann@x.y (Ann (of old) Doe)", [("Ann of old Doe", "ann@x.y")]),
        ("Team: ann@x.y, bob@x.y;", [("", "ann@x.y"), ("", "bob@x.y")]),
        ("undisclosed-recipients:;", []),
        ("RE: Ann <ann@x.y>", [("RE: Ann", "ann@x.y")]),
        ('"ceo@corp.example" <x@evil.example>', [("ceo@corp.example", "x@evil.example")]),
        ("<ceo@corp.example> <x@evil.example>", [("ceo@corp.example", "x@evil.example")]),
        ("=?utf-8?q?=22Ann=22_=3Ca=40b=2Ec=3E?= <x@y.z>", [('"Ann" <a@b.c>', "x@y.z")]),
        ('"unclosed <ann@x.y>', [('"unclosed', "ann@x.y")]),
        ("ann@x.y; bob@x.y", [("", "ann@x.y"), ("", "bob@x.y")]),
        ("<@relay,@other:ann@x.y>", [("", "ann@x.y")]),
        ("<mailto:ann@x.y>", [("", "ann@x.y")]),
        ("'ann@x.y' <ann@x.y>", [("ann@x.y", "ann@x.y")]),
        ("Ann Example", [("Ann Example", "")]),
        ("Ann,(<ann@x.y>)", [("Ann", "ann@x.y")]),
        ("Ann (of old)", [("Ann", "")]),
        ("<>", []),
        ("", []),
    ],
)
def test_a_field_yields_its_mailboxes(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(a.name, a.address) for a in parse_addresses(text)] == pairs


def test_a_name_without_address_has_no_domain() -> None:
    assert parse_addresses("MAILER-DAEMON")[0].domain == ""
