"""TNEF is taken apart attribute by attribute, and read as far as it goes."""

from __future__ import annotations

import random
import struct
import time

import pytest

from analyzers.lib.tnef import ATTACHMENTS, read_tnef
from analyzers.lib.tnefproperties import Bag, read_bag, read_bags
from analyzers.model.unit import Unreadable
from tests.samples.winmail import (
    BEGIN,
    FROM,
    MESSAGE,
    SENT,
    STRING,
    SUBJECT,
    WIDE,
    attribute,
    file,
    message_properties,
    prop,
    properties,
    tnef,
)

SENDER = b"Ann\0", b"SMTP:ann@example.com\0"
TRIPLE = struct.pack("<HHHH", 4, 8, len(SENDER[0]), len(SENDER[1])) + b"".join(SENDER)
WHOLE = tnef(
    attribute(MESSAGE, SUBJECT, "Grüße\0".encode("cp1252")),
    attribute(MESSAGE, FROM, TRIPLE),
    attribute(MESSAGE, SENT, struct.pack("<7H", 2026, 3, 2, 12, 30, 0, 1)),
    file("a.txt", b"content\0\0"),
)


def test_attributes_of_the_old_form_become_properties() -> None:
    found = read_tnef(WHOLE)
    own = found.properties(found.message)
    assert (own.text("0037"), own.text("0C1A"), own.text("0C1F")) == (
        "Grüße",
        "Ann",
        "ann@example.com",
    )
    assert own.moment("0039") == "2026-03-02T12:30:00+00:00"
    assert (found.wrong, found.broken, found.rest, found.capped) == ([], [], -1, "")


def test_content_keeps_the_zeros_at_its_end() -> None:
    found = read_tnef(WHOLE)
    assert found.properties(found.attachments[0]).binary("3701") == b"content\0\0"


def test_a_property_counts_more_than_an_attribute() -> None:
    data = tnef(
        attribute(MESSAGE, SUBJECT, b"old\0"), message_properties(prop(WIDE, 0x0037, "full\0"))
    )
    found = read_tnef(data)
    assert found.properties(found.message).text("0037") == "full"


def test_a_wrong_checksum_and_a_cut_are_told_apart() -> None:
    wrong = read_tnef(tnef(attribute(MESSAGE, SUBJECT, b"x\0", checksum=9)))
    assert (len(wrong.wrong), wrong.broken) == (1, [])
    cut = read_tnef(WHOLE[:-20])
    assert (cut.wrong, len(cut.broken)) == ([], 1)


def test_bytes_that_are_no_attribute_end_it() -> None:
    assert read_tnef(WHOLE + b"rest").rest == len(WHOLE)


def test_more_attachments_than_are_read_are_told() -> None:
    begin = attribute(2, BEGIN, bytes(14))
    found = read_tnef(tnef(*[begin] * (ATTACHMENTS + 5)))
    assert (len(found.attachments), "attachments" in found.capped) == (ATTACHMENTS, True)


def test_what_is_no_tnef_is_refused() -> None:
    with pytest.raises(Unreadable, match="TNEF"):
        read_tnef(b"something else")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xff\xff\xff",
        struct.pack("<IHHI", 1, STRING, 0x37, 0xFFFFFFFF),
        struct.pack("<IHHII", 1, STRING, 0x37, 1, 0xFFFFFFFF) + b"abc",
        struct.pack("<IHH", 1, 0x0777, 0x37) + bytes(40),
        struct.pack("<IHH", 1, 3, 0x8001) + bytes(18),
        struct.pack("<IHH16sII", 1, 3, 0x8001, b"", 1, 0xFFFFFFFF) + bytes(9),
        struct.pack("<IHHI", 1, 0x1003, 0x37, 0xFFFFFFFF),
    ],
)
def test_a_broken_list_of_properties_is_not_whole(data: bytes) -> None:
    assert not read_bag(data, Bag())
    assert not read_bags(b"\x01\0\0\0" + data, 10)[1]


def test_what_stands_before_the_break_is_read() -> None:
    bag = Bag()
    assert not read_bag(properties(prop(STRING, 0x37, "ok"))[:-2] + b"", bag) or bag.values
    assert bag.values["__substg1.0_0037001E"][:2] == b"ok"


def test_counts_of_billions_cost_no_time() -> None:
    """A million values without length, and as many empty recipients."""
    started = time.process_time()
    many = struct.pack("<IHHI", 1, 0x101F, 0x37, 2**31) + bytes(4_000_000)
    bag = Bag()
    assert not read_bag(many, bag)
    assert len(bag.values) <= 100
    bags, whole = read_bags(struct.pack("<I", 2**31) + bytes(4_000_000), 1_000)
    assert (len(bags), whole) == (1_000, False)
    assert time.process_time() - started < 2.0  # seconds


def test_changed_bytes_are_read_or_refused() -> None:
    chance = random.Random(3)
    for _ in range(500):
        data = bytearray(WHOLE[: chance.randrange(20, len(WHOLE))])
        for _ in range(chance.randrange(6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        assert read_tnef(bytes(data)).message is not None
