"""What Microsoft's own clients do with the simulated tenant is what they do with the real one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import requests
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from msgraph import GraphServiceClient
from msgraph_core import PageIterator

from tests.contract import violations
from tests.tenant import SCOPE, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, INVOICE
from tests.workbench.vendors.microsoft import application, token_of, with_graph

# The generated models warn of classes that their own modules define.
pytestmark = [
    pytest.mark.filterwarnings("ignore:GetQueryParameters is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This class is deprecated:DeprecationWarning"),
]


def narrowed(**members: object) -> RequestConfiguration:
    """Query parameters for a list of messages."""
    from msgraph.generated.users.item.messages.messages_request_builder import (
        MessagesRequestBuilder,
    )

    parameters = MessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters(**members)
    return RequestConfiguration(query_parameters=parameters)


async def bait(graph: GraphServiceClient, mailbox: str = ANNA) -> Any:
    """The one copy by its Message-ID, with an id that survives a move."""
    wanted = narrowed(filter=f"internetMessageId eq '{BAIT}'", select=["id", "subject"])
    wanted.headers.add("Prefer", 'IdType="ImmutableId"')
    page = await graph.users.by_user_id(mailbox).messages.get(wanted)
    (message,) = page.value
    return message


def kept(found: list[str], item: str) -> bool:
    """For the SDK's iterator, which goes on while it is told so."""
    found.append(item)
    return True


def test_msal_signs_in_by_secret_and_by_certificate(tenant: SimulatedTenant) -> None:
    pem = Path(tenant.facts["client_certificate"]).read_text()
    with requests.Session() as session:
        by_key = {"private_key": pem, "public_certificate": pem}
        for credential in (None, by_key):
            msal = application(tenant, session, credential)
            assert "access_token" in msal.acquire_token_for_client([SCOPE])
            assert msal.acquire_token_for_client([SCOPE])["token_source"] == "cache"
        refused = application(tenant, session, "wrong").acquire_token_for_client([SCOPE])
    assert refused["error"] == "invalid_client"


def test_users_come_page_by_page(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> list[str]:
        found: list[str] = []
        first = await graph.users.get()
        pages = PageIterator(first, graph.request_adapter)
        await pages.iterate(lambda user: kept(found, user.display_name))
        return found

    assert {"Anna Adler", "Ben Berg", "Information"} <= set(with_graph(tenant, question))


def test_messages_come_page_by_page(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> list[str]:
        found: list[str] = []
        first = await graph.users.by_user_id(ANNA).messages.get(narrowed(top=5))
        assert len(first.value) == 5
        pages = PageIterator(first, graph.request_adapter)
        await pages.iterate(lambda message: kept(found, message.id))
        return found

    found = with_graph(tenant, question)
    assert len(found) == len(set(found)) == 12


def test_a_message_is_found_and_read_as_mime_with_its_attachment(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> tuple[bytes, Any, Any]:
        message = await bait(graph)
        one = graph.users.by_user_id(ANNA).messages.by_message_id(message.id)
        listed = await one.attachments.get()
        (file,) = listed.value
        single = await one.attachments.by_attachment_id(file.id).get()
        return await one.content.get(), file, single

    mime, listed, single = with_graph(tenant, question)
    assert message_from_bytes(mime)["Message-ID"] == BAIT
    assert type(listed).__name__ == type(single).__name__ == "FileAttachment"
    assert listed.name == "invoice.pdf"
    assert single.content_bytes == INVOICE


def test_folders_are_made_and_listed_and_a_message_moves_there_and_back(
    tenant: SimulatedTenant,
) -> None:
    from msgraph.generated.models.mail_folder import MailFolder
    from msgraph.generated.users.item.messages.item.move.move_post_request_body import (
        MovePostRequestBody,
    )

    async def question(graph: GraphServiceClient) -> tuple[str, list[str]]:
        anna = graph.users.by_user_id(ANNA)
        made = await anna.mail_folders.post(MailFolder(display_name="Out of reach"))
        one = anna.messages.by_message_id((await bait(graph)).id)
        immutable = RequestConfiguration()
        immutable.headers.add("Prefer", 'IdType="ImmutableId"')
        await one.move.post(MovePostRequestBody(destination_id=made.id), immutable)
        away = (await one.get(immutable)).parent_folder_id
        assert away == made.id
        await one.move.post(MovePostRequestBody(destination_id="inbox"), immutable)
        folders = await anna.mail_folders.get()
        return (await one.get(immutable)).parent_folder_id, [f.display_name for f in folders.value]

    place, names = with_graph(tenant, question)
    (row,) = tenant.messages(mailbox=ANNA, internet_id=BAIT)
    assert row["known"] == "inbox"
    assert place == row["folder"]
    assert "Out of reach" in names


def test_a_batch_is_answered_part_by_part(tenant: SimulatedTenant) -> None:
    """Parts as the SDK builds them: its own batch class wants a package it does not require."""

    async def question(graph: GraphServiceClient) -> bytes:
        parts = []
        for key, mailbox in (("anna", ANNA), ("ben", BEN), ("none", "nobody@elsewhere.example")):
            messages = graph.users.by_user_id(mailbox).messages
            part = messages.to_get_request_information(narrowed(top=1))
            part.path_parameters["baseurl"] = ""
            parts.append({"id": key, "method": "GET", "url": part.url})
        request = RequestInformation()
        request.http_method = Method.POST
        request.url = f"{tenant.facts['graph']}/v1.0/$batch"
        request.set_stream_content(json.dumps({"requests": parts}).encode(), "application/json")
        found: bytes = await graph.request_adapter.send_primitive_async(request, "bytes", {})
        return found

    answers = {row["id"]: row for row in json.loads(with_graph(tenant, question))["responses"]}
    assert {key: row["status"] for key, row in answers.items()} == {
        "anna": 200, "ben": 200, "none": 404,
    }  # fmt: skip
    assert len(answers["anna"]["body"]["value"]) == 1


def test_alerts_come_with_their_evidence(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> Sequence[Any]:
        alerts: Sequence[Any] = (await graph.security.alerts_v2.get()).value
        return alerts

    (alert,) = with_graph(tenant, question)
    assert alert.title == "Phish delivered"
    kinds = {type(evidence).__name__ for evidence in alert.evidence}
    assert "AnalyzedMessageEvidence" in kinds


def test_submissions_are_read_below_beta(tenant: SimulatedTenant) -> None:
    """The SDK of v1.0 has no model of them, so its bare adapter is asked."""

    async def question(graph: GraphServiceClient) -> bytes:
        request = RequestInformation()
        request.http_method = Method.GET
        request.url = f"{tenant.facts['graph']}/beta/security/threatSubmission/emailThreats"
        found: bytes = await graph.request_adapter.send_primitive_async(request, "bytes", {})
        return found

    reports = json.loads(with_graph(tenant, question))["value"]
    assert {report["internetMessageId"] for report in reports} == {BAIT}


def test_a_refusal_is_the_error_that_the_sdk_knows(tenant: SimulatedTenant) -> None:
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError

    async def question(graph: GraphServiceClient) -> None:
        await graph.users.by_user_id(ANNA).messages.by_message_id("none").get()

    with pytest.raises(ODataError) as caught:
        with_graph(tenant, question)
    assert caught.value.error.code == "ErrorItemNotFound"
    assert caught.value.response_status_code == 404


def test_a_throttled_request_is_repeated_by_the_sdk(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> str:
        return str((await graph.users.by_user_id(ANNA).get()).display_name)

    token_of(tenant)
    tenant.faults({"fault": "status", "status": 429, "retry_after": "0", "times": 1})
    assert with_graph(tenant, question) == "Anna Adler"
    assert [row["status"] for row in tenant.requests()] == [429, 200]


def test_no_exchange_breaks_the_description(
    shared: Path, log: Path, tenant: SimulatedTenant
) -> None:
    with_graph(tenant, bait)
    assert not violations(shared, log)
