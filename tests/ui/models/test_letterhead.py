"""Above a message stands what it says of itself; until it is open, what the list knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.message import Address, Message
from analyzers.model.observation import Relation
from tests.ui.tray import opened
from ui.models.cards import card
from ui.models.letterhead import Letterhead, letterhead
from workbench.model.opened import OpenMessage
from workbench.model.rows import AnalysisState, MessageRow, Source
from workbench.model.verdict import Label

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MESSAGE = Message(
    "eml", "Hello", (Address("Ann", "ann@a.example"),), (), "", (), (), "", "", (), (), ()
)
ROW = MessageRow(
    1, Label.CLEAN, 0, "", "List Name", "list@a.example", "List subject", NOW, 1, 0,
    False, False, Source.TENANT, None, AnalysisState.NOT_ANALYSED,
)  # fmt: skip


def read(message: Message) -> OpenMessage:
    run = Examination("eml", 1, Outcome.COMPLETE, records=(message,))
    node = Node(0, -1, "", "message", "", Relation.ATTACHMENT, 1, "", "", "", (run,))
    return opened(1, analysis=Analysis((node,), "full", (), (), "", 0.0, 0.0))


def test_nothing_is_known_of_nothing() -> None:
    assert letterhead(None, None) == Letterhead()
    assert letterhead(opened(3), None) == Letterhead("Subject 3")


def test_the_list_speaks_until_the_message_is_open() -> None:
    known = card(ROW, NOW)
    listed = Letterhead("List subject", "List Name", "list@a.example")
    assert letterhead(None, known) == listed
    assert letterhead(opened(1), known) == listed
    assert letterhead(read(MESSAGE), known).name == "Ann"


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ((), "(no sender)", ""),
        ((Address("", "a@a.example"),), "", "a@a.example"),
        ((Address("Ann", ""),), "Ann", ""),
        ((Address("Ann", "a@a.example"), Address("Bob", "b@a.example")), "Ann", "a@a.example"),
    ],
)
def test_a_name_is_not_an_address(sender: tuple[Address, ...], name: str, address: str) -> None:
    head = letterhead(read(replace(MESSAGE, sender=sender)), None)
    assert (head.name, head.address) == (name, address)


@pytest.mark.parametrize(
    ("people", "text"),
    [
        (0, "→ nobody named"),
        (1, "→ u0@a.example"),
        (1_201, "→ u0@a.example and 1,200 more"),
    ],
)
def test_recipients_are_counted(people: int, text: str) -> None:
    to = tuple(Address("", f"u{number}@a.example") for number in range(people))
    assert letterhead(read(replace(MESSAGE, to=to)), None).recipients == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("", "no readable date"),
        ("2026-03-01T08:47:00+00:00", "2026-03-01 08:47:00 UTC"),
        ("2026-03-01T08:47:00-05:30", "2026-03-01 08:47:00 -0530"),
        ("soon", "soon"),
    ],
)
def test_the_date_is_the_senders_word_in_his_zone(date: str, text: str) -> None:
    assert letterhead(read(replace(MESSAGE, date=date)), None).time == text


def test_a_message_without_subject_says_so() -> None:
    assert letterhead(read(replace(MESSAGE, subject="")), None).subject == "(no subject)"
