"""Rows of what was found: added in batches, made when looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.ui.searched import hit
from ui.models.found import FoundRows
from ui.models.table import ACCESSIBLE, TONE
from ui.tokens import Tone
from workbench.model.deliveries import Delivery
from workbench.model.found import Recorded, Standing, Step

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GONE = Delivery(
    "<one@x.example>", "", "ann@contoso.example", "eve@x.example", "Pay", NOW, "Delivered"
)


def texts(rows: FoundRows, row: int) -> list[str]:
    return [rows.index(row, column).data() for column in range(rows.columnCount())]


def test_a_model_of_its_kind(qtmodeltester: ModelTester) -> None:
    rows = FoundRows()
    rows.append([hit(1), hit(2)])
    qtmodeltester.check(rows, force_py=True)  # type: ignore[no-untyped-call]


def test_a_copy_is_where_it_lies_and_whether_it_was_read() -> None:
    rows = FoundRows()
    rows.append([hit(1), hit(2)])
    assert texts(rows, 0)[:4] == ["user1@contoso.example", "Inbox", "Pay 1", "eve@evil.example"]
    assert [texts(rows, row)[5] for row in (0, 1)] == ["unread", "read"]


def test_a_recipient_of_the_records_is_a_row_that_cannot_be_opened() -> None:
    rows = FoundRows()
    rows.append([Recorded(GONE, Standing.NOT_FOUND)])
    assert texts(rows, 0)[:2] == ["ann@contoso.example", "recorded, not found"]
    assert Tone(rows.index(0, 1).data(TONE)) is Tone.UNKNOWN
    assert rows.copy(0) is None
    assert rows.same(0) == []


def test_a_mailbox_that_did_not_answer_is_a_row_with_its_reason() -> None:
    rows = FoundRows()
    rows.append(
        Step(unreached=(("bo@contoso.example", "on-premises"),), cut=("li@x.example",)).silent
    )
    assert texts(rows, 0)[:3] == ["bo@contoso.example", "could not be asked", "on-premises"]
    assert texts(rows, 1)[:2] == ["li@x.example", "not all is listed"]
    assert rows.same(0) == rows.same(1) == []


def test_the_chosen_copy_comes_first_and_the_same_message_with_it() -> None:
    rows = FoundRows()
    rows.append([hit(1), hit(2), hit(3, "<two@x.example>"), Recorded(GONE, Standing.NOT_FOUND)])
    assert rows.same(1) == [hit(2).copy, hit(1).copy]
    assert rows.same(9) == []


def test_without_a_message_id_a_copy_is_alone() -> None:
    rows = FoundRows()
    rows.append([hit(1, ""), hit(2, "")])
    assert rows.same(0) == [hit(1, "").copy]


def test_ten_thousand_rows_are_added_without_a_cell_being_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows, made = FoundRows(), []
    real = FoundRows.cell

    def counted(self: FoundRows, row: int, column: int) -> object:
        made.append(row)
        return real(self, row, column)

    monkeypatch.setattr(FoundRows, "cell", counted)
    for start in range(0, 10_000, 500):
        rows.append([hit(number) for number in range(start, start + 500)])
    assert rows.rowCount() == 10_000
    assert not made
    assert rows.index(9_999, 0).data(Qt.ItemDataRole.DisplayRole) == "user9999@contoso.example"
    assert made == [9_999]


def column(rows: FoundRows, at: int) -> list[str]:
    return [rows.index(row, at).data() for row in range(rows.rowCount())]


def mixed() -> FoundRows:
    rows = FoundRows()
    silent = Step(unreached=(("bo@contoso.example", "on-premises"),)).silent
    rows.append([hit(3), hit(2), Recorded(GONE, Standing.NOT_FOUND), *silent, hit(1)])
    return rows


def test_sorted_up_down_and_back_as_it_came() -> None:
    rows = mixed()
    came = column(rows, 0)
    rows.sort(0)
    assert column(rows, 0) == sorted(came)
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "Mailbox ▲"
    rows.sort(0, Qt.SortOrder.DescendingOrder)
    assert column(rows, 0) == sorted(came, reverse=True)
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "Mailbox ▼"
    assert "greatest first" in str(rows.headerData(0, Qt.Orientation.Horizontal, ACCESSIBLE))
    rows.sort(-1)
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "Mailbox"
    assert column(rows, 0) == came


def test_what_has_nothing_in_a_column_is_last_either_way() -> None:
    rows = mixed()
    for order in Qt.SortOrder:
        rows.sort(4, order)
        assert texts(rows, 4)[1] == "could not be asked"
        rows.sort(5, order)
        assert column(rows, 5)[-2:] == ["", ""]


def test_equals_stay_in_the_order_they_came_in() -> None:
    rows = mixed()
    for order in Qt.SortOrder:
        rows.sort(3, order)
        kept = [address for address in column(rows, 0) if address.startswith("user")]
        assert kept == ["user3@contoso.example", "user2@contoso.example", "user1@contoso.example"]


def test_what_comes_while_it_is_sorted_takes_its_place() -> None:
    rows = FoundRows()
    rows.sort(0)
    rows.append([hit(3), hit(1)])
    held = QPersistentModelIndex(rows.index(1, 2))
    rows.append([hit(2), hit(0)])
    assert [address[4] for address in column(rows, 0)] == ["0", "1", "2", "3"]
    assert held.row() == 3
    assert held.data() == "Pay 3"
    assert rows.copy(2) == hit(2).copy


def test_a_sorted_model_is_one_of_its_kind(qtmodeltester: ModelTester) -> None:
    rows = mixed()
    rows.sort(2)
    qtmodeltester.check(rows, force_py=True)  # type: ignore[no-untyped-call]


def test_ten_thousand_rows_are_sorted_without_a_cell_being_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = FoundRows()
    rows.append([hit(number * 7_919 % 10_000) for number in range(10_000)])
    monkeypatch.setattr(FoundRows, "cell", None)
    began = process_time()
    for at in range(6):
        rows.sort(at)
    assert process_time() - began < 1.0  # about 0.05: a tenth of a second each would be felt
    monkeypatch.undo()
    assert column(rows, 5) == ["read"] * 5_000 + ["unread"] * 5_000


def test_hostile_text_stays_on_its_line() -> None:
    rows = FoundRows()
    one = hit(1)
    rows.append([replace(one, copy=replace(one.copy, subject="a\u202eb\nc"))])
    assert texts(rows, 0)[2] == "a[RLO]b[LF]c"
