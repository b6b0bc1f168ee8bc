"""Messages of the simulated company as the real analysis host sees them, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping

from analyzers.model.fidelity import Fidelity
from analyzers.model.organisation import Organisation
from tests.ui.tray import NOW, opened
from workbench.analysis.rules import rule_packs
from workbench.analysis.verdict import judge
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings
from workbench.model.mail import RawMessage
from workbench.model.opened import OpenMessage
from workbench.simulation.build import build_world
from workbench.simulation.world import World

CAMPAIGNS = ("credential-link", "qr-picture", "macro-invoice", "html-smuggling", "chief-fraud")
PATIENCE = 60.0  # seconds for one analysis on a busy machine


def specimens(campaigns: tuple[str, ...] = CAMPAIGNS) -> Mapping[str, OpenMessage]:
    """One message of each campaign, analysed; ids count from 1."""
    world = build_world(mailboxes=40, messages=200, now=NOW)
    host = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    try:
        letters = {name: first_copy(world, name) for name in campaigns}
        return {
            name: examined(host, number, data, frozenset(world.domains))
            for number, (name, data) in enumerate(letters.items(), start=1)
        }
    finally:
        host.close()


def first_copy(world: World, campaign: str) -> bytes:
    key = min(world.truth[campaign])
    return world.mime(next(message for message in world.messages if message.key == key))


def examined(
    host: AnalysisHost, id: int, data: bytes, own_domains: frozenset[str] = frozenset()
) -> OpenMessage:
    job = AnalysisJob(
        data, f"{id}.eml", "message/rfc822", organisation=Organisation(tuple(sorted(own_domains)))
    )
    analysis = host.submit(job).future.result(PATIENCE)
    message = analysis.message
    return opened(
        id,
        subject=message.subject if message else "",
        raw=RawMessage(data, Fidelity.ORIGINAL),
        analysis=analysis,
        verdict=judge(analysis),
    )
