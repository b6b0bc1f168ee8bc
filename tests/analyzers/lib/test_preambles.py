"""Where a quoted message begins is found with all that is said of it."""

from __future__ import annotations

from analyzers.lib import preambles
from analyzers.lib.preambles import Preamble
from analyzers.lib.quotes import Line, of_text
from analyzers.model.message import Address

ANN = Address("Ann Example", "ann@example.com")
BOB = Address("Bob", "bob@example.org")


def only(text: str) -> Preamble:
    (found,) = preambles.find(of_text(text)).values()
    return found


def test_the_fields_of_outlook() -> None:
    found = only(
        "Yes.\n\n________________________________\nFrom: Ann Example <ann@example.com>\n"
        "Sent: Tuesday, May 5, 2026 10:00 AM\nTo: Bob <bob@example.org>\n"
        "Cc: Carl [mailto:carl@example.net]; Dora <dora@example.net>\nSubject: Lunch\n\nShall we?"
    )
    assert (found.start, found.stop) == (2, 8)
    assert found.kind == ""
    assert found.sender == (ANN,)
    assert found.to == (BOB,)
    assert found.cc == (Address("Carl", "carl@example.net"), Address("Dora", "dora@example.net"))
    assert found.subject == "Lunch"
    assert found.date == "Tuesday, May 5, 2026 10:00 AM"


def test_a_name_in_brackets_stays_as_it_is_written() -> None:
    found = only("From: [AB] Ann <ann@example.com>\nSent: today\nSubject: Lunch\n\nShall we?")
    assert found.sender == (Address("[AB] Ann", "ann@example.com"),)


def test_the_forward_of_gmail() -> None:
    found = only(
        "See below\n\n---------- Forwarded message ---------\nFrom: Ann Example <ann@example.com>\n"
        "Date: Tue, May 5, 2026 at 10:00 AM\nSubject: Lunch\nTo: Bob <bob@example.org>\n\nShall we?"
    )
    assert found.kind == "forward"
    assert found.stop - found.start == 5
    assert found.sender == (ANN,)
    assert found.to == (BOB,)


def test_the_forward_of_apple_mail_is_quoted_below_its_line() -> None:
    found = only(
        "Begin forwarded message:\n\n> From: Ann Example <ann@example.com>\n> Subject: Lunch\n"
        "> Date: 5 May 2026 at 10:00:00 CEST\n> To: Bob <bob@example.org>\n>\n> Shall we?"
    )
    assert found.kind == "forward"
    assert found.sender == (ANN,)
    assert found.date == "5 May 2026 at 10:00:00 CEST"


def test_proton_mail_writes_an_attribution_below_its_separator() -> None:
    found = only(
        "Yes\n\n-------- Original Message --------\n"
        "On Tuesday, May 5th, 2026 at 10:00, Ann Example <ann@example.com> wrote:\n\n> Shall we?"
    )
    assert (found.start, found.stop) == (2, 4)
    assert found.sender == (ANN,)


def test_a_wrapped_attribution_is_put_together() -> None:
    found = only(
        "Yes\n\nOn Tue, May 5, 2026 at 10:00 AM Ann Example\n<ann@example.com>\nwrote:\n> Shall we?"
    )
    assert (found.start, found.stop) == (2, 5)
    assert found.sender == (ANN,)
    assert found.date == "Tue, May 5, 2026 at 10:00 AM"


def test_a_bare_separator_begins_a_message_as_well() -> None:
    found = only("Yes\n\n-----Original Message-----\n\nShall we?")
    assert found.kind == "reply"
    assert found.sender == ()


def test_marked_lines_in_an_unknown_language_are_an_introduction() -> None:
    lines = [
        Line("Bai"),
        Line("Nork: Ann Example <ann@example.com>", mark=1),
        Line("Noiz: 2026", mark=1),
        Line("Goaz?"),
    ]
    (found,) = preambles.find(lines).values()
    assert (found.start, found.stop) == (1, 3)
    assert found.sender[0].address == "ann@example.com"


def test_marked_lines_that_say_nothing_are_none() -> None:
    assert preambles.find([Line("Yes"), Line("Example Ltd, Berlin", mark=1)]) == {}


def test_ordinary_text_has_no_introduction() -> None:
    text = "Dear all,\n\nplease note: the room is 12:30.\n\n-----\nAnn\n"
    assert preambles.find(of_text(text)) == {}
