"""The journal as a table: nothing in it is a formula, and no action is left out."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.model.mail import MessageRef
from workbench.model.remediation import (
    ActionKind,
    ActionState,
    ActionView,
    ItemState,
    ItemView,
)
from workbench.report.journal import COLUMNS, as_csv, as_json_lines

ACTION = ActionView(
    "a1", ActionKind.QUARANTINE, ActionState.COMPLETED, "An offer", "phish", "ann",
    datetime(2026, 5, 6, tzinfo=UTC), None, ((ItemState.DONE, 1),), 1, "", "", 1,
)  # fmt: skip
COPY = ItemView(
    "ann@contoso.example", MessageRef("t", "m", "k"), ItemState.DONE, "Inbox", was_read=True,
    moved=True, error="",
)  # fmt: skip


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("hostile", ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_subject_becomes_a_formula(hostile: str) -> None:
    (row,) = _rows(as_csv([(replace(ACTION, subject=hostile), [COPY])]))
    assert row["subject"] == f"'{hostile}"


def test_line_breaks_quotes_and_commas_stay_in_their_cell() -> None:
    subject = 'a, "b"\r\nc'
    (row,) = _rows(as_csv([(replace(ACTION, subject=subject), [COPY])]))
    assert row["subject"] == subject
    assert (row["mailbox"], row["from"], row["moved"]) == ("ann@contoso.example", "Inbox", "True")


def test_an_action_without_copies_is_told_all_the_same() -> None:
    (row,) = _rows(as_csv([(ACTION, [])]))
    assert row["action"] == "a1"
    assert not row["mailbox"]
    (line,) = as_json_lines([(ACTION, [])]).splitlines()
    assert json.loads(line)["copies"] == []


def test_the_columns_are_those_of_a_row() -> None:
    (head, row) = csv.reader(io.StringIO(as_csv([(ACTION, [COPY])]), newline=""))
    assert tuple(head) == COLUMNS
    assert len(row) == len(COLUMNS)
