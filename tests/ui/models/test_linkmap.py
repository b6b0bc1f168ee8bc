"""The map of links: what stands where, and which spots lie on one way."""

from __future__ import annotations

import time

from analyzers.model.content import Link, Redirect
from analyzers.model.linkgraph import NodeKind
from ui.models.linkmap import LinkMap, link_map, passes
from ui.tokens import Tone


def link(url: str, text: str = "", domain: str = "", *steps: Redirect, shown: str = "") -> Link:
    return Link(url, domain, domain, text, "a", redirects=steps, shown=shown)


STEP = Redirect("safe", "https://b.example/", "b.example")
TWO = (
    link("https://a.example/x", "Pay", "a.example", STEP),
    link("https://b.example/", "b.example", "b.example"),
)  # fmt: skip


def at(shown: LinkMap) -> list[tuple[NodeKind, str, int, int]]:
    return [(s.kind, s.label, s.column, s.row) for s in shown.spots]


def test_each_kind_has_its_column_and_equal_places_are_one() -> None:
    shown = link_map(TWO)
    assert at(shown) == [
        (NodeKind.TEXT, "Pay", 0, 0),
        (NodeKind.ADDRESS, "https://a.example/x", 1, 0),
        (NodeKind.STEP, "https://b.example/", 2, 0),
        (NodeKind.DOMAIN, "b.example", 3, 0),
        (NodeKind.TEXT, "b.example", 0, 1),
        (NodeKind.ADDRESS, "https://b.example/", 1, 1),
    ]
    assert shown.titles == ("What is shown", "Address", "Leads on to", "Ends at")
    assert [spot.by for spot in shown.spots] == ["", "", "safe", "", "", ""]
    assert shown.spots[3].count == 2


def test_a_way_is_what_leads_to_a_spot_and_where_it_leads() -> None:
    shown = link_map(TWO)
    assert shown.way(1) == {0, 1, 2, 3}
    assert shown.way(3) == set(range(6))
    assert shown.way(4) == {3, 4, 5}


def test_columns_nothing_stands_in_are_left_out() -> None:
    shown = link_map([link("https://a.example/", "", "a.example")])
    assert shown.titles == ("Address", "Ends at")
    assert link_map([]) == LinkMap()


def test_an_end_that_a_server_keeps_is_unknown_and_a_false_text_is_marked() -> None:
    kept = link("https://t.example/1", "", "t.example", Redirect("tracker", "", "t.example"))
    false = link("https://evil.example/", "bank.example", "evil.example", shown="bank.example")
    shown = link_map([kept, false])
    tones = {s.label: s.tone for s in shown.spots if s.column == len(shown.titles) - 1}
    assert tones == {"t.example": Tone.UNKNOWN, "evil.example": Tone.MALICIOUS}


def test_a_spot_finds_the_links_that_pass() -> None:
    shown = link_map(TWO)
    found = [[passes(one, spot) for one in TWO] for spot in shown.spots]
    assert found == [
        [True, False], [True, False], [True, False], [True, True], [False, True], [False, True],
    ]  # fmt: skip


def test_labels_are_defanged_and_sentences_stay_sentences() -> None:
    shown = link_map([link("https://a.example/", "Read on. Now.", "a.example")])
    assert [s.shown for s in shown.spots] == [
        "Read on. Now.", "hxxps://a[.]example/", "a[.]example",
    ]  # fmt: skip


def test_redirects_in_a_circle_and_many_links_end() -> None:
    circle = link("https://a.example/", "", "a.example", *[
        Redirect("r", f"https://{n % 3}.example/", f"{n % 3}.example") for n in range(40)
    ])  # fmt: skip
    many = [link(f"https://{n}.example/", f"text {n}", f"{n}.example") for n in range(5_000)]
    started = time.process_time()
    shown = link_map([circle, *many])
    assert shown.left_out > 0
    assert len(shown.spots) <= 200
    assert len({(s.column, s.row) for s in shown.spots}) == len(shown.spots)
    assert time.process_time() - started < 1.0
