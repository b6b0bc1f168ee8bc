"""What is asked for: refused where it would find all or nothing by mistake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workbench.errors import BadInput
from workbench.searching.pasted import Pasted
from workbench.searching.wanted import AROUND, Wanted

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(), "Say what to look for"),
        (Wanted(mailboxes=("ann@contoso.example",)), "Say what to look for"),
        (Wanted(since=NOW, until=NOW - timedelta(days=1)), "end before it begins"),
        (Wanted(text="a", url="https://b.example"), "one at a time"),
        (Wanted(subject='"'), "no word"),
    ],
)
def test_a_search_for_all_or_nothing_is_refused(wanted: Wanted, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        wanted.checked()


def test_a_link_is_made_live_and_keeps_what_was_given() -> None:
    query = Wanted(url="hxxps://evil[.]example/pay").query(("k",))
    assert query.text == "https://evil.example/pay"
    assert Wanted(url="evil[.]example/pay").query(()).text == "evil.example/pay"


def test_a_sender_is_taken_defanged() -> None:
    assert Wanted(sender="<eve[@]evil[.]example> ").query(()).sender == "eve@evil.example"
    assert Wanted(sender="evil(.)example").query(()).sender == "evil.example"


def test_a_message_id_gets_its_brackets() -> None:
    assert Wanted(internet_id=" one@x.example ").query(()).internet_id == "<one@x.example>"


def test_pasted_headers_search_by_both_of_their_ids_and_nothing_else() -> None:
    pasted = Pasted("<one@x.example>", "id", "eve@evil.example", "Pay", NOW)
    found = Wanted().with_pasted(pasted)
    assert (found.internet_id, found.network_id, found.sender) == ("<one@x.example>", "id", "")


def test_without_an_id_sender_subject_and_time_say_it() -> None:
    found = Wanted(subject="mine").with_pasted(Pasted("", "", "eve@evil.example", "Pay", NOW))
    assert (found.sender, found.subject) == ("eve@evil.example", "mine")
    assert (found.since, found.until) == (NOW - AROUND, NOW + AROUND)


def test_pasted_words_without_anything_are_refused() -> None:
    with pytest.raises(BadInput, match="pasted"):
        Wanted().with_pasted(Pasted())
