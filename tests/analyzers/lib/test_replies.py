"""What the sender wrote is told from what is quoted, above it, below it or between."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import replies
from analyzers.lib.quotes import of_text
from analyzers.lib.replies import THREADS, Split, text_of

ATTRIBUTION = "On Tue, May 5, 2026 at 10:00 AM Ann <ann@example.com> wrote:\n"


def split(text: str, *, reply: bool = True) -> Split:
    return replies.split(of_text(text), reply=reply)


def texts(text: str, *, reply: bool = True) -> list[str]:
    return [text_of(draft) for draft in split(text, reply=reply).drafts]


def test_an_answer_above() -> None:
    assert texts(f"Yes.\n\n{ATTRIBUTION}> Shall we?\n> Ann\n") == ["Yes.", "Shall we?\nAnn"]


def test_an_answer_below() -> None:
    assert texts(f"{ATTRIBUTION}> Shall we?\n\nYes.\n") == ["Yes.", "Shall we?"]


def test_answers_between() -> None:
    text = f"Hi\n{ATTRIBUTION}> When?\n\nAt noon.\n\n> Where?\n\nHere.\n"
    assert texts(text) == ["Hi\n\nAt noon.\n\nHere.", "When?\n\nWhere?"]


@pytest.mark.parametrize("snip", ["[...]", "<snip>", "(much left out)"])
def test_words_left_out_do_not_end_a_quotation_before_it_begins(snip: str) -> None:
    assert texts(f"{ATTRIBUTION}{snip}\n\n> Shall we?\n\nYes.") == [f"{snip}\n\nYes.", "Shall we?"]


def test_quotations_of_quotations_come_in_the_order_of_their_depth() -> None:
    text = "> > first\n> second\nthird\n"
    assert texts(text) == ["third", "second", "first"]


def test_without_signs_everything_below_an_introduction_is_quoted() -> None:
    text = "Yes.\n\n-----Original Message-----\nFrom: Ann\nSubject: Lunch\n\nShall we?\n\nAnn\n"
    assert texts(text) == ["Yes.", "Shall we?\n\nAnn"]


def test_a_chain_of_introductions() -> None:
    text = (
        "c\n-----Original Message-----\nFrom: B\nSubject: x\n\nb\n"
        "-----Original Message-----\nFrom: A\nSubject: x\n\na\n"
    )
    assert texts(text) == ["c", "b", "a"]
    assert [d.preamble.sender[0].name for d in split(text).drafts[1:] if d.preamble] == ["B", "A"]


def test_a_message_may_hold_nothing_of_its_own() -> None:
    assert texts("-----Original Message-----\nFrom: A\nSubject: x\n\na\n") == ["", "a"]


@pytest.mark.parametrize("text", ["> One offer\n> Another\nBuy now", "Hi\n>> Read more <<\n"])
def test_arrows_of_a_newsletter_are_text(text: str) -> None:
    assert texts(text, reply=False) == [text.strip()]


def test_in_an_answer_the_same_arrows_are_a_quotation() -> None:
    assert texts("> One offer\nNo.") == ["No.", "One offer"]


def test_more_messages_than_are_kept_stay_with_the_last() -> None:
    one = "-----Original Message-----\nFrom: A\nSubject: x\n\na\n"
    found = split(one * (THREADS + 10))
    assert found.full
    assert len(found.drafts) == THREADS + 1
    assert text_of(found.drafts[-1]).count("Original Message") == 10


@pytest.mark.parametrize(
    "piece",
    [">", "> ", "On \n", "On 5:\n", "a@b 1:\n", "From: a@b\n", "From: a@b\nTo: x\n", ">\n",
     "-----\n",
     "To: x\n01/01/2001 10:00\n", "|", "x" * 70 + "\n", "From: a\nTo: x@y,\n x@y,\n", "\n", ": ",
     "_", "-", "On 1/1/2001 10:00 a@b\n", "wrote ", "<a@b>\n"],
    ids=repr,
)  # fmt: skip
def test_a_megabyte_of_anything_is_split_within_a_second(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    split(text)
    split(text, reply=False)
    assert time.process_time() - started < 8  # a square would take minutes
