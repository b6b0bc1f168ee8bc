"""What Google's own client does with the simulated tenant is what it does with the real one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

from tests.contract import violations
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN
from tests.workbench.vendors.google import client

ANNA, BEN = f"anna@{DOMAIN}", f"ben@{DOMAIN}"


@pytest.fixture
def messages(tenant: SimulatedTenant) -> Iterator[Any]:
    """Anna's messages."""
    with client(tenant, "gmail", "v1", ANNA, "gmail.modify") as gmail:
        yield gmail.users().messages()


def bait(messages: Any) -> str:
    found = messages.list(userId="me", q=f"rfc822msgid:{BAIT}", includeSpamTrash=True).execute()
    (row,) = found["messages"]
    return str(row["id"])


def labels(messages: Any, key: str) -> set[str]:
    return set(messages.get(userId="me", id=key, format="minimal").execute()["labelIds"])


def test_users_come_page_by_page(tenant: SimulatedTenant) -> None:
    found: list[str] = []
    with client(tenant, "admin", "directory_v1", "", "admin.directory.user.readonly") as directory:
        request = directory.users().list(customer="my_customer", maxResults=2)
        while request is not None:
            page = request.execute()
            found += [user["primaryEmail"] for user in page["users"]]
            request = directory.users().list_next(request, page)
    assert {ANNA, BEN, f"info@{DOMAIN}"} <= set(found)
    assert len(found) == len(set(found))


def test_messages_come_page_by_page(messages: Any) -> None:
    found: list[str] = []
    request = messages.list(userId="me", maxResults=5)
    while request is not None:
        page = request.execute()
        found += [row["id"] for row in page.get("messages", [])]
        request = messages.list_next(request, page)
    assert len(found) == len(set(found)) == 12


def test_what_is_not_there_has_no_member(messages: Any) -> None:
    page = messages.list(userId="me", q="rfc822msgid:<none@nowhere.example>").execute()
    assert page == {"resultSizeEstimate": 0}


def test_a_message_is_read_as_it_came(messages: Any) -> None:
    row = messages.get(userId="me", id=bait(messages), format="raw").execute()
    assert message_from_bytes(base64.urlsafe_b64decode(row["raw"]))["Message-ID"] == BAIT
    assert row["internalDate"].isdecimal()


def test_trash_keeps_the_id_and_untrash_gives_no_inbox_back(messages: Any) -> None:
    key = bait(messages)
    messages.trash(userId="me", id=key).execute()
    assert "TRASH" in labels(messages, key)
    assert "INBOX" not in labels(messages, key)
    messages.untrash(userId="me", id=key).execute()
    assert not {"TRASH", "INBOX"} & labels(messages, key)


def test_many_are_changed_at_once_and_the_history_says_so(messages: Any) -> None:
    key = bait(messages)
    change = {"ids": [key], "addLabelIds": ["SPAM"], "removeLabelIds": ["INBOX"]}
    start = messages.get(userId="me", id=key, format="minimal").execute()["historyId"]
    assert messages.batchModify(userId="me", body=change).execute() == ""
    assert "SPAM" in labels(messages, key)
    after = messages.get(userId="me", id=key, format="minimal").execute()["historyId"]
    assert int(after) > int(start)


def test_history_tells_what_changed_and_forgets_what_is_old(tenant: SimulatedTenant) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.modify") as gmail:
        users = gmail.users()
        start = users.getProfile(userId="me").execute()["historyId"]
        key = bait(users.messages())
        users.messages().trash(userId="me", id=key).execute()
        page = users.history().list(userId="me", startHistoryId=start).execute()
        told = {row["message"]["id"] for record in page["history"]
                for row in record.get("labelsAdded", [])}  # fmt: skip
        assert told == {key}
        with pytest.raises(HttpError) as caught:
            users.history().list(userId="me", startHistoryId="999999999").execute()
        assert caught.value.status_code == 404


def test_labels_are_made_listed_and_taken_away(tenant: SimulatedTenant) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.modify") as gmail:
        kept = gmail.users().labels()
        made = kept.create(userId="me", body={"name": "Out of reach"}).execute()
        names = {row["name"] for row in kept.list(userId="me").execute()["labels"]}
        assert {"INBOX", "Out of reach"} <= names
        with pytest.raises(HttpError) as caught:
            kept.create(userId="me", body={"name": "Out of reach"}).execute()
        assert caught.value.status_code == 409
        kept.delete(userId="me", id=made["id"]).execute()


def test_alerts_are_read_and_judged(tenant: SimulatedTenant) -> None:
    with client(tenant, "alertcenter", "v1beta1", "", "apps.alerts") as center:
        rows = center.alerts().list().execute()["alerts"]
        key = rows[0]["alertId"]
        assert center.alerts().get(alertId=key).execute()["alertId"] == key
        body = {"type": "VERY_USEFUL"}
        center.alerts().feedback().create(alertId=key, body=body).execute()
        told = center.alerts().feedback().list(alertId=key).execute()["feedback"]
    assert [row["type"] for row in told] == ["VERY_USEFUL"]


def test_a_batch_is_answered_part_by_part(tenant: SimulatedTenant) -> None:
    answers: dict[str, object] = {}

    def keep(key: str, answer: Any, error: HttpError | None) -> None:
        answers[key] = error.status_code if error else answer["id"]

    with client(tenant, "gmail", "v1", ANNA, "gmail.modify") as gmail:
        messages = gmail.users().messages()
        key = bait(messages)
        # The library's own way takes the address from the description, whatever the endpoint is.
        batch = BatchHttpRequest(callback=keep, batch_uri=f"{tenant.facts['google']['base']}/batch")
        batch.add(messages.get(userId="me", id=key, format="minimal"), request_id="found")
        batch.add(messages.get(userId="me", id="none"), request_id="none")
        batch.execute()
    assert answers == {"found": key, "none": 404}


def test_a_scope_that_was_not_delegated_is_refused(tenant: SimulatedTenant) -> None:
    from google.auth.exceptions import RefreshError

    with (
        client(tenant, "gmail", "v1", ANNA, "gmail.send") as gmail,
        pytest.raises(RefreshError, match="unauthorized_client"),
    ):
        gmail.users().getProfile(userId="me").execute()


def test_a_busy_service_is_asked_again_by_the_library(
    tenant: SimulatedTenant, caplog: pytest.LogCaptureFixture
) -> None:
    tenant.faults({"fault": "status", "status": 429, "times": 1, "path": "/profile"})
    with client(tenant, "gmail", "v1", ANNA, "gmail.readonly") as gmail:
        request = gmail.users().getProfile(userId="me")
        request._sleep = lambda seconds: None
        assert request.execute(num_retries=1)["emailAddress"] == ANNA
    assert "after 429" in caplog.text
    caplog.clear()


def test_no_exchange_breaks_the_description(
    shared: Path, log: Path, tenant: SimulatedTenant
) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.readonly") as gmail:
        bait(gmail.users().messages())
    assert not violations(shared, log)


def test_an_event_of_a_calendar_is_imported_deleted_and_put_back(tenant: SimulatedTenant) -> None:
    """Members and parameters are those of the client's own description."""
    moment = {"dateTime": "2026-11-27T09:00:00Z"}
    body = {
        "iCalUID": "u1", "start": moment, "end": moment, "attendees": [{"email": ANNA}],
        "organizer": {"email": "eve@outside.example"},
    }  # fmt: skip
    with client(
        tenant, "calendar", "v3", ANNA, "calendar.events", below="/calendar/v3"
    ) as calendar:
        events, at = calendar.events(), {"calendarId": "primary"}
        event = events.import_(**at, body=body).execute()
        assert event.keys() <= described_members("Event")
        listed = events.list(**at, iCalUID="u1", showDeleted=False).execute()
        assert listed["items"] == [event]
        assert listed.keys() <= described_members("Events")
        one = {**at, "eventId": event["id"]}
        deletion = events.delete(**one, sendUpdates="none")
        deletion.headers["If-Match"] = event["etag"]
        deletion.execute()
        assert events.get(**one).execute()["status"] == "cancelled"
        events.patch(**one, sendUpdates="none", body={"status": "confirmed"}).execute()
        assert len(events.list(**at, iCalUID="u1").execute()["items"]) == 1


def described_members(schema: str) -> set[str]:
    found = json.loads(get_static_doc("calendar", "v3"))["schemas"][schema]["properties"]
    return set(found)
