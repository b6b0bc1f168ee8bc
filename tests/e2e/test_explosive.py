"""Inputs built to exhaust their reader: each ends within its box, never as a crash, never clean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers.model.analysis import Analysis, Outcome
from tests.samples.explosive import BOMBS
from tests.samples.explosive_mail import MAIL_BOMBS
from tests.samples.letters import letter
from tests.thinned import thinned
from ui.models.standing import CLEAN, standings
from workbench.analysis.rules import rule_packs
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

pytestmark = pytest.mark.e2e

ALL = BOMBS | MAIL_BOMBS
WAIT = 120.0  # seconds; the box's own limits end sooner
# The drawing library grows to the memory limit of the box and falls with it; said as such.
FALLS = frozenset({"page of zeros", "form in form"})
# Nothing is left unread here: a claim is not believed, groups hold one letter, a page is blank.
READ_WHOLE = frozenset({
    "strings without end", "groups in groups", "entities in entities", "page of a field",
})  # fmt: skip


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    started = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    yield started
    started.close()


def _analysis(host: AnalysisHost, data: bytes, name: str) -> Analysis:
    return host.submit(AnalysisJob(data, name)).future.result(WAIT)


def _ended(analysis: Analysis, *outcomes: Outcome) -> list[str]:
    return [
        f"{node.name}: {run.unit} {run.outcome.value}: {run.reason}"
        for node in analysis.nodes
        for run in node.examinations
        if run.outcome in outcomes
    ]


@pytest.mark.parametrize("bomb", thinned(ALL, 3))
def test_a_bomb_is_contained_and_told(host: AnalysisHost, bomb: str) -> None:
    name, build = ALL[bomb]
    analysis = _analysis(host, build(), name)
    assert _ended(analysis, Outcome.CRASHED) == []
    if bomb not in FALLS:
        assert _ended(analysis, Outcome.KILLED, Outcome.TIMED_OUT) == []
    assert (standings(analysis)[0] == CLEAN) <= (bomb in READ_WHOLE)


def test_the_host_serves_on_after_all_of_them(host: AnalysisHost) -> None:
    analysis = _analysis(host, letter(), "a.eml")
    assert analysis.message is not None
    assert _ended(analysis, Outcome.CRASHED, Outcome.KILLED, Outcome.TIMED_OUT) == []
