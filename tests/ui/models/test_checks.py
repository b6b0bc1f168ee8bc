"""Our own results and claims side by side; a claim is never green."""

from __future__ import annotations

import pytest

from analyzers.model.authentication import AuthenticationResult, Standing
from ui.models.checks import check_rows, chips, spoken, tone_of
from ui.tokens import Tone


def result(
    method: str = "dkim", said: str = "pass", standing: Standing = Standing.TRUSTED, **more: object
) -> AuthenticationResult:
    return AuthenticationResult(method, said, "a.example", standing, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "standing", "tone"),
    [
        ("pass", Standing.VERIFIED, Tone.CLEAN),
        ("pass", Standing.TRUSTED, Tone.INFO),
        ("pass", Standing.UNTRUSTED, Tone.INFO),
        ("fail", Standing.VERIFIED, Tone.MALICIOUS),
        ("FAIL", Standing.TRUSTED, Tone.MALICIOUS),
        ("fail", Standing.UNTRUSTED, Tone.UNKNOWN),
        ("softfail", Standing.TRUSTED, Tone.SUSPICIOUS),
        ("", Standing.UNCHECKED, Tone.UNKNOWN),
        ("<b>", Standing.TRUSTED, Tone.UNKNOWN),
    ],
)
def test_only_what_was_verified_here_is_green(said: str, standing: Standing, tone: Tone) -> None:
    assert tone_of(result(said=said, standing=standing)) is tone


def test_a_row_holds_both_words_of_one_domain() -> None:
    here = result(said="", standing=Standing.UNCHECKED, detail="key unknown")
    said = result(detail="claimed by mx", aligned=True)
    (row,) = check_rows([said, here])
    assert [cell.text for cell in row] == [
        "DKIM",
        "could not check",
        "pass (trusted)",
        "a.example",
        "yes",
        "key unknown · claimed by mx",
    ]


def test_methods_stand_in_their_usual_order_and_strange_ones_last() -> None:
    rows = check_rows([result("x-new"), result("dmarc"), result("spf")])
    assert [row[0].text for row in rows] == ["SPF", "DMARC", "x-new"]
    assert all(row[1].text == "" for row in rows)


def test_a_trusted_hop_goes_before_an_untrusted_one() -> None:
    (row,) = check_rows([result(said="fail", standing=Standing.UNTRUSTED), result()])
    assert row[2].text == "pass (trusted)"


def test_chips_show_the_best_word_for_each_method() -> None:
    found = chips(
        [
            result("spf", "fail", Standing.UNTRUSTED),
            result("spf", "pass", Standing.TRUSTED),
            result("dkim", "fail", Standing.TRUSTED),
            result("dkim", "pass", Standing.VERIFIED),
            result("dmarc", "", Standing.UNCHECKED),
            result("bimi"),
        ]
    )
    assert [(one.method, one.result, one.standing) for one in found] == [
        ("spf", "pass", Standing.TRUSTED),
        ("dkim", "pass", Standing.VERIFIED),
    ]


def test_methods_have_names() -> None:
    assert [spoken("dmarc"), spoken("X-new")] == ["DMARC", "X-new"]


def test_a_result_without_domain_is_about_the_one_its_method_names() -> None:
    nameless = AuthenticationResult("dkim", "fail", "", Standing.TRUSTED)
    assert len(check_rows([result(), nameless])) == 1
    assert len(check_rows([nameless])) == 1
    other = AuthenticationResult("dkim", "pass", "b.example", Standing.TRUSTED)
    assert len(check_rows([result(), other, nameless])) == 3
