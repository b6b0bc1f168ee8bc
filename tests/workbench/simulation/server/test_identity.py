"""Signing in, by the client library of the vendor and by hand."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.tenant import SCOPE, GraphClient, SimulatedTenant


def _acquired(tenant: SimulatedTenant, credential: object) -> dict[str, Any]:
    with requests.Session() as session:
        session.verify = tenant.facts["ca"]
        session.trust_env = False
        application = msal.ConfidentialClientApplication(
            tenant.facts["client_id"],
            authority=tenant.facts["authority"],
            client_credential=credential,
            instance_discovery=False,
            http_client=session,
        )
        return dict(application.acquire_token_for_client([SCOPE]))


def _claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(middle + "==")))


def _certificate(tenant: SimulatedTenant) -> tuple[str, x509.Certificate]:
    pem = Path(tenant.facts["client_certificate"]).read_bytes()
    return pem.decode(), x509.load_pem_x509_certificate(pem)


def test_msal_signs_in_with_the_secret(tenant: SimulatedTenant) -> None:
    answer = _acquired(tenant, tenant.facts["client_secret"])
    claims = _claims(answer["access_token"])
    assert claims["tid"] == tenant.facts["tenant"]
    assert claims["aud"] == "https://graph.microsoft.com"
    assert "Mail.ReadWrite" in claims["roles"]
    assert claims["exp"] - claims["iat"] == 3599


def test_msal_signs_in_with_the_certificate(tenant: SimulatedTenant) -> None:
    pem, certificate = _certificate(tenant)
    thumbprint = certificate.fingerprint(hashes.SHA1()).hex()
    assert "access_token" in _acquired(tenant, {"private_key": pem, "thumbprint": thumbprint})


def test_msal_signs_in_with_the_certificate_by_pss(tenant: SimulatedTenant) -> None:
    pem, certificate = _certificate(tenant)
    public = pem[pem.index("-----BEGIN CERT") : pem.index("-----BEGIN PRIV")]
    assert "access_token" in _acquired(tenant, {"private_key": pem, "public_certificate": public})
    assert certificate.subject


def test_a_wrong_secret_is_refused_as_entra_does(tenant: SimulatedTenant) -> None:
    reply = tenant.sign_in(client_secret="wrong")
    assert reply.status == 401
    assert reply.json["error"] == "invalid_client"
    assert reply.json["error_codes"] == [7000215]
    assert reply.json["error_description"].startswith("AADSTS7000215: ")


def test_an_unknown_application_is_refused(tenant: SimulatedTenant) -> None:
    assert tenant.sign_in(client_id="nobody").json["error_codes"] == [700016]


def test_another_tenant_is_not_found(tenant: SimulatedTenant) -> None:
    url = f"{tenant.facts['graph']}/other.example/v2.0/.well-known/openid-configuration"
    reply = tenant.send("GET", url)
    assert (reply.status, reply.json["error_codes"]) == (400, [90002])


def test_a_forged_assertion_is_refused(tenant: SimulatedTenant) -> None:
    _, certificate = _certificate(tenant)
    thumb = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA1())).decode().rstrip("=")
    parts = ({"alg": "RS256", "x5t": thumb}, {"iss": tenant.facts["client_id"]})
    text = ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode() for p in parts)
    reply = tenant.sign_in(
        client_secret="",
        client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion=f"{text}.c2lnbmF0dXJl",
    )
    assert (reply.status, reply.json["error_codes"]) == (401, [700027])


def test_a_wrong_scope_is_refused(tenant: SimulatedTenant) -> None:
    assert tenant.sign_in(scope="https://vault.example/.default").json["error"] == "invalid_scope"


def test_tokens_of_another_tenant_can_be_staged(tenant: SimulatedTenant) -> None:
    tenant.set(token_tenant="00000000-0000-0000-0000-00000000dead")
    assert _claims(tenant.token())["tid"].endswith("dead")


def test_graph_without_a_token_is_401_with_a_challenge(tenant: SimulatedTenant) -> None:
    reply = tenant.send("GET", "/v1.0/users")
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer ")
    assert reply.json["error"]["code"] == "InvalidAuthenticationToken"


def test_a_short_token_expires(tenant: SimulatedTenant) -> None:
    tenant.set(token_lifetime=-1)
    assert GraphClient(tenant).get("/v1.0/users").status == 401


def test_expired_tokens_are_refused(tenant: SimulatedTenant, graph: GraphClient) -> None:
    assert graph.get("/v1.0/users").status == 200
    tenant.control("expire-tokens")
    assert graph.get("/v1.0/users").status == 401


def test_the_reader_may_not_write(tenant: SimulatedTenant) -> None:
    reader = GraphClient(tenant, tenant.facts["reader"])
    message = tenant.messages()[0]
    url = f"/v1.0/users/{message['mailbox']}/messages/{message['id']}"
    assert reader.get(url).status == 200
    reply = reader.ask("POST", f"{url}/move", {"destinationId": "junkemail"})
    assert (reply.status, reply.json["error"]["code"]) == (403, "ErrorAccessDenied")
    assert tenant.effects() == []


def test_the_plain_door_leads_to_the_same_tenant(tenant: SimulatedTenant) -> None:
    graph = GraphClient(tenant)
    assert graph.get(f"{tenant.facts['plain']['graph']}/v1.0/users").status == 200


def test_instances_are_discovered(tenant: SimulatedTenant) -> None:
    answer = tenant.send("GET", "/common/discovery/instance?api-version=1.1").json
    assert answer["tenant_discovery_endpoint"].startswith(tenant.facts["authority"])
