"""Reading the list."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbench.store.conftest import NOON, build_copy
from workbench.errors import BadInput, Cancelled, StoreError
from workbench.model.mail import Alert, Copy, UserReport
from workbench.model.rows import AnalysisState, MessageRow, Sort, SortKey, Source, View
from workbench.model.verdict import Label, Verdict
from workbench.store import alerts, analyses, messages, reports
from workbench.store.filtering import Filter, parse
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace

NEWEST = Sort()


@pytest.fixture
def reader(workspace: Workspace) -> Iterator[ListReader]:
    with closing(ListReader(workspace.path)) as opened:
        yield opened


def _save(workspace: Workspace, *copies: Copy) -> frozenset[int]:
    return workspace.run_blocking(messages.save, copies)


def _list(
    reader: ListReader, line: str = "", view: View = View.ALL, sort: Sort = NEWEST
) -> list[MessageRow]:
    return reader.rows([i for part in reader.ids(view, parse(line), sort) for i in part])


def _numbers(rows: list[MessageRow]) -> list[int]:
    return [int(row.subject.rsplit(" ", 1)[1]) for row in rows]


def test_a_row_tells_what_the_list_shows(workspace: Workspace, reader: ListReader) -> None:
    unread = build_copy(1, "bob", is_read=False, has_attachments=True)
    (id,) = _save(workspace, unread, build_copy(1, has_attachments=True))
    assert reader.rows([id]) == [
        MessageRow(
            id=id,
            label=Label.NOT_ANALYSED,
            score=0,
            headline="",
            sender_name="Payroll Desk",
            sender_address="desk1@sender.example",
            subject="Invoice number 1",
            received=NOON + timedelta(minutes=1),
            mailboxes=2,
            reports=0,
            has_attachments=True,
            is_unread=True,
            source=Source.TENANT,
            disposition=None,
            analysis=AnalysisState.NOT_ANALYSED,
        )
    ]


def test_the_newest_is_first_with_and_without_words(
    workspace: Workspace, reader: ListReader
) -> None:
    _save(workspace, *(build_copy(n) for n in (3, 1, 2)))
    assert _numbers(_list(reader)) == [3, 2, 1]
    assert _numbers(_list(reader, "invoice")) == [3, 2, 1]
    assert _numbers(_list(reader, "invoice", sort=Sort(descending=False))) == [1, 2, 3]


@pytest.mark.parametrize("key", list(SortKey))
@pytest.mark.parametrize("line", ["", "invoice", "invoice -subject:2"])
def test_every_order_works_with_every_filter(
    workspace: Workspace, reader: ListReader, key: SortKey, line: str
) -> None:
    _save(workspace, *(build_copy(n) for n in (3, 1)))
    assert _numbers(_list(reader, line, sort=Sort(key))) == [3, 1]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("from:desk2", [2]),
        ("from:desk2@sender.example", [2]),
        ("to:bob", [2]),
        ("subject:number", [3, 2, 1]),
        ("to:invoice", []),
        ('"number 3"', [3]),
        ("inv -2", [3, 1]),
        ("-to:bob", [3, 1]),
        ("is:unread", [3]),
        ("-is:unread", [2, 1]),
        ("has:attachment", [2]),
        ("verdict:not-analysed invoice", [3, 2, 1]),
        ("verdict:clean", []),
        ("is:flagged", [1]),
        ("is:reported", []),
        ("after:2026-03-05", []),
        ("before:2026-03-05 -after:2026-03-05", [3, 2, 1]),
    ],
)
def test_the_filter_line_finds(
    workspace: Workspace, reader: ListReader, line: str, numbers: list[int]
) -> None:
    _save(
        workspace,
        build_copy(1, is_flagged=True),
        build_copy(2, "bob", has_attachments=True),
        build_copy(3, is_read=False),
    )
    assert _numbers(_list(reader, line)) == numbers


def test_each_view_holds_its_messages(workspace: Workspace, reader: ListReader) -> None:
    _save(workspace, *(build_copy(n) for n in range(1, 6)))
    report = UserReport("r", "contoso", "<1@sender.example>", "ann", "ann", "phishing", NOON)
    alert = Alert("a", "contoso", "Phish delivered", "high", NOON, ("<2@sender.example>",))
    workspace.run_blocking(reports.save, [report])
    workspace.run_blocking(alerts.save, [alert])
    _save(workspace, build_copy(3, is_flagged=True))
    bad = _list(reader, "subject:4")[0].id
    workspace.run_blocking(
        analyses.conclude, bad, Verdict(Label.MALICIOUS, 90, "Lure", (), ()), "key"
    )
    assert _numbers(_list(reader, view=View.REPORTED)) == [1]
    assert _numbers(_list(reader, view=View.FLAGGED)) == [4, 3, 2]
    assert reader.counts() == {
        View.REPORTED: 1,
        View.FLAGGED: 3,
        View.ALL: 5,
        View.OFFLINE: 0,
    }


def test_batches_begin_small(workspace: Workspace, reader: ListReader) -> None:
    _save(workspace, *(build_copy(n) for n in range(3_000)))
    sizes = [len(part) for part in reader.ids(View.ALL, Filter(), Sort())]
    assert sizes == [500, 2_000, 500]


def test_a_superseded_list_stops(workspace: Workspace, reader: ListReader) -> None:
    _save(workspace, *(build_copy(n) for n in range(1_000)))
    batches = reader.ids(View.ALL, Filter(), Sort())
    next(batches)
    other = threading.Thread(target=reader.interrupt)
    other.start()
    other.join()
    with pytest.raises(Cancelled):
        next(batches)
    assert _list(reader, "subject:999") != []


def test_interrupt_is_harmless_after_close(workspace: Workspace) -> None:
    reader = ListReader(workspace.path)
    batches = reader.ids(View.ALL, Filter(), Sort())
    reader.close()
    reader.interrupt()
    with pytest.raises(Cancelled):
        next(batches)
    with pytest.raises(StoreError, match="closed"):
        reader.rows([1])


def test_a_reader_cannot_write(reader: ListReader) -> None:
    connection = reader._connection
    assert connection is not None
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM message")


def test_a_missing_row_is_left_out(
    workspace: Workspace, reader: ListReader, make_copy: Callable[..., Copy]
) -> None:
    (id,) = _save(workspace, make_copy(1))
    assert [row.id for row in reader.rows([99, id])] == [id]


@given(line=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_no_line_that_is_understood_breaks_the_database(reader: ListReader, line: str) -> None:
    try:
        filter = parse(line)
    except BadInput:
        return
    list(reader.ids(View.ALL, filter, Sort()))
