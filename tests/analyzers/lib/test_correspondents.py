"""People get the SMTP address that any of their properties holds."""

from __future__ import annotations

import struct

import pytest

from analyzers.lib.correspondents import RECIPIENT, answered_to, author, exchange, person
from analyzers.lib.mapi import Properties
from analyzers.lib.outlook import OutlookFile
from analyzers.model.message import Address
from tests.samples.outlook import Property, outlook_file

PATH = "/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=ANN"
PROVIDER = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")


def one_off(name: str, address: str, wide: bool = True) -> bytes:
    codec = "utf-16-le" if wide else "cp1252"
    text = "".join(f"{each}\0" for each in (name, "SMTP", address)).encode(codec)
    return bytes(4) + PROVIDER + struct.pack("<HH", 0, 0x8000 if wide else 0) + text


def recipient(*own: Property) -> Properties:
    file = OutlookFile(outlook_file(people=[own]))
    return file.part(file.recipients[0])


def message(*own: Property) -> Properties:
    return OutlookFile(outlook_file(*own)).properties


@pytest.mark.parametrize(
    "own",
    [
        (Property(0x39FE, "ann@example.com"),),
        (Property(0x3003, "ann@example.com"),),
        (Property(0x3003, PATH), Property(0x39FE, "ann@example.com")),
        (Property(0x3003, PATH), Property(0x300B, b"SMTP:ANN@EXAMPLE.COM\0")),
        (Property(0x3003, PATH), Property(0x0FFF, one_off("Ann", "ann@example.com"))),
        (Property(0x0FFF, one_off("Ann", "ann@example.com", wide=False)),),
        (Property(0x3003, "Ann <ann@example.com>"),),
    ],
)
def test_the_address_is_found_wherever_it_stands(own: tuple[Property, ...]) -> None:
    found = person(recipient(Property(0x3001, "Ann"), *own), RECIPIENT)
    assert found == Address("Ann", "ann@example.com")


def test_a_name_that_is_an_address_is_one() -> None:
    found = person(recipient(Property(0x3001, "'ann@example.com'")), RECIPIENT)
    assert found == Address("'ann@example.com'", "ann@example.com")


def test_a_path_of_exchange_is_told_and_no_address() -> None:
    own = recipient(Property(0x3001, "Ann"), Property(0x3003, PATH))
    assert person(own, RECIPIENT) == Address("Ann", "")
    assert exchange(own, RECIPIENT) == PATH


def test_nobody_is_nobody() -> None:
    assert person(recipient(Property(0x0C15, 1)), RECIPIENT) is None


def test_who_sent_for_somebody_else_is_told_apart() -> None:
    own = message(
        Property(0x0042, "Boss"),
        Property(0x5D02, "boss@example.com"),
        Property(0x0C1A, "Clerk"),
        Property(0x5D01, "clerk@example.com"),
    )
    assert author(own) == ((Address("Boss", "boss@example.com"),),
                           (Address("Clerk", "clerk@example.com"),))  # fmt: skip


def test_who_sent_for_himself_is_one_person() -> None:
    own = message(
        Property(0x0042, "Ann"),
        Property(0x0065, PATH),
        Property(0x0C1A, "Ann (office)"),
        Property(0x0C1F, PATH.lower()),
    )
    assert author(own) == ((Address("Ann", ""),), ())
    assert author(message(Property(0x0C1A, "Ann"))) == ((Address("Ann", ""),), ())


def test_answers_go_where_the_list_says() -> None:
    entry = one_off("Other", "other@example.net")
    listed = struct.pack("<III", 2, 0, len(entry)) + entry + bytes(-len(entry) % 4)
    assert answered_to(message(Property(0x004F, listed))) == (
        Address("Other", "other@example.net"),
    )


@pytest.mark.parametrize("raw", [b"", bytes(8), b"\xff" * 40, struct.pack("<III", 9, 0, 2**31)])
def test_a_broken_list_yields_nobody(raw: bytes) -> None:
    assert answered_to(message(Property(0x004F, raw))) == ()
