"""Reasons name what they were seen in; what is ordinary gets none."""

from __future__ import annotations

import pytest

from workbench.connectors.suspicion import (
    RuleFacts,
    SignIn,
    grant_reasons,
    outside_reasons,
    rule_reasons,
    told,
)
from workbench.model.accounts import Line

OURS = ("ours.example",)


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        (RuleFacts("Newsletters", moves_to="Newsletters", skips_inbox=True), ()),
        (RuleFacts("To me", words=("invoice",)), ()),
        (
            RuleFacts("copy", forwards=("x@evil.test",)),
            ("forwards to x@evil.test, outside of the organisation",),
        ),
        (RuleFacts("copy", forwards=("a@OURS.example",)), ("forwards to a@OURS.example",)),
        (
            RuleFacts("..", deletes=True, words=("hacked?",)),
            ("deletes what it fits", "looks for 'hacked?'", "has a name that says nothing"),
        ),
        (RuleFacts("tidy", moves_to="Inbox/RSS Feeds"), ("hides mail in Inbox/RSS Feeds",)),
        (
            RuleFacts("tidy", moves_to="Old", marks_read=True, skips_inbox=True),
            ("keeps mail out of the Inbox and marks it as read",),
        ),
    ],
)  # fmt: skip
def test_rules(rule: RuleFacts, reasons: tuple[str, ...]) -> None:
    assert rule_reasons(rule, OURS) == reasons


def sign_in(country: str, **more: object) -> SignIn:
    return SignIn(Line("signed in"), country, **more)  # type: ignore[arg-type] # members by name


def test_a_rare_country_is_told_with_the_usual_one() -> None:
    lines = told([*(sign_in("DE") for _ in range(9)), sign_in("NG")])
    assert [bool(line.reasons) for line in lines] == [False] * 9 + [True]
    assert lines[-1].reasons == ("from NG, while most come from DE",)


def test_two_homes_are_both_usual_and_an_unknown_place_is_nothing() -> None:
    lines = told([sign_in("DE"), sign_in("DE"), sign_in("FR"), sign_in("")])
    assert not any(line.reasons for line in lines)


def test_failures_do_not_make_a_country_usual() -> None:
    lines = told([sign_in("DE"), *(sign_in("NG", failed=True) for _ in range(9))])
    assert all(line.reasons for line in lines[1:])


def test_an_old_client_and_the_providers_word_count() -> None:
    (line,) = told([sign_in("DE", client="IMAP4", risk="high")])
    assert line.reasons == (
        "by IMAP4, which knows no second factor",
        "the provider calls its risk high",
    )


def test_a_grant_counts_where_it_reaches_mail() -> None:
    assert grant_reasons(["Calendars.Read"], verified=False) == ()
    assert grant_reasons(["Mail.ReadWrite", "User.Read"], verified=False) == (
        "may reach mail: Mail.ReadWrite",
        "its publisher is not verified",
    )
    assert grant_reasons(["https://mail.google.com/"]) == (
        "may reach mail: https://mail.google.com/",
    )


def test_an_address_of_ours_is_no_reason_where_only_others_count() -> None:
    assert outside_reasons("sends as", "a@ours.example", OURS, only_outside=True) == ()
