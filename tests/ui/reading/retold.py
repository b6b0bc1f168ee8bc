"""The messages of the tests with other things said of them."""

from __future__ import annotations

from dataclasses import replace

from analyzers.model.ambiguity import Ambiguity
from analyzers.model.analysis import Examination, Outcome
from analyzers.model.authentication import AuthenticationResult, Signature, Standing
from analyzers.model.message import Message
from analyzers.model.path import GatewayVerdict, TransportPath
from analyzers.model.record import Record
from workbench.model.opened import OpenMessage

SAID = (AuthenticationResult, TransportPath, Ambiguity, GatewayVerdict, Signature)
CLAIM = AuthenticationResult("spf", "pass", "a.example", Standing.UNTRUSTED, "said by mx")


def with_message(opened: OpenMessage, message: Message) -> OpenMessage:
    """The same analysis of another message."""
    assert opened.analysis is not None
    old = opened.analysis.message
    runs = tuple(
        replace(run, records=tuple(message if r is old else r for r in run.records))
        for run in opened.analysis.root.examinations
    )
    return _with_runs(opened, runs)


def with_records(opened: OpenMessage, *records: Record) -> OpenMessage:
    """The same message, of whose way and authentication these records alone tell."""
    assert opened.analysis is not None
    kept = tuple(
        replace(
            run,
            records=tuple(r for r in run.records if not isinstance(r, SAID)),
        )
        for run in opened.analysis.root.examinations
    )
    return _with_runs(opened, (*kept, Examination("more", 1, Outcome.COMPLETE, records=records)))


def _with_runs(opened: OpenMessage, runs: tuple[Examination, ...]) -> OpenMessage:
    assert opened.analysis is not None
    root, *rest = opened.analysis.nodes
    nodes = (replace(root, examinations=runs), *rest)
    return replace(opened, analysis=replace(opened.analysis, nodes=nodes))
