"""The simulated tenant as any other: a profile of it for either provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workbench.approvals.training import TRAINED
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.simulation.options import Simulation
from workbench.simulation.process import SimulatedTenantProcess


@contextmanager
def simulated_profile() -> Iterator[TenantProfile]:
    """A simulated tenant of its own, for as long as the context lasts."""
    simulated = SimulatedTenantProcess.start(Simulation())
    try:
        yield microsoft_profile(simulated.facts)
    finally:
        simulated.stop()


def microsoft_profile(facts: dict[str, Any]) -> TenantProfile:
    """``facts`` are the first line that the tenant writes; same client and checks as elsewhere."""
    return TenantProfile(
        tenant=facts["tenant"],
        graph=facts["graph"],
        authority=facts["authority"],
        client_id=facts["client_id"],
        secret=facts["client_secret"],
        certificate_authority=facts["ca"],
        name=f"{facts['tenant_name']} (simulated)",
        report_mailboxes=_report_mailboxes(facts),
        safeguards=TRAINED,
    )


def google_profile(facts: dict[str, Any]) -> GoogleProfile:
    """The same tenant as Google Workspace shows it."""
    google = facts["google"]
    return GoogleProfile(
        domain=google["domain"],
        admin=google["admin"],
        key=google["key"],
        name=f"{facts['tenant_name']} (simulated, Google)",
        certificate_authority=facts["ca"],
        gmail=google["base"],
        directory=google["base"],
        alerts=google["base"],
        calendar=google["base"],
        token_uri=google["token_uri"],
        report_mailboxes=_report_mailboxes(facts),
        safeguards=TRAINED,
    )


def _report_mailboxes(facts: dict[str, Any]) -> tuple[str, ...]:
    return (facts["report_mailbox"],) if facts["report_mailbox"] else ()
