"""Messages alike become one row, and say why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.workbench.store.conftest import NOON, build_copy
from workbench.model.alike import Content
from workbench.model.mail import Alert, Copy, UserReport
from workbench.model.rows import MessageRow, Sort, SortKey, View
from workbench.model.verdict import Label, Verdict
from workbench.store import alerts, analyses, campaigns, messages, reports, tenants
from workbench.store.filtering import Filter, parse
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace


def wave(number: int, subject: str = "Invoice 7", sender: str = "a@lure.example") -> Copy:
    return build_copy(number, subject=subject, sender_address=sender)


@pytest.fixture
def reader(workspace: Workspace) -> Iterator[ListReader]:
    with closing(ListReader(workspace.path)) as opened:
        yield opened


def save(workspace: Workspace, *copies: Copy) -> list[int]:
    return [id for copy in copies for id in workspace.run_blocking(messages.save, [copy])]


def report(workspace: Workspace, *numbers: int) -> None:
    told = [
        UserReport(str(n), "contoso", f"<{n}@sender.example>", "ann", "ann", "phishing", NOON)
        for n in numbers
    ]
    workspace.run_blocking(reports.save, told)


def listed(
    reader: ListReader, view: View, line: str = "", sort: Sort | None = None
) -> list[MessageRow]:
    filter = parse(line) if line else Filter()
    ids = [id for batch in reader.ids(view, filter, sort or Sort()) for id in batch]
    return reader.rows(ids)


def members(workspace: Workspace, id: int) -> dict[int, str]:
    return {m.id: m.why for m in workspace.run_blocking(campaigns.members, id)}


def test_a_wave_is_one_row_in_the_queue(workspace: Workspace, reader: ListReader) -> None:
    first, second, third = save(workspace, wave(1), wave(2, "Re: INVOICE  7"), wave(3, "Lunch"))
    report(workspace, 1, 2, 3)
    rows = listed(reader, View.REPORTED)
    assert [(row.id, row.alike) for row in rows] == [(third, 1), (second, 2)]
    assert reader.counts()[View.REPORTED] == 2
    assert set(members(workspace, first)) == {first, second}


def test_a_filter_and_all_mail_show_every_message(workspace: Workspace, reader: ListReader) -> None:
    save(workspace, wave(1), wave(2))
    report(workspace, 1, 2)
    assert len(listed(reader, View.REPORTED, "invoice")) == 2
    assert len(listed(reader, View.ALL)) == 2


def test_only_a_member_that_waits_stands_for_the_group(
    workspace: Workspace, reader: ListReader
) -> None:
    first, _ = save(workspace, wave(1), wave(2))
    report(workspace, 1)
    assert [row.id for row in listed(reader, View.REPORTED)] == [first]


@pytest.mark.parametrize(
    ("sender", "together"),
    [("b@mail.lure.example", True), ("b@other.example", False)],
)
def test_the_senders_domain_counts(workspace: Workspace, sender: str, together: bool) -> None:
    first, _ = save(workspace, wave(1), wave(2, sender=sender))
    assert len(members(workspace, first)) == (2 if together else 1)


def test_where_anybody_gets_a_mailbox_the_address_counts(workspace: Workspace) -> None:
    first, _ = save(workspace, wave(1, sender="a@gmail.com"), wave(2, sender="b@gmail.com"))
    assert len(members(workspace, first)) == 1


def test_content_parts_what_only_looks_alike(workspace: Workspace) -> None:
    first, second, third = save(workspace, wave(1), wave(2), wave(3))
    link, other = Content("hosts", "", "tree"), Content("elsewhere", "", "tree")
    for id, content in ((first, link), (second, other), (third, link)):
        workspace.run_blocking(campaigns.compare, id, content)
    assert set(members(workspace, first)) == {first, third}
    assert members(workspace, second) == {second: "same subject, other content"}
    assert members(workspace, third)[third] == "same subject and sender, links to the same hosts"


def test_a_second_of_the_other_kind_joins_the_variant(workspace: Workspace) -> None:
    ids = save(workspace, wave(1), wave(2), wave(3))
    for id, files in zip(ids, ("a", "b", "b"), strict=True):
        workspace.run_blocking(campaigns.compare, id, Content("", files, ""))
    assert set(members(workspace, ids[1])) == set(ids[1:])


def test_one_is_taken_out_for_good(workspace: Workspace, reader: ListReader) -> None:
    first, second = save(workspace, wave(1), wave(2))
    report(workspace, 1, 2)
    workspace.run_blocking(campaigns.split, first)
    save(workspace, wave(1))
    assert [row.id for row in listed(reader, View.REPORTED)] == [second, first]
    assert members(workspace, first) == {first: campaigns.OWN}


def test_a_decision_reaches_those_that_wait(workspace: Workspace) -> None:
    first, second, third = save(workspace, wave(1), wave(2), wave(3))
    report(workspace, 1, 2)
    assert workspace.run_blocking(campaigns.waiting, [first]) == (first, second)
    assert workspace.run_blocking(campaigns.waiting, [third]) == (first, second, third)


def test_the_most_pressing_comes_first(workspace: Workspace, reader: ListReader) -> None:
    """Harm x certainty x exposed: 10 x 90 x 1 before 8 x 35 x 2, and nothing once put away."""
    one, two = save(workspace, wave(1), wave(2, "Other"))
    save(workspace, build_copy(2, "bob", subject="Other", sender_address="a@lure.example"))
    verdict = Verdict(Label.MALICIOUS, 90, "Lure", (), ())
    workspace.run_blocking(analyses.conclude, one, verdict, "key")
    alert = Alert("a", "contoso", "Phish", "high", NOON, ("<2@sender.example>",))
    workspace.run_blocking(alerts.save, [alert])
    pressing = Sort(SortKey.PRIORITY)
    assert [row.id for row in listed(reader, View.FLAGGED, sort=pressing)] == [one, two]
    workspace.run_blocking(tenants.remember_quarantine, "contoso", "ann", "away")
    ref = build_copy(1).ref
    workspace.run_blocking(messages.moved, ref, "away", "v2")
    assert [row.id for row in listed(reader, View.FLAGGED, sort=pressing)] == [two, one]
