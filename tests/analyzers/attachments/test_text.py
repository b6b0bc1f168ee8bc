"""Plain text is shown, and its addresses are found."""

from __future__ import annotations

from analyzers.attachments.text import UNIT
from analyzers.lib.linkset import LINKS
from analyzers.lib.parsed import TEXT
from analyzers.model.content import PlainView
from tests.analyzers.lib.pages import findings, links, observe


def test_text_is_shown_as_it_is() -> None:
    assert PlainView("a <b>\n") in observe("a <b>\n", UNIT, kind="text")


def test_addresses_are_links() -> None:
    found = links(observe("see hxxps://www.a[.]co[.]uk/x", UNIT, kind="text"))
    assert [(link.url, link.domain, link.source) for link in found] == [
        ("https://www.a.co.uk/x", "a.co.uk", "text")
    ]


def test_long_text_is_cut_and_says_so() -> None:
    observed = observe("x" * (TEXT + 1), UNIT, kind="text")
    view = next(o for o in observed if isinstance(o, PlainView))
    assert view.truncated
    assert len(view.text) == TEXT
    assert "limit.text" in findings(observed)


def test_links_know_their_line_and_have_a_bound_that_is_said() -> None:
    found = links(observe("a\nhttps://a.example/\n" * 2, UNIT, kind="text"))
    assert [(link.where, link.count) for link in found] == [("line 2", 2)]
    many = "".join(f"https://a.example/{n}\n" for n in range(LINKS + 1))
    assert "limit.text.links" in findings(observe(many, UNIT, kind="text"))


def test_reordered_text_is_a_finding() -> None:
    assert "text.bidi" in findings(observe("a\u202eb", UNIT, kind="text"))
