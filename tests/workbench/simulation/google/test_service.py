"""The simulated Google face by itself: what it refuses, remembers and answers in parts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.tenant import Reply, SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN, tiny_world

ANNA, BEN = f"anna@{DOMAIN}", f"ben@{DOMAIN}"
PREFIX = "https://www.googleapis.com/auth/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="


@pytest.fixture(scope="module")
def tenant() -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(tiny_world())
    yield running
    running.close()


@pytest.fixture(autouse=True)
def fresh(tenant: SimulatedTenant) -> None:
    tenant.reset()


def signed(tenant: SimulatedTenant, **claims: Any) -> Reply:
    google = tenant.facts["google"]
    key = json.loads(Path(google["key"]).read_text())
    now = int(time.time())
    known = {
        "iss": key["client_email"], "aud": google["token_uri"], "iat": now, "exp": now + 3600,
        "scope": PREFIX + "gmail.modify", "sub": ANNA,
    }  # fmt: skip
    assertion = jwt.encode(known | claims, key["private_key"], "RS256")
    return tenant.send("POST", google["token_uri"], (GRANT + assertion).encode(), FORM)


def call(
    tenant: SimulatedTenant, method: str, path: str, body: object = None, **claims: Any
) -> Reply:
    token = signed(tenant, **claims).json["access_token"]
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return tenant.send(method, path, data, headers)


def gmail(tenant: SimulatedTenant, method: str, path: str, body: object = None) -> Reply:
    return call(tenant, method, f"/gmail/v1/users/me{path}", body)


def bait(tenant: SimulatedTenant) -> str:
    found = gmail(tenant, "GET", f"/messages?q=rfc822msgid:{BAIT.strip('<>')}").json
    return str(found["messages"][0]["id"])


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"sub": "nobody@elsewhere.example"}, "invalid_grant"),
        ({"iss": "somebody"}, "invalid_grant"),
        ({"aud": "https://elsewhere.example"}, "invalid_grant"),
        ({"exp": 1}, "invalid_grant"),
        ({"scope": "https://mail.google.com/"}, "unauthorized_client"),
        ({"scope": ""}, "unauthorized_client"),
    ],
)
def test_an_assertion_that_is_not_right_is_refused(
    tenant: SimulatedTenant, claims: dict[str, Any], error: str
) -> None:
    assert signed(tenant, **claims).json["error"] == error


def test_an_assertion_signed_by_another_is_refused(tenant: SimulatedTenant) -> None:
    reply = tenant.send(
        "POST", tenant.facts["google"]["token_uri"], (GRANT + "a.b.c").encode(), FORM
    )
    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")


def test_one_mailbox_is_not_another(tenant: SimulatedTenant) -> None:
    assert call(tenant, "GET", f"/gmail/v1/users/{BEN}/labels").status == 403
    assert call(tenant, "GET", f"/gmail/v1/users/{ANNA}/labels").status == 200


def test_a_scope_bounds_what_may_be_done(tenant: SimulatedTenant) -> None:
    key = bait(tenant)
    path = f"/gmail/v1/users/me/messages/{key}/trash"
    reading = PREFIX + "gmail.readonly"
    assert call(tenant, "POST", path, {}, scope=reading).status == 403
    assert call(tenant, "POST", path, {}).json["labelIds"] == ["TRASH"]


def test_lists_leave_out_spam_and_the_bin(tenant: SimulatedTenant) -> None:
    key = bait(tenant)
    gmail(tenant, "POST", f"/messages/{key}/trash", {})
    query = f"/messages?q=rfc822msgid:{BAIT.strip('<>')}"
    assert "messages" not in gmail(tenant, "GET", query).json
    assert gmail(tenant, "GET", f"{query}&includeSpamTrash=true").json["messages"][0]["id"] == key


def test_taking_out_of_the_bin_gives_no_label_back(tenant: SimulatedTenant) -> None:
    key = bait(tenant)
    gmail(tenant, "POST", f"/messages/{key}/trash", {})
    assert gmail(tenant, "POST", f"/messages/{key}/untrash", {}).json["labelIds"] == []


def test_the_history_tells_what_changed_since(tenant: SimulatedTenant) -> None:
    start = gmail(tenant, "GET", "/profile").json["historyId"]
    key = bait(tenant)
    change = {"ids": [key], "addLabelIds": ["SPAM"], "removeLabelIds": ["INBOX"]}
    assert gmail(tenant, "POST", "/messages/batchModify", change).status == 204
    rows = gmail(tenant, "GET", f"/history?startHistoryId={start}").json["history"]
    assert [(row["labelsAdded"][0]["labelIds"]) for row in rows if "labelsAdded" in row] == [
        ["SPAM"]
    ]
    tenant.control("google-forget-history")
    assert gmail(tenant, "GET", f"/history?startHistoryId={start}").status == 404


@pytest.mark.parametrize(
    "body",
    [
        {"ids": []}, {"ids": "x"}, {"ids": ["x"], "addLabelIds": ["SENT"]},
        {"ids": ["x"], "addLabelIds": ["Label_99"]}, {"ids": ["x"], "addLabelIds": 7},
        {"ids": ["x"] * 1001},
    ],
)  # fmt: skip
def test_a_change_that_makes_no_sense_is_refused(
    tenant: SimulatedTenant, body: dict[str, Any]
) -> None:
    assert gmail(tenant, "POST", "/messages/batchModify", body).status == 400


def test_a_label_comes_once_and_leaves_with_its_marks(tenant: SimulatedTenant) -> None:
    made = gmail(tenant, "POST", "/labels", {"name": "Ours", "labelListVisibility": "labelHide"})
    assert gmail(tenant, "POST", "/labels", {"name": "ours"}).status == 409
    key = bait(tenant)
    label = made.json["id"]
    gmail(tenant, "POST", f"/messages/{key}/modify", {"addLabelIds": [label]})
    assert gmail(tenant, "DELETE", f"/labels/{label}").status == 204
    assert label not in gmail(tenant, "GET", f"/messages/{key}?format=minimal").json["labelIds"]


def test_pages_end_without_a_token(tenant: SimulatedTenant) -> None:
    first = gmail(tenant, "GET", "/messages?maxResults=7").json
    rest = gmail(tenant, "GET", f"/messages?maxResults=7&pageToken={first['nextPageToken']}").json
    assert len(first["messages"]) == 7
    assert "nextPageToken" not in rest


def test_feedback_is_kept_with_its_alert(tenant: SimulatedTenant) -> None:
    scope = PREFIX + "apps.alerts"
    alerts = call(tenant, "GET", "/v1beta1/alerts", scope=scope).json["alerts"]
    path = f"/v1beta1/alerts/{alerts[0]['alertId']}/feedback"
    assert call(tenant, "POST", path, {"type": "NICE"}, scope=scope).status == 400
    assert call(tenant, "POST", path, {"type": "VERY_USEFUL"}, scope=scope).status == 200
    assert len(call(tenant, "GET", path, scope=scope).json["feedback"]) == 1


def test_group_members_are_listed(tenant: SimulatedTenant) -> None:
    scope = PREFIX + "admin.directory.group.member.readonly"
    path = f"/admin/directory/v1/groups/everyone@{DOMAIN}/members"
    members = call(tenant, "GET", path, scope=scope).json["members"]
    assert {member["email"] for member in members} >= {ANNA, BEN}


def test_no_token_no_answer(tenant: SimulatedTenant) -> None:
    reply = tenant.send("GET", "/gmail/v1/users/me/labels")
    assert reply.status == 401
    assert reply.json["error"]["status"] == "UNAUTHENTICATED"


def test_an_unknown_search_is_refused_rather_than_ignored(tenant: SimulatedTenant) -> None:
    assert gmail(tenant, "GET", "/messages?q=newer_than:1d").status == 400


def test_history_tells_what_was_asked_for(tenant: SimulatedTenant) -> None:
    start = gmail(tenant, "GET", "/profile").json["historyId"]
    tenant.control("deliver", kind="incoming", mailbox=ANNA)
    key = bait(tenant)
    tenant.control("google-user", mailbox=ANNA, message=key, remove=["INBOX"])
    tenant.control("google-user", mailbox=ANNA, message=key, delete=True)
    url = f"/history?startHistoryId={start}"
    kinds = [set(r) - {"id", "messages"} for r in gmail(tenant, "GET", url).json["history"]]
    assert kinds == [{"messagesAdded"}, {"labelsRemoved"}, {"messagesDeleted"}]
    only = gmail(tenant, "GET", f"{url}&historyTypes=messageAdded").json["history"]
    assert [set(row) - {"id", "messages"} for row in only] == [{"messagesAdded"}]
