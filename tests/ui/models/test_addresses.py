"""Addresses are listed from everywhere in a message, with where they lead."""

from __future__ import annotations

from dataclasses import replace

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.content import Link, Redirect
from analyzers.model.observation import Relation
from ui.models.addresses import address_row, chain, links_of, summary
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
        "",
        "link",
        "1",
        "the message",
    ]
    assert [cell.shown for cell in address_row(ANALYSIS, 1, PIXEL)][2:] == [
        "t[.]example",
        "",
        "picture",
        "3",
        "page.html",
    ]


def test_a_link_that_shows_another_host_is_marked() -> None:
    tones = [cell.tone for link in (EVIL, PIXEL) for cell in address_row(ANALYSIS, 0, link)]
    assert tones == [None, Tone.MALICIOUS, *[None] * 12]


def test_the_summary_counts_addresses_and_hosts() -> None:
    assert summary([]) == ""
    assert summary([(0, EVIL)]).startswith("1 address on 1 host · nothing was asked")
    assert summary([(0, EVIL), (1, PIXEL)]).startswith("2 addresses on 2 hosts")


def test_a_rewritten_address_shows_where_it_leads() -> None:
    steps = (Redirect("Some gateway", "https://evil.example/login"),)
    link = Link("https://gate.example/?u", "gate.example", "gate.example", "www.bank.example", "a",
                redirects=steps, shown="bank.example")  # fmt: skip
    row = address_row(ANALYSIS, 0, link)
    assert [cell.shown for cell in row][:4] == [
        "hxxps://evil[.]example/login",
        "www[.]bank[.]example",
        "evil[.]example",
        "Some gateway",
    ]
    assert row[1].tone is Tone.MALICIOUS
    way = chain(link)
    assert [one.name for one in way] == ["www.bank.example", "gate[.]example", "evil[.]example"]
    assert (way[-1].gap, way[-1].note, way[-1].tone) == ("Some gateway", "goes to", Tone.MALICIOUS)


def test_an_address_nobody_sees_is_marked() -> None:
    link = replace(EVIL, visible=False, where="line 3")
    kind = address_row(ANALYSIS, 0, link)[4]
    assert (kind.text, kind.tone) == ("link, line 3, hidden", Tone.SUSPICIOUS)


def test_a_plain_address_is_its_own_end() -> None:
    assert [one.note for one in chain(EVIL)] == ["what is shown", "the address"]


def test_where_a_server_keeps_the_goal_no_end_is_claimed() -> None:
    steps = (Redirect("Some gateway", "", "bank.example"),)
    link = Link("https://gate.example/s/1", "gate.example", "gate.example", "", "a",
                redirects=steps)  # fmt: skip
    last = chain(link)[-1]
    assert (last.name, last.note, last.tone) == (
        "bank[.]example",
        "its server keeps where",
        Tone.UNKNOWN,
    )
