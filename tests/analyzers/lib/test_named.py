"""Fields are found by name, and their contradictions are seen."""

from __future__ import annotations

from analyzers.lib.named import Same, fields
from tests.samples.ways import message

FIELDS = (("From", "a@b.example"), ("X-One", " 1 "), ("x-one", "2"), ("X-Two", "2"))


def test_fields_are_found_in_their_order_whatever_their_case() -> None:
    named = fields(message(FIELDS))
    assert named.places["x-one"] == [1, 2]
    assert (named.all("x-one"), named.first("x-one"), named.first("x-no")) == (["1", "2"], "1", "")
    assert named.has("x-no", "x-two")
    assert not named.has("x-no")


def test_fields_that_contradict_each_other_agree_on_nothing() -> None:
    named = fields(message(FIELDS))
    assert (named.agreed("x-one"), named.agreed("x-two"), named.agreed("x-no")) == ("", "2", "")


def test_a_message_is_known_by_identity_not_by_content() -> None:
    one, two = message(FIELDS), message(FIELDS)
    assert fields(one) is fields(one)
    assert fields(one) is not fields(two)
    assert Same(one) != Same(two)
