from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from workbench.simulation.letters.header import date, encoded, field, mailbox


@pytest.mark.parametrize("text", ["plain", "Grüße", "山田" * 40, "a" * 200, "Ünï cödé " * 30])
def test_text_comes_back_from_encoded_words(text: str) -> None:
    assert str(make_header(decode_header(encoded(text)))) == text
    assert all(len(word) <= 75 for word in encoded(text).split(" ") if not text.isascii())


def test_fields_are_folded_before_words() -> None:
    lines = field("References", " ".join(f"<{n:030}@host.example>" for n in range(9))).split("\r\n")
    assert len(lines) > 3
    assert all(len(line) <= 76 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])


def test_an_empty_value_and_a_long_word_stay_on_one_line() -> None:
    assert field("X-Empty", "") == "X-Empty: "
    assert field("X-Long", "a" * 300) == "X-Long: " + "a" * 300


@pytest.mark.parametrize("name", ["", "Anna", "Bauer, Jonas", 'The "Boss"', "Zoë"])
def test_display_names_are_quoted_or_encoded_where_needed(name: str) -> None:
    shown, address = parseaddr(mailbox(name, "a@b.example"))
    assert str(make_header(decode_header(shown))) == name
    assert address == "a@b.example"


def test_dates_are_those_of_the_standard() -> None:
    assert date(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)) == "Wed, 4 Mar 2026 05:06:07 +0000"
