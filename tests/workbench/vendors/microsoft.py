"""Microsoft's own clients, MSAL and the Graph SDK, pointed at the simulated tenant."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import httpx
import msal
import requests
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_abstractions.request_information import RequestInformation
from msgraph import GraphServiceClient
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph_core import GraphClientFactory

from tests.tenant import SCOPE, SimulatedTenant

T = TypeVar("T")


def application(
    tenant: SimulatedTenant, session: requests.Session, credential: object = None
) -> Any:
    """MSAL's confidential client; the tenant's authority is no public one to be discovered."""
    session.verify = tenant.facts["ca"]
    session.trust_env = False  # the machine's own bundle would take precedence
    return msal.ConfidentialClientApplication(
        tenant.facts["client_id"],
        authority=tenant.facts["authority"],
        client_credential=credential or tenant.facts["client_secret"],
        instance_discovery=False,
        http_client=session,
    )


def token_of(tenant: SimulatedTenant) -> str:
    """A token by MSAL."""
    with requests.Session() as session:
        answer = application(tenant, session).acquire_token_for_client([SCOPE])
    assert "access_token" in answer, answer
    return str(answer["access_token"])


class Bearer(AuthenticationProvider):  # type: ignore[misc]  # the SDK is untyped for us
    """Puts MSAL's token on each request of the SDK."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def authenticate_request(
        self,
        request: RequestInformation,
        additional_authentication_context: Mapping[str, Any] | None = None,
    ) -> None:
        request.headers = request.headers or HeadersCollection()
        request.headers.try_add("Authorization", f"Bearer {self._token}")


def with_graph(
    tenant: SimulatedTenant, question: Callable[[GraphServiceClient], Coroutine[Any, Any, T]]
) -> T:
    """The answer to a question put to the SDK, on connections of its own."""
    token = token_of(tenant)

    async def session() -> T:
        context = ssl.create_default_context(cafile=tenant.facts["ca"])
        # The SDK's transport does not close the one it stands on.
        async with httpx.AsyncHTTPTransport(verify=context) as connections:
            client = GraphClientFactory.create_with_default_middleware(
                client=httpx.AsyncClient(transport=connections), options=options
            )
            adapter = GraphRequestAdapter(Bearer(token), client=client)
            adapter.base_url = f"{tenant.facts['graph']}/v1.0"
            return await question(GraphServiceClient(request_adapter=adapter))

    return asyncio.run(session())
