"""Addresses are listed from everywhere in a message, and claims are never better than hearsay."""

from __future__ import annotations

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.content import Link
from analyzers.model.message import AuthenticationClaim
from analyzers.model.observation import Relation
from ui.models.addresses import address_row, links_of, summary
from ui.models.claims import latest, spoken, tone_of
from ui.tokens import Tone

EVIL = Link("https://evil.example/x", "evil.example", "evil.example", "https://bank.example", "a")
PIXEL = Link("https://t.example/p", "t.example", "", "", "image", 3)


def node(id: int, parent: int, name: str, *links: Link, twin: int = -1) -> Node:
    run = Examination("html", 1, Outcome.COMPLETE, records=links)
    runs = (run,) if twin < 0 else ()
    relation = Relation.ATTACHMENT
    return Node(id, parent, name, "html", "", relation, 1, "", "", "", runs, duplicate_of=twin)


ANALYSIS = Analysis(
    (node(0, -1, "a.eml", EVIL), node(1, 0, "page.html", PIXEL), node(2, 0, "b.html", twin=1)),
    "full", (), (), "", 0.0, 0.0,
)  # fmt: skip


def test_links_come_from_every_object_once() -> None:
    assert links_of(ANALYSIS) == [(0, EVIL), (1, PIXEL)]
    assert links_of(None) == []


def test_a_row_says_where_it_goes_and_where_it_was_found() -> None:
    texts = [cell.shown for cell in address_row(ANALYSIS, 0, EVIL)]
    assert texts == [
        "hxxps://evil[.]example/x",
        "hxxps://bank[.]example",
        "evil[.]example",
        "link",
        "1",
        "the message",
    ]
    assert [cell.shown for cell in address_row(ANALYSIS, 1, PIXEL)][2:] == [
        "t[.]example",
        "picture",
        "3",
        "page.html",
    ]


def test_a_link_that_shows_another_host_is_marked() -> None:
    tones = [cell.tone for link in (EVIL, PIXEL) for cell in address_row(ANALYSIS, 0, link)]
    assert tones == [None, Tone.MALICIOUS, *[None] * 10]


def test_the_summary_counts_addresses_and_hosts() -> None:
    assert summary([]) == ""
    assert summary([(0, EVIL)]).startswith("1 address on 1 host · nothing was asked")
    assert summary([(0, EVIL), (1, PIXEL)]).startswith("2 addresses on 2 hosts")


def claim(method: str, result: str) -> AuthenticationClaim:
    return AuthenticationClaim("mx.example", method, result, (), 0)


@pytest.mark.parametrize(
    ("result", "tone"),
    [
        ("pass", Tone.INFO),
        ("PASS", Tone.INFO),
        ("fail", Tone.MALICIOUS),
        ("softfail", Tone.SUSPICIOUS),
        ("<b>", Tone.UNKNOWN),
    ],
)
def test_a_claimed_pass_is_never_green(result: str, tone: Tone) -> None:
    assert tone_of(claim("spf", result)) is tone


def test_the_claim_on_top_is_the_last_hops() -> None:
    claims = (claim("DKIM", "fail"), claim("spf", "pass"), claim("dkim", "pass"), claim("x", "y"))
    assert list(latest(claims)) == [claims[1], claims[0]]
    assert [spoken("dmarc"), spoken("X-new")] == ["DMARC", "X-new"]
