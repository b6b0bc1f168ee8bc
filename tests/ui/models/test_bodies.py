"""What of a message's text is shown, and how it is told that something is not."""

from __future__ import annotations

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.content import (
    Block,
    BlockKind,
    Link,
    PlainView,
    ReadableView,
    Run,
    StyledView,
    Withheld,
)
from analyzers.model.observation import Relation
from analyzers.model.record import Record
from ui.models.bodies import PARAGRAPHS, Bodies, bodies_of, host_of, misleads, withheld_text

HELLO = Block(BlockKind.PARAGRAPH, (Run("Hello"),))


def analysis(*bodies: tuple[Record, ...], relation: Relation = Relation.BODY) -> Analysis:
    """A message whose bodies, or attachments, hold these records."""
    nodes = [Node(0, -1, "", "message", "", Relation.ATTACHMENT, 1, "", "", "")]
    for number, records in enumerate(bodies, start=1):
        run = (Examination("html", 1, Outcome.COMPLETE, records=records),)
        nodes.append(Node(number, 0, "", "html", "", relation, 1, "", "", "", run))
    return Analysis(tuple(nodes), "full", (), (), "", 0.0, 0.0)


def test_nothing_is_shown_of_what_was_not_analysed() -> None:
    assert bodies_of(None) == Bodies()


def test_html_comes_before_the_plain_text_beside_it() -> None:
    shown = bodies_of(analysis((PlainView("plain"),), (ReadableView((HELLO,), ()),)))
    assert shown.readable == (HELLO,)
    assert shown.text == "plain"


def test_plain_text_alone_makes_paragraphs() -> None:
    shown = bodies_of(analysis((PlainView("One\r\ntwo\r\n\r\n \r\n\r\nthree"),)))
    assert [run.text for block in shown.readable for run in block.runs] == ["One\ntwo", "three"]


def test_html_alone_makes_plain_text() -> None:
    assert bodies_of(analysis((ReadableView((HELLO, HELLO), ()),))).text == "Hello\n\nHello"


def test_attachments_are_not_the_text_of_a_message() -> None:
    attached = analysis((PlainView("attached"),), relation=Relation.ATTACHMENT)
    assert bodies_of(attached) == Bodies()


def test_endless_paragraphs_are_cut() -> None:
    assert len(bodies_of(analysis((PlainView("x\n\n" * 50_000),))).readable) == PARAGRAPHS


def test_a_styled_view_that_takes_too_long_is_left_out_and_told() -> None:
    shown = bodies_of(analysis((StyledView("<p>" + "<b>x</b>" * 30_000 + "</p>", ()),)))
    assert (shown.styled, shown.too_heavy) == ("", True)


def test_links_of_a_styled_view_are_known_by_their_number() -> None:
    link = Link("https://a.example/", "a.example", "a.example", "", "a")
    one = (StyledView("<p>x</p>", ()), link)
    assert bodies_of(analysis(one)).links == ("https://a.example/",)
    assert bodies_of(analysis(one, one)).links == ()  # numbers would mean two links


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("https://bank.example/login", "http://evil.example/", True),
        ("bank.example", "https://bank.example.evil.example/", True),
        ("BANK.example/a?b", "https://bank.example/c", False),
        ("bank.example", "https://www.bank.example/", False),
        ("www.bank.example", "https://bank.example/", False),
        ("bank.example", "http://[broken", True),
        ("Keep my password", "http://evil.example/", False),
        ("v1.2.3", "http://evil.example/", False),
        ("a@bank.example", "mailto:b@evil.example", False),
        ("bank.example", "", False),
    ],
)
def test_a_link_misleads_when_it_shows_another_host(text: str, target: str, expected: bool) -> None:
    assert misleads(Run(text, target=target)) is expected


def test_hidden_passages_and_misleading_links_are_counted() -> None:
    runs = (Run("x", hidden="display none"), Run("a.example", target="http://b.example"))
    shown = bodies_of(analysis((ReadableView((Block(BlockKind.PARAGRAPH, runs),), ()),)))
    assert (shown.hidden, shown.misleading) == (1, 1)


def test_an_address_made_to_break_its_readers_has_no_host() -> None:
    assert [host_of("http://[::1"), host_of("HTTP://A.example:99999/")] == ["", "a.example"]


@pytest.mark.parametrize(
    ("withheld", "text"),
    [
        ((), ""),
        ((Withheld("form", 1),), "1 form not shown"),
        (
            (Withheld("remote picture", 1, "a"), Withheld("remote picture", 2, "b")),
            "3 remote pictures not shown",
        ),
        (
            (Withheld("media", 2), Withheld("base address", 2)),
            "2 media, 2 base addresses not shown",
        ),
    ],
)
def test_what_is_withheld_is_told(withheld: tuple[Withheld, ...], text: str) -> None:
    assert withheld_text(withheld) == text


def test_a_view_cut_at_a_limit_says_so() -> None:
    assert bodies_of(analysis((PlainView("x", truncated=True),))).truncated


def test_a_gateway_on_the_way_misleads_nobody() -> None:
    run = Run("www.bank.example", target="https://gate.example/1")
    assert misleads(run)
    assert not misleads(run, {"https://gate.example/1": "https://www.bank.example/"})
    assert misleads(run, {"https://gate.example/1": "https://evil.example/"})
