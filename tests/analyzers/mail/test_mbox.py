"""Each message of a mailbox is a child, and a single message is no mailbox."""

from __future__ import annotations

import pytest

from analyzers.mail import mbox
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Relation
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff
from tests.samples.messages import message
from tests.samples.said import Said

BEGIN = b"From ann@example.com Mon Mar  2 12:00:00 2026\n"


def stored(count: int) -> bytes:
    return b"".join(
        BEGIN + message(("Subject", f"number {n}")).replace(b"\r\n", b"\n") + b"\n"
        for n in range(count)
    )


def read(data: bytes, children: int = 500) -> Said:
    context = Context(limits=Limits(children=children))
    return Said.by(mbox.examine(Artifact.of(data, "inbox", "mbox"), context))


def test_each_message_is_a_child() -> None:
    said = read(stored(3))
    assert [(c.name, c.relation) for c in said.children] == [
        (f"message {n}.eml", Relation.MEMBER) for n in (1, 2, 3)
    ]
    assert {sniff(c.data, c.name, c.declared_type) for c in said.children} == {"eml"}
    assert (said.facts["Messages"], said.facts["Variant"]) == ("3", "mbox")
    assert said.facts["Last From line"].endswith("12:00:00 2026")
    assert not said.rules


def test_messages_beyond_the_cap_are_counted_and_told() -> None:
    said = read(stored(7), children=5)
    assert (len(said.children), said.rules) == (5, {"limit.mbox.messages"})
    assert said.facts["Messages"] == "7"


def test_what_stands_before_the_first_message_is_told() -> None:
    said = read(b"some text\n\n" + stored(2))
    assert said.rules == {"mbox.structure.prefix"}
    assert said.findings[0].incomplete


def test_what_holds_no_message_is_refused() -> None:
    with pytest.raises(Unreadable, match="No message begins"):
        read(b"From here\nnothing\n")


def test_a_single_message_is_no_mailbox() -> None:
    assert sniff(stored(1)) == "eml"
    assert sniff(stored(2)) == "mbox"
    assert sniff(stored(2), "part", "message/rfc822") == "eml"
    assert sniff(stored(1) + b"\n\nFrom the desk of Ann\nRe: lunch\n") == "eml"
