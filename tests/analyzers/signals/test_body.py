"""Bodies as their readers see them: text, language, names, pictures, forms and tricks."""

from __future__ import annotations

import pytest

from analyzers.model.body import BodyText, Form, Picture
from analyzers.model.observation import Observation, Severity
from analyzers.signals import body
from tests.analyzers.lib.pages import FILE, findings, observe, rules

PAGE = """<title>Your PayPal invoice</title>
<div style="display:none">Please confirm your account</div>
<p>Dear customer,</p><p>your <b>account</b> has been limited. Please log in with the link below and
confirm your data.</p><img src="https://p.example/x.png" alt="Netflix logo">
<form action="https://f.example/"><input name="password"></form>"""


def text(observed: list[Observation]) -> BodyText:
    return next(o for o in observed if isinstance(o, BodyText))


def test_a_page_is_read_as_seen_and_as_written() -> None:
    observed = observe(PAGE, body.UNIT)
    said = text(observed)
    assert said.seen.startswith("Dear customer,\nyour account has been limited.")
    assert said.whole.startswith("Please confirm your account\nDear customer,")
    assert said.language == "en"
    assert said.certainty > 0.5
    assert said.brands == ("PayPal", "Netflix")
    assert [c.reason for c in said.concealments] == ["preview line", "title"]
    assert [o.what for o in observed if isinstance(o, Picture)] == ["remote"]
    assert [o.action for o in observed if isinstance(o, Form)] == ["https://f.example/"]
    assert findings(observed) == {}


def test_plain_text_is_read_the_same_way() -> None:
    observed = observe(
        "Bitte best\u00adätigen Sie Ihr Konto bei der Sparkasse", body.UNIT, kind="text"
    )
    said = text(observed)
    assert said.seen == "Bitte bestätigen Sie Ihr Konto bei der Sparkasse"
    assert (said.language, said.brands) == ("de", ("Sparkasse",))
    assert [c.reason for c in said.concealments] == ["soft hyphens"]


def test_a_text_file_is_no_body() -> None:
    assert observe("Hello", body.UNIT, FILE, "text") == []
    assert observe("\0 ", body.UNIT) == []


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<p>" + "pa<i hidden>x</i>y " * 3, "html.text.split-words"),
        ("<p>x<!--" + " words that go on and on in a comment" * 20 + "-->", "html.comment.long"),
        ("<p>x<!--[if mso]>other words<![endif]-->", "html.outlook-only"),
        ("<p>Your PаyPаl accоunt", "text.mixed-script"),
        ("<p>𝐘𝐨𝐮𝐫 𝐟𝐫𝐞𝐞 𝐠𝐢𝐟𝐭", "text.styled-letters"),
        ("<p>" + "word " * 70_000, "limit.body.text"),
        ("".join(f"<img src=https://p.example/{n}>" for n in range(301)), "limit.html.pictures"),
    ],
)
def test_what_a_body_keeps_from_its_reader_is_a_finding(page: str, rule: str) -> None:
    assert rule in rules(page, body.UNIT)


def test_a_name_in_strange_letters_is_grave() -> None:
    found = findings(observe("<p>Your PаyPаl", body.UNIT))
    assert found["text.mixed-script"].severity is Severity.HIGH


def test_a_truncated_text_says_so() -> None:
    assert text(observe("<p>" + "word " * 70_000, body.UNIT)).truncated
    assert not text(observe("<p>word", body.UNIT)).truncated
