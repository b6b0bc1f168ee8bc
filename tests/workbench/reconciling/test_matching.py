"""Records of a tenant against the journal of real actions, both ways."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.workbench.remediation.bench import Bench
from tests.workbench.remediation.conftest import bench as bench  # the fixture
from workbench.reconciling.export import Bad, Record
from workbench.reconciling.matching import Matching, Reconciliation
from workbench.reconciling.ours import Intent, Ours

APP = "11111111-2222-4333-8444-555555555555"
Rows = list[dict[str, Any]]


@pytest.fixture
def acted(bench: Bench) -> Bench:
    """Three copies quarantined and put back: six changes."""

    async def act() -> None:
        await bench.undo(await bench.quarantine())

    asyncio.run(act())
    return bench


def _intents(bench: Bench) -> list[Intent]:
    return bench.workspace.run_blocking(lambda connection: Ours(connection).intents)


def _exchange(bench: Bench, **left_out: bool) -> Rows:
    """What Exchange would have recorded, without the fields named."""
    rows = []
    for number, intent in enumerate(_intents(bench)):
        item = {"ImmutableId": intent.key, "InternetMessageId": f"<{intent.internet_id}>"}
        record = {
            "Id": f"record {number}",
            "CreationTime": _time(intent.moment + timedelta(seconds=2)),
            "Operation": "Move",
            "Workload": "Exchange",
            "ResultStatus": "Succeeded",
            "AppId": APP.upper(),
            "MailboxOwnerUPN": intent.mailbox.upper(),
            "ClientRequestId": intent.request,
            "AffectedItems": [{n: v for n, v in item.items() if n not in left_out}],
        }
        rows.append({name: value for name, value in record.items() if name not in left_out})
    return rows


def _time(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _match(bench: Bench, rows: Rows, *bad: Bad) -> Reconciliation:
    def work(connection: Connection) -> Reconciliation:
        matching = Matching(Ours(connection), [APP])
        for number, row in enumerate(rows, 1):
            matching.take(Record(f"line {number}", row))
        for piece in bad:
            matching.take(piece)
        return matching.finish()

    return bench.workspace.run_blocking(work)


def _reasons(found: Reconciliation) -> list[str]:
    return [alarm.reason for alarm in found.alarms]


@pytest.mark.parametrize(
    ("left_out", "by_request"),
    [
        ((), 6),
        (("ImmutableId",), 6),
        (("InternetMessageId",), 6),
        (("ImmutableId", "InternetMessageId"), 6),
        (("MailboxOwnerUPN",), 6),
        (("ClientRequestId",), 0),
        (("ClientRequestId", "ImmutableId"), 0),
        (("ClientRequestId", "InternetMessageId"), 0),
    ],
)
def test_each_change_has_its_record(
    acted: Bench, left_out: tuple[str, ...], by_request: int
) -> None:
    found = _match(acted, _exchange(acted, **dict.fromkeys(left_out, True)))
    assert (found.alarm_count, found.missing_count, found.outside) == (0, 0, 0)
    assert (found.by_request, found.by_time) == (by_request, 6 - by_request)
    assert found.effects == 6
    assert found.decided


def test_a_record_told_twice_counts_once(acted: Bench) -> None:
    found = _match(acted, _exchange(acted) * 2)
    assert (found.records, found.ours, found.alarm_count) == (12, 6, 0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Operation": "HardDelete"}, "never does that"),
        ({"Operation": "Send"}, "never does that"),
        ({"Operation": "Create"}, "never does that"),
        (
            {"Operation": "Create", "MailboxOwnerUPN": "eve@contoso.example", "AffectedItems": []},
            "no folder was wanted",
        ),
        ({"ClientRequestId": "foreign"}, "more often than asked"),
        ({}, "more often than asked"),
        ({"MailboxOwnerUPN": "eve@contoso.example", "AffectedItems": []}, "not about this message"),
        ({"AffectedItems": [{"ImmutableId": "other"}]}, "not about this message"),
        (
            {"ClientRequestId": "", "AffectedItems": [{"InternetMessageId": "<9@x.example>"}]},
            "no request for this message",
        ),
        ({"ClientRequestId": "", "CreationTime": "2026-03-09T10:00:00"}, "at another time"),
    ],
)
def test_a_stolen_token_is_told(acted: Bench, changes: dict[str, Any], reason: str) -> None:
    rows = _exchange(acted)
    found = _match(acted, [*rows, {**rows[0], "Id": "theft", **changes}])
    assert found.alarm_count == 1
    assert reason in _reasons(found)[0]
    assert found.alarms[0].place == "line 7"


def test_another_application_is_none_of_ours(acted: Bench) -> None:
    rows = _exchange(acted)
    other = {**rows[0], "Id": "x", "AppId": "another", "ClientRequestId": "y"}
    found = _match(acted, [*rows, other, {**other, "Operation": "HardDelete", "Id": "z"}])
    assert (found.records, found.ours, found.alarm_count) == (8, 6, 0)


def test_reads_are_counted_and_accuse_nobody(acted: Bench) -> None:
    rows = _exchange(acted)
    read = {**rows[0], "Id": "r", "Operation": "MailItemsAccessed", "ClientRequestId": ""}
    assert _match(acted, [*rows, read]).reads == 1


def test_a_failed_attempt_proves_nothing_and_needs_a_request(acted: Bench) -> None:
    rows = _exchange(acted)
    failed = [{**rows[0], "ResultStatus": "Failed"}]
    found = _match(acted, [*failed, *rows[1:]])
    assert (found.alarm_count, found.missing_count + found.outside) == (0, 1)
    theft = {**failed[0], "Id": "t", "AffectedItems": [{"ImmutableId": "other"}]}
    assert _match(acted, [theft]).alarm_count == 1


def test_what_the_export_lacks_is_missing_within_its_time_alone(acted: Bench) -> None:
    rows = _exchange(acted)
    found = _match(acted, [rows[0], *rows[2:]])
    assert found.missing_count + found.outside == 1
    early = {
        "Id": "e",
        "Operation": "Move",
        "AppId": "other",
        "CreationTime": "2020-01-01T00:00:00",
    }
    found = _match(acted, [early, *rows[1:]])
    assert (found.missing_count, found.decided) == (1, False)
    assert found.missing[0].mailbox == "ann@contoso.example"
    assert not _match(acted, [early]).decided
    assert _match(acted, [early]).outside == 6


def test_damage_leaves_it_undecided(acted: Bench) -> None:
    found = _match(acted, _exchange(acted), Bad("line 9", "no JSON object"))
    assert (found.bad_count, found.decided) == (1, False)
    found = _match(acted, [*_exchange(acted), {"Operation": "Move"}, {"x": []}])
    assert found.bad_count == 2


def _call(mailbox: str, moment: datetime, method: str, number: int = 1) -> dict[str, Any]:
    parameters = [("client_id", APP), ("api_name", "gmail"), ("method_name", method)]
    return {
        "kind": "admin#reports#activity",
        "id": {
            "time": _time(moment) + "Z",
            "uniqueQualifier": f"{mailbox} {method} {number}",
            "applicationName": "token",
        },
        "actor": {"email": mailbox},
        "events": [
            {
                "type": "auth",
                "name": "activity",
                "parameters": [{"name": name, "value": value} for name, value in parameters],
            }
        ],
    }


def test_calls_of_google_are_matched_by_mailbox_and_time(acted: Bench) -> None:
    modify = "gmail.users.messages.batchModify"
    rows = [_call(i.mailbox, i.moment, modify, n) for n, i in enumerate(_intents(acted))]
    found = _match(acted, rows)
    assert (found.alarm_count, found.missing_count, found.by_time) == (0, 0, 6)
    assert found.decided
    first = _intents(acted)[0]
    for theft, reason in (
        (_call("eve@contoso.example", first.moment, modify), "no request for this mailbox"),
        (_call(first.mailbox, first.moment + timedelta(days=1), modify, 99), "no request for this"),
        (_call(first.mailbox, first.moment, "gmail.users.messages.send"), "never does that"),
        (_call(first.mailbox, first.moment, "gmail.users.settings.filters.create"), "never"),
        (_call("eve@contoso.example", first.moment, "gmail.users.labels.create"), "no folder"),
    ):
        found = _match(acted, [*rows, theft])
        assert found.alarm_count == 1
        assert reason in _reasons(found)[0]
    read = _call("eve@contoso.example", first.moment, "gmail.users.messages.list")
    assert _match(acted, [*rows, read]).reads == 1


def test_a_record_without_a_client_bears_out_only_what_has_our_request(acted: Bench) -> None:
    found = _match(acted, _exchange(acted, AppId=True))
    assert (found.alarm_count, found.missing_count + found.outside) == (0, 0)
    found = _match(acted, _exchange(acted, AppId=True, ClientRequestId=True))
    assert found.missing_count + found.outside == 6


def test_googles_record_of_a_delivery_is_no_proof(acted: Bench) -> None:
    rows = []
    for number, intent in enumerate(_intents(acted)):
        row = _call(intent.mailbox, intent.moment, "", number)
        message = {"name": "rfc2822_message_id", "value": f"<{intent.internet_id}>"}
        info = {"name": "message_info", "messageValue": {"parameter": [message]}}
        row["events"] = [{"type": "delivery", "name": "delivery", "parameters": [info]}]
        rows.append(row)
    found = _match(acted, rows)
    assert (found.ours, found.alarm_count, found.missing_count + found.outside) == (0, 0, 6)
