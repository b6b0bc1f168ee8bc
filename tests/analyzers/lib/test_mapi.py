"""Properties of Outlook objects are read one by one; a bad one is an absent one."""

from __future__ import annotations

import struct

from analyzers.lib.mapi import MESSAGE_HEAD, PART_HEAD, Properties, charset_of

TICKS_2020 = 132_223_104_000_000_000  # 1 January 2020 in 100 ns since 1601


def row(kind: int, tag: int, value: int) -> bytes:
    return struct.pack("<HHIQ", kind, tag, 6, value)


def build(head: int, rows: bytes = b"", **streams: bytes) -> Properties:
    stored = {f"__substg1.0_{name[1:]}": data for name, data in streams.items()}
    stored["__properties_version1.0"] = bytes(head) + rows
    return Properties(stored.get, head)


def test_numbers_and_times_stand_in_the_table() -> None:
    own = build(PART_HEAD, row(3, 0x3705, 5) + row(0x40, 0x0039, TICKS_2020) + b"cut")
    assert own.number("3705") == 5
    assert own.moment("0039") == "2020-01-01T00:00:00+00:00"
    assert (own.number("0C15"), own.moment("0E06")) == (0, "")


def test_a_time_no_date_can_hold_is_none() -> None:
    assert build(PART_HEAD, row(0x40, 0x0039, 2**64 - 1)).moment("0039") == ""


def test_strings_are_read_in_both_types() -> None:
    own = build(
        MESSAGE_HEAD,
        row(3, 0x3FFD, 1251) + row(3, 0x3FDE, 65001),
        t0037001F="Grüße\0".encode("utf-16-le"),
        t1000001E="Привет".encode("cp1251"),
        t10130102=b"<p>",
    )
    assert (own.text("0037"), own.text("1000"), own.binary("1013")) == ("Grüße", "Привет", b"<p>")
    assert (own.internet_charset, own.text("0042")) == ("utf-8", "")


def test_a_code_page_mail_does_not_use_has_no_charset() -> None:
    assert charset_of(1200) == ""
