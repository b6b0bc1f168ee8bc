"""Header fields are found by name, whatever case they come in."""

from __future__ import annotations

from analyzers.lib.envelope import message_of
from analyzers.lib.fields import first, is_list, submitters, values
from analyzers.lib.headers import parse_block
from analyzers.model.message import Message
from tests.samples.messages import block


def message(*headers: tuple[str, str]) -> Message:
    data = block(*headers)
    return message_of(parse_block(data, 0, len(data)), (), "eml")


def test_values_stand_in_order_and_missing_names_have_none() -> None:
    seen = message(("Received", "one"), ("received", "two"), ("Sender", "A <a@x.test>"))
    assert values(seen, "received", "list-id") == {"received": ["one", "two"], "list-id": []}
    assert [a.address for a in submitters(seen)] == ["a@x.test"]


def test_the_first_field_and_a_list_are_found() -> None:
    seen = message(("List-ID", "<l.test>"), ("List-Id", "<m.test>"))
    found = first(seen, "list-id")
    assert found is not None
    assert found.value == "<l.test>"
    assert is_list(seen)
    assert not is_list(message(("Subject", "x")))
