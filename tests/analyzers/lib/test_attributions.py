"""Who wrote a quoted message is read in many languages, and prose is not taken for it."""

from __future__ import annotations

import pytest

from analyzers.lib import attributions
from analyzers.model.message import Address
from tests.samples.quoted import ATTRIBUTIONS

ANN = Address("Ann Example", "ann@example.com")


@pytest.mark.parametrize(("language", "line", "date"), ATTRIBUTIONS)
def test_an_attribution_is_known_in_each_language(language: str, line: str, date: str) -> None:
    assert attributions.ends(line)
    assert attributions.rank(line, quoted=False)
    said = attributions.read(line)
    assert said.sender == (ANN,)
    assert "2026" in said.date
    assert "10" in said.date
    if date:
        assert said.date == date


@pytest.mark.parametrize(
    "line",
    [
        "Please bring the following:",
        "On Monday we meet at ten:",
        "The times in 2026 are:",
        "Ann wrote:",
        "Write to ann@example.com, she knows:",
        "<bob@example.org>: mx.example.org [192.0.2.45]:",
        "12:30",
        "x" * 600 + " wrote:",
        "",
    ],
)
def test_prose_is_no_attribution(line: str) -> None:
    assert attributions.rank(line, quoted=False) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Ann wrote:",
        "Ann said:",
        "Quoting Ann <ann@example.com>:",
        "2013/11/5 Ann <ann@example.com>",
    ],
)
def test_a_quotation_below_makes_a_short_line_one(line: str) -> None:
    assert attributions.rank(line, quoted=True)
    assert attributions.read(line).sender[0].name == "Ann"


def test_an_attribution_between_dashes_is_one() -> None:
    line = "---- On Tue, 05 May 2026 10:00:00 +0200 Ann Example <ann@example.com> wrote ----"
    assert attributions.rank(line, quoted=False) == 2
    said = attributions.read(line)
    assert said.sender == (ANN,)
    assert said.date == "Tue, 05 May 2026 10:00:00 +0200"


def test_an_address_veiled_by_an_archive_is_no_part_of_the_name() -> None:
    said = attributions.read("On Tue, 5 May 2026 10:00, Ann Example <ann at example.com> wrote:")
    assert said.sender == (Address("Ann Example", ""),)
