"""Findings on what a body keeps from its reader."""

from __future__ import annotations

import pytest

from analyzers.lib import concealed, dom, look, seen
from analyzers.model.observation import Finding, Severity


def found(html: str) -> dict[str, Finding]:
    document = dom.parse(html)
    reading = seen.read(document, look.looks(document))
    said = concealed.judge(document, reading, concealed.of_page(document, reading))
    return {finding.rule: finding for finding in said}


def cut(times: int) -> str:
    return "<p>" + "wo<span style='font-size:0'>x</span>rd " * times


@pytest.mark.parametrize(
    ("times", "severity"), [(1, Severity.LOW), (3, Severity.MEDIUM), (10, Severity.HIGH)]
)
def test_words_cut_by_hidden_text(times: int, severity: Severity) -> None:
    assert found(cut(times))["html.text.split-words"].severity is severity


@pytest.mark.parametrize(("times", "severity"), [(6, Severity.INFO), (30, Severity.LOW)])
def test_long_comments(times: int, severity: Severity) -> None:
    sentence = "words that nobody is ever going to read in this mail "
    assert found(f"<p>x<!-- {sentence * times} -->")["html.comment.long"].severity is severity


def test_text_for_outlook_that_others_see_too_is_harmless() -> None:
    button = "<p>Open your account now<!--[if mso]>Open your account now<![endif]-->"
    assert found(button)["html.outlook-only"].severity is Severity.INFO
    other = "transfer payment instructions differ considerably from anything displayed elsewhere "
    page = f"<p>Hello<!--[if mso]>{other * 2}confidential supplementary information<![endif]-->"
    assert found(page)["html.outlook-only"].severity is Severity.LOW


def test_an_ordinary_page_has_no_finding() -> None:
    assert found("<title>T</title><p>Hello <b>w</b>orld<!-- header -->") == {}


def test_a_title_and_comments_are_concealments() -> None:
    document = dom.parse("<title>Invoice 7</title><p style='color:#fff'>white text</p>")
    reading = seen.read(document, look.looks(document))
    reasons = {c.reason: c.characters for c in concealed.of_page(document, reading)}
    assert reasons == {"colour = background": 9, "title": 8}


def test_letters_of_another_script() -> None:
    said = {f.rule: f.severity for f in concealed.letters_of("Аccount нельзя accоunt pаyment dаta")}
    assert said == {"text.mixed-script": Severity.MEDIUM}
    [finding] = concealed.letters_of("your PаyPаl")
    assert finding.severity is Severity.HIGH
    assert "(PayPal)" in finding.evidence
    assert [f.severity for f in concealed.letters_of("one wоrd")] == [Severity.LOW]


def test_letters_of_mathematics() -> None:
    [finding] = concealed.letters_of("𝐘𝐨𝐮𝐫 𝐟𝐫𝐞𝐞 𝐠𝐢𝐟𝐭")
    assert (finding.rule, finding.severity) == ("text.styled-letters", Severity.LOW)
    assert list(concealed.letters_of("ＩＢＳ ＷＥＢ ＡＢＣ")) == []
