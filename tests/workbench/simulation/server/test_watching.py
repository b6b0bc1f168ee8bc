"""Delta rounds tell of everything that changed, and forget when they are told to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN

INBOX = f"/v1.0/users/{ANNA}/mailFolders/inbox/messages/delta"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=5'}


def walk(graph: GraphClient, url: str) -> tuple[list[dict[str, Any]], str]:
    """All items of a round and the link to the next one."""
    items: list[dict[str, Any]] = []
    while True:
        page = graph.ask("GET", url, None, IMMUTABLE).json
        items += page["value"]
        assert ("@odata.nextLink" in page) != ("@odata.deltaLink" in page)
        if "@odata.deltaLink" in page:
            return items, page["@odata.deltaLink"]
        assert len(page["value"]) <= 5
        url = page["@odata.nextLink"]


@pytest.mark.parametrize("form", ["delta", "delta()", "microsoft.graph.delta()"])
def test_a_first_round_tells_of_everything(graph: GraphClient, form: str) -> None:
    items, _ = walk(graph, INBOX.removesuffix("delta") + form + "?$select=subject")
    assert len({item["id"] for item in items}) == len(items) == 12
    assert set(items[0]) == {"@odata.etag", "id", "subject"}


def test_later_rounds_tell_of_new_changed_and_left(
    graph: GraphClient, tenant: SimulatedTenant
) -> None:
    items, link = walk(graph, INBOX)
    assert walk(graph, link) == ([], walk(graph, link)[1])
    tenant.user("read", mailbox=ANNA, message=items[0]["id"])
    tenant.user("delete", mailbox=ANNA, message=items[1]["id"])
    tenant.control("deliver", kind="incoming", mailbox=ANNA, subject="Fresh")
    new, changed, left = walk(graph, link)[0]
    assert new["subject"] == "Fresh"
    assert (changed["id"], changed["isRead"]) == (items[0]["id"], True)
    assert left == {"id": items[1]["id"], "@removed": {"reason": "deleted"}}
    assert walk(graph, link)[0] == [new, changed, left]


def test_change_types_and_a_moment_narrow_a_round(
    graph: GraphClient, tenant: SimulatedTenant
) -> None:
    url = f"{INBOX}?changeType=created&$filter=receivedDateTime+ge+2026-11-20T20:00:00Z"
    items, link = walk(graph, url)
    assert 0 < len(items) < 12
    tenant.user("delete", mailbox=ANNA, message=items[1]["id"])
    assert walk(graph, link)[0] == []
    for wrong in (
        "?$filter=isRead eq true",
        "?$search=x",
        "?changeType=moved",
        "?$orderby=subject",
    ):
        assert graph.get(INBOX + wrong.replace(" ", "%20")).status == 400


@pytest.mark.parametrize(
    ("form", "status"), [("410", 410), ("syncStateNotFound", 400), ("resyncRequired", 400)]
)
def test_a_forgotten_token_is_told(
    graph: GraphClient, tenant: SimulatedTenant, form: str, status: int
) -> None:
    _, link = walk(graph, INBOX)
    tenant.set(delta_refusal=form)
    tenant.control("forget-delta", mailbox=ANNA)
    answer = graph.get(link)
    assert answer.status == status
    assert answer.json["error"]["code"] == form.replace("410", "syncStateNotFound")
    assert ("location" in answer.headers) == (status == 410)


def test_items_may_come_twice(graph: GraphClient, tenant: SimulatedTenant) -> None:
    tenant.set(delta_doubles=1.0)
    items, _ = walk_doubled(graph)
    assert len(items) > 2 * len({item["id"] for item in items}) == 24


def walk_doubled(graph: GraphClient) -> tuple[list[dict[str, Any]], str]:
    items, url = [], INBOX
    while True:
        page = graph.ask("GET", url, None, IMMUTABLE).json
        items += page["value"]
        url = page.get("@odata.nextLink", "")
        if not url:
            return items, page["@odata.deltaLink"]


def test_folders_have_a_delta_too(graph: GraphClient, tenant: SimulatedTenant) -> None:
    url = f"/v1.0/users/{ANNA}/mailFolders/delta"
    folders, link = walk(graph, url)
    assert {"Inbox", "Sent Items", "Bills"} <= {folder["displayName"] for folder in folders}
    graph.ask("POST", f"/v1.0/users/{ANNA}/mailFolders", {"displayName": "New"})
    (made,) = walk(graph, link)[0]
    assert made["displayName"] == "New"


def test_new_mail_comes_to_both_faces(graph: GraphClient, tenant: SimulatedTenant) -> None:
    (named,) = tenant.control("deliver", kind="internal", mailbox=BEN, to=ANNA)["internet_ids"]
    (like,) = tenant.control("deliver", kind="incoming", mailbox=ANNA, like=BAIT)["internet_ids"]
    tenant.control("deliver", kind="outgoing", mailbox=BEN, count=2)
    places = {(m["mailbox"], m["known"]) for m in tenant.messages(internet_id=named)}
    assert places == {(ANNA, "inbox"), (BEN, "sentitems")}
    rows = tenant.control("google-messages", internet_id=named)["messages"]
    assert sorted(row["labels"] for row in rows) == [["INBOX", "UNREAD"], ["SENT"]]
    (copy,) = tenant.messages(internet_id=like)
    assert graph.get(f"/v1.0/users/{ANNA}/messages/{copy['id']}/$value").status == 200
    assert len(tenant.messages(mailbox=BEN)) == 12 + 1 + 2
