"""One analysed input as one JSON object; the fields are documented in README.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.content import Link
from analyzers.model.observation import Finding
from analyzers.model.purpose import Purpose
from analyzers.model.rule import RuleMatch
from analyzers.purpose.sentence import purposes
from analyzers.purpose.way import worst_way
from analyzers.whole.build import whole_message, whole_messages
from workbench.model.verdict import Verdict
from workbench.report.whole import SHOWN, message_of, spelled

SCHEMA = 2

Json = dict[str, Any]


def line_of(path: str, analysis: Analysis, verdict: Verdict, problem: str = "") -> Json:
    """The whole result; ``error`` is present exactly when the input could not be read."""
    line: Json = {
        "schema": SCHEMA,
        "path": path,
        "sha256": analysis.root.sha256,
        "kind": analysis.root.kind,
        "size": analysis.root.size,
        "message": message_of(whole_message(analysis)),
        "nested": [message_of(one) for one in whole_messages(analysis) if one.node],
        "tree": [_node(n, p) for n, p in zip(analysis.nodes, purposes(analysis), strict=True)],
        "way": [
            {"node": step.node, "name": step.name, "act": step.act} for step in worst_way(analysis)
        ],
        "urls": list(_urls(analysis)),
        "verdict": _verdict(verdict),
        "isolation": {"level": analysis.isolation, "layers": list(analysis.layers)},
        "seconds": round(analysis.seconds, 3),
        "cpu_seconds": round(analysis.cpu_seconds, 3),
    }
    return {**line, "error": problem} if problem else line


def error_line(path: str, problem: str) -> Json:
    return {"schema": SCHEMA, "path": path, "error": problem}


def problem_of(analysis: Analysis) -> str:
    """Why the input itself could not be read, "" when it could: the units that know its kind all
    gave up, or its box died.  A bound that was hit is a finding of its own and no such reason."""
    root = analysis.root
    if root.size == 0:
        return "the file is empty"
    box = [e for e in root.examinations if e.unit == "box" and not e.findings]
    own = [e for e in root.examinations if not e.general]
    said_nothing = not any(e.facts or e.findings or e.records or e.needs for e in own)
    gave_up = [e for e in own if e.outcome in (Outcome.UNREADABLE, Outcome.CRASHED)]
    blocking = box or (gave_up if said_nothing else [])
    return "; ".join(f"{e.unit}: {e.outcome.value}: {e.reason}" for e in blocking)


def _node(node: Node, purpose: Purpose) -> Json:
    return {
        "id": node.id,
        "parent": node.parent,
        "name": node.name,
        "kind": node.kind,
        "declared_type": node.declared_type,
        "relation": node.relation.value,
        "size": node.size,
        "sha256": node.sha256,
        "sha1": node.sha1,
        "md5": node.md5,
        "duplicate_of": node.duplicate_of,
        "purpose": {
            "sentence": purpose.sentence,
            "danger": purpose.danger.name.lower(),
            "rules": list(purpose.rules),
            "checked": purpose.checked,
        },
        "units": [_examination(examination) for examination in node.examinations],
    }


def _examination(examination: Examination) -> Json:
    return {
        "unit": examination.unit,
        "version": examination.version,
        "outcome": examination.outcome.value,
        "reason": examination.reason,
        "facts": [{"label": fact.label, "value": fact.value} for fact in examination.facts],
        "findings": [_finding(finding) for finding in examination.findings],
        "records": [spelled(r) for r in examination.records if isinstance(r, SHOWN)],
        "matches": [_match(r) for r in examination.records if isinstance(r, RuleMatch)],
        "needs": [
            {"kind": need.kind, "key": need.key, "why": need.why} for need in examination.needs
        ],
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "title": finding.title,
        "evidence": finding.evidence,
        "where": finding.where,
    }


def _match(match: RuleMatch) -> Json:
    return {
        "rule": match.rule,
        "pack": match.pack,
        "namespace": match.namespace,
        "tags": list(match.tags),
        "meta": dict(match.meta),
        "strings": [
            {
                "identifier": s.identifier,
                "offset": s.offset,
                "length": s.length,
                "excerpt": s.excerpt,
                "binary": s.binary,
            }
            for s in match.strings
        ],
        "more": match.more,
    }


def _urls(analysis: Analysis) -> Iterator[Json]:
    for node in analysis.nodes:
        if node.duplicate_of >= 0:
            continue
        for record in analysis.records(node):
            if isinstance(record, Link):
                yield {
                    "url": record.url,
                    "host": record.host,
                    "domain": record.domain,
                    "text": record.text,
                    "source": record.source,
                    "count": record.count,
                    "node": node.id,
                    "redirects": [
                        {"by": step.by, "url": step.url, "domain": step.domain}
                        for step in record.redirects
                    ],
                    "target": record.target,
                    "open_ended": record.open_ended,
                    "visible": record.visible,
                    "shown": record.shown,
                    "where": record.where,
                    "recipient": record.recipient,
                }


def _verdict(verdict: Verdict) -> Json:
    return {
        "label": verdict.label.value,
        "score": verdict.score,
        "headline": verdict.headline,
        "reasons": [
            {
                "rule": reason.rule,
                "points": reason.points,
                "title": reason.title,
                "evidence": reason.evidence,
                "node": reason.node,
                "place": reason.place,
                "times": reason.times,
            }
            for reason in verdict.reasons
        ],
        "not_checked": [
            {"what": missing.what, "reason": missing.reason, "node": missing.node}
            for missing in verdict.not_checked
        ],
    }
