"""Hidden text, pictures and forms as rows."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.body import BodyText, Concealment, Form, FormField, Picture
from analyzers.model.observation import Relation
from analyzers.model.record import Record
from ui.models import bodydetails
from ui.tokens import Tone


def analysis(*records: Record) -> Analysis:
    runs = (Examination("body", 1, Outcome.COMPLETE, records=records),)
    node = Node(0, -1, "b", "html", "", Relation.BODY, 1, "", "", "", runs)
    return Analysis((node,), "full", (), (), "", 0.0, 0.0)


def test_hidden_text_is_listed_with_its_reason() -> None:
    found = analysis(BodyText("a", "ab", (Concealment("display none", 1_200, 2, "salt"),)))
    ((reason, letters, times, sample),) = bodydetails.concealed_rows(found, found.root)
    assert (reason.text, letters.text, times.text, sample.text) == (
        "display none",
        "1,200",
        "2",
        "salt",
    )


def test_pictures_are_named_and_not_clickable() -> None:
    pixel = Picture("tracking pixel", "https://t.example/p", width=1, height=1)
    large = Picture("embedded", "data:" + "x" * 9_000)
    found = analysis(pixel, large)
    first, second = bodydetails.picture_rows(found, found.root)
    assert first[0].tone is Tone.INFO
    assert (first[1].shown, first[3].text) == ("hxxps://t[.]example/p", "1 × 1")
    assert len(second[1].text) < 400
    assert second[3].text == ""


def test_a_form_that_asks_for_a_secret_is_marked() -> None:
    fields = (FormField("user", "text", "E-mail"), FormField("pw", "password"))
    asks = Form("https://evil.example/", "post", (*fields, FormField("t", "hidden")))
    found = analysis(asks, Form("", "get", fields[:1]))
    first, second = bodydetails.form_rows(found, found.root)
    assert (first[2].text, first[2].tone) == ("E-mail (text), pw (password)", Tone.SUSPICIOUS)
    assert (second[0].text, second[2].tone) == ("no address", None)
