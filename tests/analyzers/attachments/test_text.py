"""Plain text is shown, and its addresses are found."""

from __future__ import annotations

from analyzers.attachments.text import UNIT
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


def test_reordered_text_is_a_finding() -> None:
    assert "text.bidi" in findings(observe("a\u202eb", UNIT, kind="text"))
