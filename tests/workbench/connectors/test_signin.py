"""An application signs in: claims challenges, strangers' certificates, and what is never shown."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

import pytest
import requests

from tests.tenant import SCOPE, SimulatedTenant
from tests.workbench.desks import profile_of
from workbench.connectors.challenge import claims_of
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.signin import ApplicationSignIn, Session
from workbench.errors import SignInNeeded, Unreachable, Untrusted
from workbench.model.tenant import TenantProfile


async def connected(profile: TenantProfile, tenant: SimulatedTenant | None = None) -> None:
    connector = GraphConnector(profile)
    try:
        await connector.connect()
        if tenant is not None:
            tenant.control("revoke-sessions")
            await connector.connect()
    finally:
        await connector.close()


def test_a_claims_challenge_is_answered(simulated_tenant: SimulatedTenant) -> None:
    asyncio.run(connected(profile_of(simulated_tenant.facts), simulated_tenant))
    statuses = [row["status"] for row in simulated_tenant.requests()]
    assert statuses == [200, 401, 200]


def test_a_server_that_signs_its_own_certificate_is_refused(
    simulated_tenant: SimulatedTenant,
) -> None:
    profile = replace(profile_of(simulated_tenant.facts), certificate_authority="")
    with pytest.raises(Untrusted, match="certificate"):
        asyncio.run(connected(profile))


def test_no_log_and_no_text_holds_secret_or_token(
    simulated_tenant: SimulatedTenant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    profile = profile_of(simulated_tenant.facts)
    asyncio.run(connected(profile))
    said = "\n".join([*(record.getMessage() for record in caplog.records), repr(profile)])
    assert profile.secret not in said
    assert "eyJ" not in said  # how every JSON web token begins


@pytest.mark.parametrize(
    "header",
    [
        "",
        'Bearer error="insufficient_claims"',
        'Bearer error="insufficient_claims", claims="!!"',
        'Bearer error="insufficient_claims", claims="W10="',  # a list
        'Bearer error="invalid_token", claims="e30="',
        "Bearer " + "x" * 100_000 + ' error="insufficient_claims", claims="e30="',
    ],
)
def test_what_is_no_challenge_is_none(header: str) -> None:
    assert claims_of({"WWW-Authenticate": header}) == ""


def test_a_clock_that_is_off_is_named_in_words(simulated_tenant: SimulatedTenant) -> None:
    profile = profile_of(simulated_tenant.facts, secret="wrong")

    def refused(off: float) -> str:
        source = ApplicationSignIn(profile, SCOPE, lambda: time.time() + off)
        with pytest.raises(SignInNeeded) as caught:
            asyncio.run(source.token())
        source.close()
        return str(caught.value)

    assert "clock" not in refused(60)
    assert "clock is 10 min ahead of the service's" in refused(600)
    assert "clock is 60 min behind the service's" in refused(-3600)


def test_a_proxy_that_does_not_answer_is_named() -> None:
    session = Session(TenantProfile("t", "https://localhost", "https://localhost/t", "c"))

    def ask() -> None:
        raise requests.exceptions.ProxyError("refused")

    with pytest.raises(Unreachable, match="proxy"):
        session.guarded(ask)
