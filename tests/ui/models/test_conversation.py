"""Who wrote what in a body."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.body import BodyText
from analyzers.model.layers import Thread
from analyzers.model.message import Address
from analyzers.model.observation import Relation
from analyzers.model.record import Record
from ui.models.conversation import conversation, language_of, threads_of

OWN = Thread(0, "Yes.")
BOB = Thread(1, "Lunch?", "On Monday Bob wrote:", "reply", (Address("Bob", "b@x.example"),),
             date="Monday", subject="Lunch")  # fmt: skip
CROWD = Thread(2, "Hi", sender=tuple(Address("", f"{n}@x.example") for n in range(5)))


def analysis(*bodies: tuple[str, tuple[Record, ...]]) -> Analysis:
    nodes = [Node(0, -1, "a", "eml", "", Relation.ATTACHMENT, 1, "", "", "")]
    for number, (kind, records) in enumerate(bodies, start=1):
        runs = (Examination("threads", 1, Outcome.COMPLETE, records=records),)
        nodes.append(Node(number, 0, "b", kind, "", Relation.BODY, 1, "", "", "", runs))
    return Analysis(tuple(nodes), "full", (), (), "", 0.0, 0.0)


def test_each_stretch_names_its_writer() -> None:
    text = conversation([OWN, BOB, CROWD])
    assert text.index("Written by this sender") < text.index("Yes.")
    assert "reply of b@x.example · Monday · Lunch\n\nLunch?" in text
    assert "quoted of 0@x.example, 1@x.example, 2@x.example and 2 more" in text


def test_a_message_that_quotes_nothing_has_no_conversation() -> None:
    assert conversation([OWN]) == conversation([]) == ""


def test_html_goes_before_text() -> None:
    both = analysis(("text", (OWN,)), ("html", (OWN, BOB)))
    assert threads_of(both) == [OWN, BOB]
    assert threads_of(analysis(("text", (OWN,)))) == [OWN]
    assert threads_of(None) == []


def test_the_language_is_the_first_that_is_known() -> None:
    german = (BodyText("x", "x", language="de"),)
    assert language_of(analysis(("text", (BodyText("x", "x"),)), ("html", german))) == "de"
    assert language_of(analysis()) == language_of(None) == ""
