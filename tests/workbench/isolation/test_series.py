"""Small messages of background work share boxes, and none of them is lost or blamed for another."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from analyzers.model.analysis import Analysis, Outcome
from tests.workbench.isolation.conftest import SECONDS, Bench, Start
from workbench.isolation.client import AnalysisJob
from workbench.isolation.series import BYTES, ORDERS
from workbench.isolation.settings import BoxKind, BoxLimits


def submit(bench: Bench, *contents: bytes) -> list[Future[Analysis]]:
    """All in one go, so that they wait side by side."""
    jobs = [AnalysisJob(data, "sample.bin", background=True) for data in contents]
    return [bench.host.submit(job).future for job in jobs]


def outcomes(future: Future[Analysis], unit: str) -> list[Outcome]:
    said = future.result(SECONDS).root.examinations
    return [each.outcome for each in said if each.unit == unit]


@pytest.mark.parametrize("kind", [BoxKind.AUTO, BoxKind.PERSISTENT])
def test_all_are_examined_each_as_itself(start: Start, kind: BoxKind) -> None:
    bench = start(boxes=kind)
    contents = [b"size:%d" % number for number in range(3 * ORDERS)]
    futures = submit(bench, *contents)
    for data, future in zip(contents, futures, strict=True):
        analysis = future.result(SECONDS)
        assert analysis.root.size == len(data)
        (size,) = [e for e in analysis.root.examinations if e.unit == "size"]
        assert size.facts[0].value == str(len(data))
        assert analysis.layers


def test_whoever_brings_the_box_down_is_the_only_one_blamed(start: Start) -> None:
    bench = start(box=BoxLimits(cpu_seconds=1, wall_seconds=20.0))
    before = [b"size:%d" % number for number in range(4)]
    after = [b"size:%d" % number for number in range(4, 8)]
    *good, bad = submit(bench, *before, b"segfault:", *after, b"hang:")
    crashed = good.pop(4)
    assert all(outcomes(future, "size") == [Outcome.COMPLETE] for future in good)
    assert outcomes(crashed, "box") == [Outcome.KILLED]
    assert outcomes(bad, "box") == [Outcome.TIMED_OUT]


def test_children_have_boxes_of_their_own(start: Start) -> None:
    bench = start()
    futures = submit(bench, b"spawn:3", b"size:1", b"spawn:2")
    counts = [len(future.result(SECONDS).nodes) for future in futures]
    assert counts == [4, 1, 3]


def test_one_that_is_cancelled_takes_nobody_along(start: Start) -> None:
    bench = start(box=BoxLimits(cpu_seconds=5, wall_seconds=30.0))
    slow, gone, last = submit(bench, b"sleep:0.4", b"size:1", b"size:2")
    assert gone.cancel()
    assert outcomes(slow, "sleep") == [Outcome.COMPLETE]
    assert outcomes(last, "size") == [Outcome.COMPLETE]


def test_a_large_one_does_not_share(start: Start) -> None:
    bench = start()
    large, small = submit(bench, b"size:" + bytes(BYTES), b"size:1")
    assert outcomes(large, "size") == outcomes(small, "size") == [Outcome.COMPLETE]


def test_boxes_are_shared_in_the_background_only(start: Start) -> None:
    bench = start()
    futures = submit(bench, *[b"visits:%d" % number for number in range(2 * ORDERS)])
    assert max(_visits(future.result(SECONDS)) for future in futures) > 1
    assert _visits(bench.analyse(b"visits:alone")) == 1


def _visits(analysis: Analysis) -> int:
    (said,) = [e for e in analysis.root.examinations if e.unit == "visits"]
    return int(said.facts[0].value)
