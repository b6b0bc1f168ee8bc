"""What an incident asks of Microsoft's own SDK: changes, hunting, alerts, an account shut."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient

from tests.contract import judged
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN
from tests.workbench.vendors.microsoft import with_graph

# The generated models warn of classes that their own modules define.
pytestmark = [
    pytest.mark.filterwarnings("ignore:GetQueryParameters is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This class is deprecated:DeprecationWarning"),
]


async def walked(graph: GraphServiceClient, link: str = "") -> tuple[list[Any], str]:
    """What changed in Anna's inbox since ``link``, and the link of the next round."""
    inbox = graph.users.by_user_id(ANNA).mail_folders.by_mail_folder_id("inbox").messages.delta
    immutable = RequestConfiguration()
    immutable.headers.add("Prefer", 'IdType="ImmutableId"')
    immutable.headers.add("Prefer", "odata.maxpagesize=5")
    found: list[Any] = []
    while True:
        page = await (inbox.with_url(link) if link else inbox).get(immutable)
        found += page.value
        if page.odata_delta_link:
            return found, page.odata_delta_link
        link = page.odata_next_link


def test_a_folder_tells_what_changed_since(tenant: SimulatedTenant) -> None:
    async def question(graph: GraphServiceClient) -> tuple[list[Any], list[Any]]:
        everything, link = await walked(graph)
        tenant.user("read", mailbox=ANNA, message=everything[0].id)
        tenant.user("delete", mailbox=ANNA, message=everything[1].id)
        tenant.control("deliver", kind="incoming", mailbox=ANNA, subject="Fresh")
        return everything, (await walked(graph, link))[0]

    everything, changed = with_graph(tenant, question)
    assert len({message.id for message in everything}) == len(everything) == 12
    fresh = [message for message in changed if message.subject == "Fresh"]
    gone = [message.id for message in changed if "@removed" in message.additional_data]
    assert len(fresh) == 1
    assert gone == [everything[1].id]
    assert everything[0].id in {message.id for message in changed}


def test_a_token_that_is_forgotten_is_gone(tenant: SimulatedTenant) -> None:
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError

    async def question(graph: GraphServiceClient) -> None:
        _, link = await walked(graph)
        tenant.control("forget-delta", mailbox=ANNA)
        await walked(graph, link)

    with pytest.raises(ODataError) as caught:
        with_graph(tenant, question)
    assert caught.value.response_status_code == 410
    assert caught.value.error.code == "syncStateNotFound"


def test_hunting_names_who_got_a_message(tenant: SimulatedTenant) -> None:
    from msgraph.generated.security.microsoft_graph_security_run_hunting_query import (
        run_hunting_query_post_request_body as body,
    )

    query = f'EmailEvents\n| where InternetMessageId == "{BAIT}"\n| project RecipientEmailAddress'

    async def question(graph: GraphServiceClient) -> tuple[list[str], list[Mapping[str, Any]]]:
        asked = body.RunHuntingQueryPostRequestBody(query=query)
        found = await graph.security.microsoft_graph_security_run_hunting_query.post(asked)
        return [one.name for one in found.schema], [one.additional_data for one in found.results]

    columns, rows = with_graph(tenant, question)
    assert columns == ["RecipientEmailAddress"]
    told = {person.address for person in tenant.world.people}
    assert {row["RecipientEmailAddress"] for row in rows} <= told
    assert len(rows) == len(tenant.messages(internet_id=BAIT))


def test_an_alert_is_read_judged_and_commented(tenant: SimulatedTenant) -> None:
    from msgraph.generated.models.security.alert import Alert
    from msgraph.generated.models.security.alert_classification import AlertClassification
    from msgraph.generated.models.security.alert_comment import AlertComment
    from msgraph.generated.models.security.alert_determination import AlertDetermination
    from msgraph.generated.models.security.alert_status import AlertStatus

    async def question(graph: GraphServiceClient) -> Any:
        (known,) = (await graph.security.alerts_v2.get()).value
        one = graph.security.alerts_v2.by_alert_id(known.id)
        judged = Alert(
            status=AlertStatus.Resolved, classification=AlertClassification.TruePositive,
            determination=AlertDetermination.Phishing,
        )  # fmt: skip
        await one.patch(judged)
        kind = "microsoft.graph.security.alertComment"
        words = AlertComment(comment="Removed everywhere", odata_type=kind)
        # The SDK has a list here, and the reference of the method one object.
        request = one.comments.to_post_request_information([words])
        request.set_content_from_parsable(graph.request_adapter, "application/json", words)
        await graph.request_adapter.send_primitive_async(request, "bytes", {})
        return await one.get()

    alert = with_graph(tenant, question)
    assert alert.status.value == "resolved"
    assert (alert.classification.value, alert.determination.value) == ("truePositive", "phishing")
    assert [comment.comment for comment in alert.comments] == ["Removed everywhere"]


def test_a_message_is_tagged_unless_it_changed_meanwhile(tenant: SimulatedTenant) -> None:
    from msgraph.generated.models.message import Message
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError

    async def question(graph: GraphServiceClient) -> list[str]:
        message = (await graph.users.by_user_id(ANNA).messages.get()).value[0]
        one = graph.users.by_user_id(ANNA).messages.by_message_id(message.id)
        tagged = await one.patch(Message(categories=["Phish"]))
        stale = RequestConfiguration()
        stale.headers.add("If-Match", message.additional_data["@odata.etag"])
        with pytest.raises(ODataError) as caught:
            await one.patch(Message(categories=[]), stale)
        assert caught.value.response_status_code == 412
        found: list[str] = tagged.categories
        return found

    assert with_graph(tenant, question) == ["Phish"]


def test_an_account_is_shut(tenant: SimulatedTenant) -> None:
    """Sessions ended, sign-in barred, a rule switched off, a grant taken away."""
    from msgraph.generated.models.message_rule import MessageRule
    from msgraph.generated.models.user import User

    async def question(graph: GraphServiceClient) -> tuple[bool, bool, list[bool], int]:
        ben = graph.users.by_user_id(BEN)
        ended = await ben.revoke_sign_in_sessions.post()
        await ben.patch(User(account_enabled=False))
        wanted = RequestConfiguration()
        rules = ben.mail_folders.by_mail_folder_id("inbox").message_rules
        for rule in (await rules.get()).value:
            await rules.by_message_rule_id(rule.id).patch(MessageRule(is_enabled=False))
        for grant in (await ben.oauth2_permission_grants.get()).value:
            await graph.oauth2_permission_grants.by_o_auth2_permission_grant_id(grant.id).delete()
        left = (await ben.oauth2_permission_grants.get()).value
        enabled = (await ben.get(_only("accountEnabled"))).account_enabled
        on = [rule.is_enabled for rule in (await rules.get(wanted)).value]
        return ended.value, enabled, on, len(left)

    tenant.set(intruded=next(p.address for p in tenant.world.people if p.key == BEN))
    ended, enabled, on, left = with_graph(tenant, question)
    assert ended
    assert not enabled
    assert on
    assert not any(on)
    assert left == 0


def _only(*names: str) -> RequestConfiguration:
    from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

    parameters = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=[*names])
    return RequestConfiguration(query_parameters=parameters)


def test_no_exchange_breaks_the_description(
    shared: Path, log: Path, tenant: SimulatedTenant
) -> None:
    with_graph(tenant, walked)
    assert judged(shared, log.parent).violations == []
