"""Named properties are found by set and name, whatever tags a message gave them."""

from __future__ import annotations

import struct

from analyzers.lib.mapinames import APPOINTMENT, HEADERS, NONE, STRINGS, Names, read_names
from analyzers.lib.outlook import OutlookFile
from tests.samples.outlook import Named, outlook_file

DATA = outlook_file(
    Named(STRINGS, "Keywords", ["Red", "Blue"]),
    Named(APPOINTMENT, 0x8208, "Room 1"),
    Named(HEADERS, "X-Mailer", "Example Mail"),
)


def test_numbers_and_words_lead_to_their_tags() -> None:
    file = OutlookFile(DATA)
    names, own = file.names, file.properties
    assert own.texts(names.tag(STRINGS, "keywords")) == ["Red", "Blue"]
    assert own.text(names.tag(APPOINTMENT, 0x8208)) == "Room 1"
    assert dict(names.words(HEADERS)) == {"x-mailer": "8002"}


def test_a_name_that_is_not_there_leads_to_a_property_that_is_not_there() -> None:
    file = OutlookFile(DATA)
    tag = file.names.tag(APPOINTMENT, 0x9999)
    assert (tag, file.properties.text(tag)) == (NONE, "")
    assert (file.properties.number(tag), file.properties.texts(tag)) == (0, [])


def test_a_mapping_out_of_range_leaves_the_rest() -> None:
    """Group, string and tag beyond their ends, then one that is right, and half an entry."""
    entries = [
        struct.pack("<IHH", 1, 900 << 1, 0),
        struct.pack("<IHH", 0xFFFFFFF0, 2 << 1 | 1, 1),
        struct.pack("<IHH", 2, 3 << 1, 0xFFFF),
        struct.pack("<IHH", 5, 3 << 1, 4),
        b"\0\0\0",
    ]
    streams = {"00020102": APPOINTMENT + b"cut", "00030102": b"".join(entries)}
    stored = {f"__substg1.0_{name}": data for name, data in streams.items()}
    assert read_names(stored.get).tag(APPOINTMENT, 5) == "8004"
    assert read_names(stored.get)._tags == {(APPOINTMENT, 5): "8004"}


def test_no_more_names_are_read_than_messages_have() -> None:
    entry = b"".join(struct.pack("<IHH", n, 2 << 1, n % 9) for n in range(100_000))
    names = read_names({"__substg1.0_00030102": entry}.get)
    assert names.tag(STRINGS, 3_999) != NONE
    assert names.tag(STRINGS, 4_000) == NONE


def test_nothing_maps_nothing() -> None:
    nothing = dict[str, bytes]()
    assert read_names(nothing.get).tag(STRINGS, "keywords") == Names({}).tag(STRINGS, "keywords")
