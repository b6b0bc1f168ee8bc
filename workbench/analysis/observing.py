"""Draws from an analysis what indicators are compared with: link hosts, hashes, rules."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from analyzers.model.analysis import Analysis
from analyzers.model.content import Link
from analyzers.model.rule import RuleMatch
from workbench.model.indicators import Kind, Observed

MOST = 1_000  # things kept of one message


def observed_in(analysis: Analysis) -> tuple[Observed, ...]:
    """Hashes first: a message whose links fill the bound keeps its files."""
    every = dict.fromkeys((*_hashes(analysis), *_rules(analysis), *_hosts(analysis)))
    return tuple(every)[:MOST]


def _hashes(analysis: Analysis) -> Iterator[Observed]:
    return (Observed(Kind.SHA256, node.sha256) for node in analysis.nodes if node.sha256)


def _rules(analysis: Analysis) -> Iterator[Observed]:
    for node in analysis.nodes:
        for record in analysis.records(node):
            if isinstance(record, RuleMatch):
                yield Observed(Kind.RULE, f"{record.namespace}:{record.rule}"[:300])


def _hosts(analysis: Analysis) -> Iterator[Observed]:
    for node in analysis.nodes:
        for record in analysis.records(node):
            if isinstance(record, Link):
                hosts = (record.host, *(_host(step.url) for step in record.redirects))
                yield from (Observed(Kind.HOST, host) for host in hosts if host)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:253]
    except ValueError:
        return ""
