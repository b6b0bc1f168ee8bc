"""The report of mailbox usage is read as it comes, and doubts are never read as "none"."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.connectors.graph.usage import ABSENT, CONCEALED, NO_COLUMN, SILENT, parsed
from workbench.errors import Unexpected
from workbench.model.archives import Archive, Archived

HEAD = "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Has Archive,Report Period"
DAY = date(2026, 11, 25)
HASH = "FE7CC8C15246EDCCA289C9A4022762F7"


def report(*lines: str, head: str = HEAD, end: str = "\r\n") -> bytes:
    return end.join([head, *lines, ""]).encode("utf-8-sig")


def line(principal: str, has: str, deleted: str = "False", day: str = "2026-11-25") -> str:
    return f"{day},{principal},A Name,{deleted},{has},7"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("True", Archive.HAS),
        ("TRUE", Archive.HAS),
        ("Yes", Archive.HAS),
        ("False", Archive.NONE),
        ("no", Archive.NONE),
        ("", Archive.UNKNOWN),
        ("perhaps", Archive.UNKNOWN),
        ("0", Archive.UNKNOWN),
    ],
)
def test_only_plain_words_are_an_answer(word: str, state: Archive) -> None:
    found = parsed(report(line("ann@x.example", word))).archive("ann@x.example")
    note = SILENT if state is Archive.UNKNOWN else ""
    assert found == Archived(state, note, DAY)


def test_names_go_by_no_case_and_others_are_not_listed() -> None:
    found = parsed(report(line("Ann@X.example", "True")))
    assert found.archive("ann@x.EXAMPLE").state is Archive.HAS
    assert found.archive("ben@x.example") == Archived(note=ABSENT)
    assert found.archive("") == Archived(note=ABSENT)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mark_ends_order_and_quotes_do_no_harm(end: str) -> None:
    head = " has archive ,Spare,USER PRINCIPAL NAME,Display Name,Report Refresh Date"
    rows = report('True,"a, b",ann@x.example,"Ann ""A""\n',
                  'B",2026-11-25', "False,,ben@x.example", head=head, end=end)  # fmt: skip
    found = parsed(rows)
    assert found.archive("ann@x.example") == Archived(Archive.HAS, told=DAY)
    assert found.archive("ben@x.example") == Archived(Archive.NONE)
    assert parsed(rows.removeprefix(b"\xef\xbb\xbf")) == found


@pytest.mark.parametrize("head", ["", "User Principal Name,Report Period", "Has Archive", "{}"])
def test_a_report_without_the_column_tells_nothing(head: str) -> None:
    with pytest.raises(Unexpected, match=NO_COLUMN):
        parsed(report(line("ann@x.example", "False"), head=head))


def test_concealed_names_are_said_to_be_so() -> None:
    found = parsed(report(line(HASH, "False"), line(HASH[::-1], "True")))
    assert found.archive("ann@x.example") == Archived(note=CONCEALED)
    assert "Org settings > Services > Reports" in CONCEALED
    mixed = parsed(report(line("ben@x.example", "False"), line(HASH, "True")))
    assert mixed.archive("ann@x.example") == Archived(note=ABSENT)


def test_a_deleted_mailbox_is_not_the_one_that_is_there() -> None:
    rows = report(line("ann@x.example", "True", "True"), line("ben@x.example", "True", "TRUE"),
                  line("ben@x.example", "False"))  # fmt: skip
    assert parsed(rows).archive("ann@x.example") == Archived(note=ABSENT)
    assert parsed(rows).archive("ben@x.example").state is Archive.NONE


@pytest.mark.parametrize("words", [("True", "False"), ("False", "True"), ("", "True")])
def test_of_two_lines_the_one_with_an_archive_counts(words: tuple[str, str]) -> None:
    rows = report(*(line("ann@x.example", word) for word in words))
    assert parsed(rows).archive("ann@x.example").state is Archive.HAS
    doubted = report(line("ann@x.example", "False"), line("ann@x.example", ""))
    assert parsed(doubted).archive("ann@x.example").state is Archive.UNKNOWN


def test_what_was_cut_off_is_not_said_to_be_absent() -> None:
    whole = report(line("ann@x.example", "True"), line("ben@x.example", "False"))
    found = parsed(whole[:-8], "cut")
    assert found.archive("ann@x.example").state is Archive.HAS
    assert found.archive("ben@x.example") == Archived(note="cut")


@pytest.mark.parametrize("size", [10, 200_000])  # within the csv module's limit, and beyond
def test_a_cell_that_never_ends_is_an_end_in_words(size: int) -> None:
    rows = report(line("ann@x.example", "True"), f'"{"x" * size}', line("ben@x.example", "no"))
    found = parsed(rows)
    assert found.archive("ann@x.example").state is Archive.HAS
    assert "cannot be read to its end" in found.archive("ben@x.example").note


@pytest.mark.parametrize("day", ["", "yesterday", "9999-99-99", "2026-11-25T00:00:00Z"])
def test_a_day_that_is_none_is_not_made_up(day: str) -> None:
    found = parsed(report(line("ann@x.example", "True", day=day))).archive("ann@x.example")
    assert found.state is Archive.HAS
    assert found.told == (DAY if day.startswith("2026") else None)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"{}", b"<html>"])
def test_what_is_no_report_is_said(data: bytes) -> None:
    with pytest.raises(Unexpected):
        parsed(data)
