"""Quotation of Lotus Notes is read: it has names of a directory and no label for the sender."""

from __future__ import annotations

from analyzers.lib import preambles
from analyzers.lib.preambles import Preamble
from analyzers.lib.quotes import of_text
from analyzers.model.message import Address


def only(text: str) -> Preamble:
    (found,) = preambles.find(of_text(text)).values()
    return found


def test_a_name_and_a_date_above_the_fields_are_the_sender() -> None:
    found = only(
        "Yes.\n\nAnn Example@BERLIN\n05/05/2001 10:00 AM\nSent by: Carl Example\n"
        "To: Bob Example/Paris/Example@EXAMPLE\ncc: \nSubject: Lunch\n\nShall we?"
    )
    assert found.start == 2
    assert found.sender == (Address("Ann Example@BERLIN", ""),)
    assert found.date == "05/05/2001 10:00 AM"
    assert found.to == (Address("Bob Example/Paris/Example@EXAMPLE", ""),)
    assert found.subject == "Lunch"


def test_the_name_may_stand_in_the_line_of_the_date() -> None:
    found = only(
        '"Ann Example" <ann@example.com> on 05/05/2001 10:00:00 AM\nTo: bob@example.org\n'
        "cc:\nSubject: Lunch\n\nShall we?"
    )
    assert found.sender == (Address("Ann Example", "ann@example.com"),)
    assert found.date == "05/05/2001 10:00:00 AM"


def test_a_forward_of_notes_holds_the_block_below_its_line() -> None:
    found = only(
        "---------------------- Forwarded by Bob Example/Paris on 05/06/2001 08:00 AM "
        "---------------------------\n\nAnn Example\n05/05/2001 10:00 AM\n\n\n"
        "To: Bob Example/Paris@EXAMPLE\ncc: \n\nSubject: Lunch\n\nShall we?"
    )
    assert found.start == 0
    assert found.kind == "forward"
    assert found.sender == (Address("Ann Example", ""),)
    assert found.subject == "Lunch"


def test_a_to_do_list_is_no_block() -> None:
    text = "05/05/2001 10:00 AM\nTo: paint the door\nThen rest\nSubject to rain\n"
    assert preambles.find(of_text(text)) == {}
