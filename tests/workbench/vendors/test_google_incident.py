"""What an incident asks of Google's own client: an account shut, its traces, attachments."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.contract import violations
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN, INVOICE
from tests.workbench.vendors.google import client

ANNA, BEN = f"anna@{DOMAIN}", f"ben@{DOMAIN}"
SECURITY = "admin.directory.user.security"


@pytest.fixture(autouse=True)
def intruded(tenant: SimulatedTenant) -> None:
    """Somebody else is in Ben's account."""
    tenant.set(intruded=BEN)


def test_sessions_are_ended(tenant: SimulatedTenant) -> None:
    with client(tenant, "admin", "directory_v1", "", SECURITY) as directory:
        assert not directory.users().signOut(userKey=BEN).execute()
        with pytest.raises(HttpError) as caught:
            directory.users().signOut(userKey=f"nobody@{DOMAIN}").execute()
    assert caught.value.status_code == 404


def test_tokens_of_others_are_listed_and_taken_away(tenant: SimulatedTenant) -> None:
    with client(tenant, "admin", "directory_v1", "", SECURITY) as directory:
        tokens = directory.tokens()
        (one, *_) = tokens.list(userKey=BEN).execute()["items"]
        assert one["scopes"]
        assert tokens.delete(userKey=BEN, clientId=one["clientId"]).execute() == ""
        left = tokens.list(userKey=BEN).execute().get("items", [])
    assert one["clientId"] not in {row["clientId"] for row in left}


def test_an_account_is_suspended_and_let_in_again(tenant: SimulatedTenant) -> None:
    with client(tenant, "admin", "directory_v1", "", "admin.directory.user") as directory:
        for suspended in (True, False):
            directory.users().patch(userKey=BEN, body={"suspended": suspended}).execute()
            assert directory.users().get(userKey=BEN).execute()["suspended"] is suspended


def test_a_filter_is_taken_away_and_put_back(tenant: SimulatedTenant) -> None:
    with client(tenant, "gmail", "v1", BEN, "gmail.settings.basic") as gmail:
        kept = gmail.users().settings().filters()
        (one, *_) = kept.list(userId="me").execute()["filter"]
        kept.delete(userId="me", id=one["id"]).execute()
        again = {name: one[name] for name in ("criteria", "action")}
        made = kept.create(userId="me", body=again).execute()
        assert made["id"] != one["id"]
        assert {name: made[name] for name in again} == again


def test_sign_ins_are_told(tenant: SimulatedTenant) -> None:
    with client(tenant, "admin", "reports_v1", "", "admin.reports.audit.readonly") as reports:
        page = reports.activities().list(userKey=BEN, applicationName="login").execute()
    assert {row["actor"]["email"] for row in page["items"]} == {BEN}


def test_an_attachment_is_fetched_by_itself(tenant: SimulatedTenant) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.readonly") as gmail:
        messages: Any = gmail.users().messages()
        (row,) = messages.list(userId="me", q=f"rfc822msgid:{BAIT}").execute()["messages"]
        whole = messages.get(userId="me", id=row["id"], format="full").execute()
        (part,) = [one for one in whole["payload"]["parts"] if one.get("filename")]
        key = part["body"]["attachmentId"]
        found = messages.attachments().get(userId="me", messageId=row["id"], id=key).execute()
    assert base64.urlsafe_b64decode(found["data"]) == INVOICE


def test_history_comes_page_by_page(tenant: SimulatedTenant) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.modify") as gmail:
        users, told = gmail.users(), []
        start = users.getProfile(userId="me").execute()["historyId"]
        rows = users.messages().list(userId="me", maxResults=5).execute()["messages"]
        for row in rows:
            users.messages().trash(userId="me", id=row["id"]).execute()
        request = users.history().list(userId="me", startHistoryId=start, maxResults=2)
        while request is not None:
            page = request.execute()
            told += [one["message"]["id"] for record in page.get("history", [])
                     for one in record.get("labelsAdded", [])]  # fmt: skip
            request = users.history().list_next(request, page)
    assert told == [row["id"] for row in rows]


def test_no_exchange_breaks_the_description(
    shared: Path, log: Path, tenant: SimulatedTenant
) -> None:
    with client(tenant, "gmail", "v1", ANNA, "gmail.readonly") as gmail:
        gmail.users().getProfile(userId="me").execute()
    assert not violations(shared, log)
