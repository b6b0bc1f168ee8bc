"""Blocks of labelled fields are read in many languages, and lists that look alike are not."""

from __future__ import annotations

import pytest

from analyzers.lib import headlabels
from analyzers.lib.headlabels import Fields
from analyzers.lib.quotes import of_text
from tests.samples.quoted import LABELS


def block(text: str, *, announced: bool = False) -> Fields | None:
    return headlabels.block(of_text(text), 0, announced=announced)


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels[0])
def test_the_labels_of_each_language_are_known(labels: tuple[str, ...]) -> None:
    _, sender, date, to, subject = labels
    found = block(
        f"{sender} Ann Example <ann@example.com>\n{date} 5.5.2026 10:00\n"
        f"{to} Bob <bob@example.org>\n{subject} Lunch\n\nHello"
    )
    assert found is not None
    assert found.stop == 4
    assert found.get("from") == "Ann Example <ann@example.com>"
    assert found.get("date") == "5.5.2026 10:00"
    assert found.get("to") == "Bob <bob@example.org>"
    assert found.get("subject") == "Lunch"


@pytest.mark.parametrize(
    "text",
    [
        "From: London\nTo: Paris\nDate: 5 May 2026\n",  # a ticket
        "From: ann@example.com\n\nHello",
        "Name: Ann\nSubject: Lunch\nMessage: Hello",
        "Note: this\nSubject: that\nDate: then",
        "From:\nTo: bob@example.org\nDate: today",
        "",
    ],
)
def test_other_lists_are_no_block(text: str) -> None:
    assert not text or block(text) is None


def test_fewer_fields_are_enough_below_a_separator() -> None:
    found = block("From: Ann\nDate: 5 May 2026\n\nHello", announced=True)
    assert found is not None
    assert found.get("from") == "Ann"


def test_folded_lists_of_recipients_are_read_to_their_end() -> None:
    others = ",\n".join(f"person{n}@example.org" for n in range(40))
    found = block(f"From: Ann <ann@example.com>\nTo: {others}\nSubject: Lunch\n\nHello")
    assert found is not None
    assert found.get("to").count("@") == 40
    assert found.get("subject") == "Lunch"


def test_bold_labels_and_empty_lines_between_fields_are_read() -> None:
    found = block("*From:* Ann <a@example.com>\n\n*Sent:* today\n\n*To:* Bob\n*Subject:* x\n\nHi")
    assert found is not None
    assert found.get("date") == "today"
    assert found.get("subject") == "x"
