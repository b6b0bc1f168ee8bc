"""Whose limit a request counts against, and which parts of a batch go together."""

from __future__ import annotations

import pytest

from workbench.connectors.graph.calls import MAILBOX, Part, _lane, waves


@pytest.mark.parametrize(
    ("url", "lane"),
    [
        ("/users/ann%40contoso.example/messages?$top=1", "ann@contoso.example"),
        ("/v1.0/users/1-2/mailFolders/inbox?$select=id", "1-2"),
        ("https://graph.example/v1.0/users/1-2/messages?$skiptoken=a/b", "1-2"),
        ("https://graph.example:444/beta/users/1-2/messages/delta", "1-2"),
        ("/v1.0/users?$select=id", "users"),
        ("/v1.0/users", "users"),
        ("/beta/security/threatSubmission/emailThreats?$filter=x", "security"),
        ("/v1.0/$batch", "$batch"),
        ("/v1.0/me?$select=id", "me"),
        ("", ""),
    ],
)
def test_limits_are_those_of_a_mailbox_or_of_a_service(url: str, lane: str) -> None:
    assert _lane(url) == lane


def test_no_wave_asks_more_of_a_mailbox_than_it_serves() -> None:
    parts = [Part("GET", f"/users/{box}/messages/{n}") for n in range(6) for box in ("a", "b")]
    found = waves(parts)
    assert sorted(number for wave in found for number in wave) == list(range(12))
    for wave in found:
        for box in ("a", "b"):
            assert sum(f"/{box}/" in parts[number].url for number in wave) <= MAILBOX
