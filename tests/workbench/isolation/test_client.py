"""The client: tickets, order, cancelling, and a host that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

import psutil
import pytest

from analyzers.model.analysis import Analysis, Outcome
from tests.workbench.isolation.conftest import HOSTILE, SECONDS, Bench, Start
from workbench.errors import BadInput, IsolationFailed
from workbench.isolation import client
from workbench.isolation.client import AnalysisJob
from workbench.isolation.settings import BoxKind, BoxLimits, Warm

PATIENT = BoxLimits(cpu_seconds=5, wall_seconds=60.0)


def submit(bench: Bench, data: bytes, background: bool = False) -> Future[Analysis]:
    return bench.host.submit(AnalysisJob(data, "sample.bin", background=background)).future


def boxes_of(bench: Bench) -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process(bench.host.pid).children()
        if child.status() != psutil.STATUS_ZOMBIE
    ]


@pytest.mark.parametrize("kind", [BoxKind.AUTO, BoxKind.PERSISTENT])
def test_cancelling_kills_the_box(start: Start, kind: BoxKind) -> None:
    bench = start(box=PATIENT, boxes=kind)
    ticket = bench.host.submit(AnalysisJob(b"sleep:50", "sample.bin"))
    bench.said(b"size:")  # by now the box is at work
    sleeping = boxes_of(bench)
    assert sleeping
    assert ticket.cancel()
    with pytest.raises(CancelledError):
        ticket.future.result()
    assert wait([ticket.future], timeout=SECONDS).done
    bench.said(b"size:")  # the host has read the cancellation before this
    _, alive = psutil.wait_procs(sleeping[:1], timeout=SECONDS)
    assert alive == []


def test_an_interactive_job_overtakes_background_work(start: Start) -> None:
    bench = start(box=PATIENT)
    slow = submit(bench, b"pack:sleep:0.4\nsleep:0.5", background=True)
    later = [submit(bench, b"sleep:0.%d" % n, background=True) for n in range(1, 4)]
    quick = submit(bench, b"size:now")
    assert quick.result(SECONDS).nodes
    assert not slow.done()
    assert not any(future.done() for future in later)
    wait([slow, *later], timeout=SECONDS)
    assert all(future.result().nodes for future in [slow, *later])


def test_an_interactive_job_overtakes_between_the_artifacts_of_a_tree(start: Start) -> None:
    bench = start(box=PATIENT, boxes=BoxKind.PERSISTENT)
    parts = b"\n".join(b"sleep:0.2%d" % n for n in range(10))
    slow = submit(bench, b"pack:" + parts, background=True)
    quick = [submit(bench, b"sleep:0.%d" % n) for n in range(1, 4)]
    assert all(future.result(SECONDS).nodes for future in quick)
    assert not slow.done()
    assert slow.cancel()


def test_more_background_work_than_the_host_holds_is_all_done(start: Start) -> None:
    bench = start()
    futures = [submit(bench, b"size:%d" % n, background=True) for n in range(60)]
    assert len({f.result(SECONDS).root.sha256 for f in futures}) == 60


def test_a_dead_host_fails_its_jobs_and_is_started_again_once(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    bench = start(box=PATIENT)
    bench.said(b"size:")
    future = submit(bench, b"sleep:50")
    os.kill(bench.host.pid, signal.SIGKILL)
    with pytest.raises(IsolationFailed, match="signal 9"):
        future.result(SECONDS)
    assert bench.said(b"size:")["size"].outcome is Outcome.COMPLETE
    assert "started again" in caplog.text
    caplog.clear()
    future = submit(bench, b"sleep:50")
    os.kill(bench.host.pid, signal.SIGKILL)
    with pytest.raises(IsolationFailed):
        future.result(SECONDS)
    with pytest.raises(IsolationFailed, match="signal 9"):
        submit(bench, b"size:")


def test_boxes_die_with_their_host(start: Start) -> None:
    bench = start(box=PATIENT)
    future = submit(bench, b"sleep:50")
    bench.said(b"size:")
    boxes = boxes_of(bench)
    assert boxes
    os.kill(bench.host.pid, signal.SIGKILL)
    assert future.exception(SECONDS) is not None
    assert psutil.wait_procs(boxes, timeout=SECONDS)[1] == []


def test_the_host_dies_with_its_client() -> None:
    code = (
        f"from workbench.isolation.client import *;from workbench.isolation.settings import *;"
        f"h=AnalysisHost.start(HostSettings(units={HOSTILE!r},sniff={HOSTILE!r}));"
        f"print(h.pid,h.level,flush=True);input()"
    )
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    ) as process:
        assert process.stdout is not None
        host = psutil.Process(int(process.stdout.readline().split()[0]))
        process.kill()
        assert psutil.wait_procs([host], timeout=SECONDS)[1] == []


def test_closing_leaves_neither_thread_nor_process(start: Start) -> None:
    others = set(threading.enumerate())  # hosts that other tests share
    bench = start(box=PATIENT)
    future = submit(bench, b"sleep:50")
    bench.said(b"size:")
    pids = [bench.host.pid, *(box.pid for box in boxes_of(bench))]
    bench.host.close()
    bench.host.close()
    assert not set(threading.enumerate()) - others
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    with pytest.raises(IsolationFailed, match="closed"):
        future.result(SECONDS)
    with pytest.raises(IsolationFailed, match="closed"):
        submit(bench, b"size:")


def test_a_host_that_cannot_start_says_why(start: Start) -> None:
    bench = start(units="tests.workbench.isolation.no_such_module")
    with pytest.raises(IsolationFailed, match="no_such_module"):
        _ = bench.host.level


def test_what_is_too_large_is_refused_before_it_is_sent(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MESSAGE_BYTES", 4 << 20)
    monkeypatch.setattr(client, "ARTIFACT_BYTES", 8 << 20)
    bench = start()
    data = b"size:".ljust(5 << 20)
    with pytest.raises(BadInput, match=r"letter\.eml has 5 MiB"):
        bench.analyse(data, "letter.eml")
    with pytest.raises(BadInput, match="more than 4 MiB"):
        bench.analyse(data, "letter", declared_type="message/rfc822")
    with pytest.raises(BadInput, match="more than 8 MiB"):
        bench.analyse(data * 2)
    assert bench.analyse(data).root.size == len(data)


@pytest.mark.parametrize("kind", [BoxKind.AUTO, BoxKind.PERSISTENT])
def test_large_artifacts_pass_in_both_directions(start: Start, kind: BoxKind) -> None:
    bench = start(boxes=kind, box=PATIENT)
    analysis = bench.analyse(b"spawn:3x30000000")
    assert [n.size for n in analysis.nodes[1:]] == [30_000_006] * 3
    assert bench.analyse(b"size:".ljust(40 << 20)).root.size == 40 << 20


def test_an_idle_host_loads_everything_and_still_serves(start: Start) -> None:
    bench = start(warm=Warm.IDLE)
    assert bench.said(b"cold:")["cold"].outcome is Outcome.COMPLETE
    assert bench.said(b"cold:")["cold"].outcome is Outcome.COMPLETE


def test_neither_data_nor_passwords_show_in_a_jobs_repr() -> None:
    shown = repr(AnalysisJob(b"secret bytes", "name", passwords=("hunter2",)))
    assert "secret bytes" not in shown
    assert "hunter2" not in shown


def test_the_client_loads_no_parser_and_no_box() -> None:
    code = (
        "import sys;import workbench.isolation.client;"
        "print([m for m in sys.modules if m.startswith(('analyzers.units','analyzers.engine',"
        "'analyzers.attachments','yara','asyncio','multiprocessing'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"
