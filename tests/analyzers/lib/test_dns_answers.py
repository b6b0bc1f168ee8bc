"""Questions to DNS and their answers: what is spelt, and what nobody is asked."""

from __future__ import annotations

import pytest

from analyzers.lib.dns_answers import KIND, Answer, Lookups, Status, need, plausible, read, spell


def test_an_answer_survives_being_spelt() -> None:
    answer = Answer(Status.FOUND, ("v=spf1 \xff", ""), "2026-11-25T10:00:00+00:00", kept=True)
    assert read(spell(answer)) == answer


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"status":"?"}', '{"status":"found","x":1}', "\0"]
)
def test_what_is_no_answer_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "name",
    ["example.com", "a._domainkey.example.com", "xn--bcher-kva.example", "7.2.0.192.in-addr.arpa"],
)
def test_names_that_may_be_asked(name: str) -> None:
    assert plausible(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "localhost",
        "printer.local",
        "x.onion",
        "10.0.0.1",
        "a..b",
        ".a.b",
        "a.b.",
        "-a.b",
        "a b.c",
        "a/b.c",
        "ä.example",
        "A.example",
        "a@b.example",
        "x" * 64 + ".example",
        ".".join(["abc"] * 70),
        "a.example\n",
    ],
)
def test_names_that_nobody_is_asked_for(name: str) -> None:
    assert not plausible(name)
    assert Lookups({}).ask("TXT", name.lower() or ".") == Answer(Status.REFUSED) or name in (
        "A.example",
        "a.b.",
    )


def test_keys_are_lower_case_without_the_last_dot() -> None:
    assert need("TXT", "A.Example.", "why").key == "TXT a.example"
    answers = {(KIND, "TXT a.example"): spell(Answer(Status.ABSENT))}
    assert Lookups(answers).ask("TXT", "A.example.") == Answer(Status.ABSENT)
    assert Lookups(answers).ask("A", "a.example") is None


def test_the_age_of_an_answer_is_told() -> None:
    asked = "2026-01-02T03:04:05+00:00"
    assert Answer(Status.FOUND, (), asked).when == "as DNS answered on 2026-01-02"
    assert Answer(Status.FOUND, (), asked, True).when == "as kept from 2026-01-02"
