"""The PDF units work inside real boxes, encrypted files included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers.model.analysis import Outcome
from tests.samples import pdfs
from tests.workbench.isolation.conftest import Bench
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import BoxKind, HostSettings

PLAIN = pdfs.document(pdfs.script(b"app.alert(1)"), pdfs.link(b"http://a.test/"))


@pytest.fixture(scope="module", params=[BoxKind.AUTO, BoxKind.PERSISTENT])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    host = AnalysisHost.start(HostSettings(width=1, boxes=request.param))
    yield Bench(host)
    host.close()


@pytest.mark.parametrize("data", [PLAIN, pdfs.encrypted(PLAIN, ""), pdfs.compressed(PLAIN)])
def test_every_unit_completes(bench: Bench, data: bytes) -> None:
    analysis = bench.analyse(data, "a.pdf")
    script = next(node for node in analysis.nodes if node.parent == 0)
    assert (analysis.root.kind, script.name, script.kind) == ("pdf", "script 1", "js")
    outcomes = {run.unit: (run.outcome, run.reason) for run in analysis.root.examinations}
    done = (Outcome.COMPLETE, "")
    assert {unit: told for unit, told in outcomes.items() if told != done} == {}


@pytest.mark.parametrize("made", [pdfs.fan, pdfs.deep_tree, pdfs.object_stream_bomb])
def test_bombs_bring_no_box_down(bench: Bench, made: object) -> None:
    assert callable(made)
    outcomes = {run.outcome for run in bench.analyse(made(), "a.pdf").root.examinations}
    assert outcomes <= {Outcome.COMPLETE, Outcome.LIMITED, Outcome.UNREADABLE}
