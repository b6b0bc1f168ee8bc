"""Reading messages."""

from __future__ import annotations

from urllib.parse import quote

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, INVOICE, NOW

MESSAGES = f"/v1.0/users/{ANNA}/messages"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def _where(text: str) -> str:
    return f"{MESSAGES}?$filter={quote(text)}"


def test_pages_go_by_skip_and_hold_everything_once(graph: GraphClient) -> None:
    pages = graph.pages(f"{MESSAGES}?$select=subject")
    assert [len(page) for page in pages] == [10, 2]
    assert [m["subject"] for page in pages for m in page] == [f"Letter {n}" for n in range(12)]
    assert "$skip=10" in graph.get(MESSAGES).json["@odata.nextLink"]


def test_a_message_id_finds_the_copy(graph: GraphClient) -> None:
    found = graph.all(_where(f"internetMessageId eq '{BAIT}'"))
    assert [message["subject"] for message in found] == ["Letter 0"]


def test_quotes_in_a_message_id_are_doubled(graph: GraphClient) -> None:
    literal = "<3.O'Neill+x@news.example>".replace("'", "''")
    found = graph.all(_where(f"internetMessageId eq '{literal}'"))
    assert [message["subject"] for message in found] == ["Letter 3"]


def test_times_filter_and_order_together_only_in_the_same_order(graph: GraphClient) -> None:
    since = NOW.replace(day=20, hour=20, minute=30).strftime("%Y-%m-%dT%H:%M:%SZ")
    condition = f"receivedDateTime ge {since}"
    right = f"{_where(condition)}&$orderby=receivedDateTime%20desc"
    assert [m["subject"] for m in graph.all(right)] == ["Letter 0", "Letter 1", "Letter 2"]
    wrong = f"{_where('isRead eq true')}&$orderby=receivedDateTime"
    reply = graph.get(wrong)
    assert (reply.status, reply.json["error"]["code"]) == (400, "InefficientFilter")


def test_flagged_messages_are_found(graph: GraphClient) -> None:
    found = graph.all(_where("flag/flagStatus eq 'flagged'"))
    assert [message["subject"] for message in found] == ["Letter 3"]


def test_the_number_of_items_is_bounded(graph: GraphClient) -> None:
    assert graph.get(f"{MESSAGES}?$top=0").status == 400
    assert graph.get(f"{MESSAGES}?$top=1001").status == 400
    assert len(graph.get(f"{MESSAGES}?$top=3&$skip=2").json["value"]) == 3


def test_count_comes_beside_the_page_and_alone(graph: GraphClient) -> None:
    assert graph.get(f"{MESSAGES}?$count=true&$top=1").json["@odata.count"] == 12
    assert graph.get(f"{MESSAGES}/$count").data == b"12"


def test_headers_come_only_when_selected(graph: GraphClient) -> None:
    message = graph.get(f"{MESSAGES}?$top=1").json["value"][0]
    assert "internetMessageHeaders" not in message
    url = f"{MESSAGES}/{message['id']}?$select=internetMessageHeaders"
    headers = graph.get(url).json["internetMessageHeaders"]
    assert {"name": "Subject", "value": "Letter 0, folded"} in headers


def test_the_body_is_html_unless_text_is_preferred(graph: GraphClient) -> None:
    message = graph.get(f"{MESSAGES}?$top=1").json["value"][0]
    assert message["body"] == {"contentType": "html", "content": "<p>Grüße</p>"}
    url = f"{MESSAGES}/{message['id']}"
    text = graph.get(url, Prefer='outlook.body-content-type="text"').json
    assert text["body"] == {"contentType": "text", "content": "Grüße"}


def test_the_raw_message_is_mime(graph: GraphClient) -> None:
    message = graph.get(f"{MESSAGES}?$top=1").json["value"][0]
    reply = graph.get(f"{MESSAGES}/{message['id']}/$value")
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.data.startswith(b"Message-ID: " + BAIT.encode())


def test_attachments_are_listed_and_fetched(graph: GraphClient) -> None:
    message = graph.get(f"{MESSAGES}?$top=1").json["value"][0]
    url = f"{MESSAGES}/{message['id']}/attachments"
    attached = graph.all(f"{url}?$select=id,name,size,contentType,isInline")
    assert [(a["name"], a["size"]) for a in attached] == [("invoice.pdf", len(INVOICE))]
    assert graph.get(f"{url}/{attached[0]['id']}/$value").data == INVOICE


def test_ids_are_case_sensitive_and_some_differ_in_case_only(tenant: SimulatedTenant) -> None:
    ids = [message["id"] for message in tenant.messages(mailbox=ANNA)]
    assert len(set(ids)) == 12
    assert len({key.casefold() for key in ids}) == 6


def test_immutable_ids_are_answered_on_request(graph: GraphClient) -> None:
    listed = graph.ask("GET", f"{MESSAGES}?$top=1", None, IMMUTABLE)
    assert listed.headers["preference-applied"] == 'IdType="ImmutableId"'
    assert listed.json["value"][0]["id"].startswith("AAkALg")
    assert graph.get(MESSAGES).json["value"][0]["id"].startswith("AAMk")


def test_ids_of_one_mailbox_mean_nothing_in_another(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    key = tenant.messages(mailbox=ANNA)[0]["id"]
    reply = graph.get(f"/v1.0/users/{BEN}/messages/{key}")
    assert (reply.status, reply.json["error"]["code"]) == (404, "ErrorItemNotFound")


def test_ids_are_translated(tenant: SimulatedTenant, graph: GraphClient) -> None:
    message = tenant.messages(mailbox=ANNA)[0]
    answer = graph.ask(
        "POST",
        f"/v1.0/users/{ANNA}/translateExchangeIds",
        {
            "inputIds": [message["regular_id"]],
            "sourceIdType": "restId",
            "targetIdType": "restImmutableEntryId",
        },
    )
    assert answer.json["value"][0]["targetId"] == message["id"]


def test_every_answer_names_the_request(graph: GraphClient) -> None:
    reply = graph.get(MESSAGES, client_request_id="0c1e2a44-0000-4000-8000-000000000000")
    assert reply.headers["client-request-id"] == "0c1e2a44-0000-4000-8000-000000000000"
    assert len(reply.headers["request-id"]) == 36


def test_an_unknown_segment_is_400(graph: GraphClient) -> None:
    reply = graph.get(f"/v1.0/users/{ANNA}/postbox")
    assert reply.status == 400
    assert "'postbox'" in reply.json["error"]["message"]


def test_an_application_has_no_me(graph: GraphClient) -> None:
    reply = graph.get("/v1.0/me/messages")
    assert reply.status == 400
    assert "delegated" in reply.json["error"]["message"]
