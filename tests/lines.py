"""What a line of ``workbench analyze --json`` has to look like, checked field by field."""

from __future__ import annotations

import dataclasses
from typing import Any

from analyzers.model.analysis import Outcome
from analyzers.model.observation import Relation, Severity
from analyzers.model.whole import WholeMessage
from workbench.model.verdict import Label
from workbench.report.jsonline import SCHEMA

LABELS = {label.value for label in Label}
OUTCOMES = {outcome.value for outcome in Outcome}
RELATIONS = {relation.value for relation in Relation}
SEVERITIES = {severity.name.lower() for severity in Severity}

ANALYSED: dict[str, type | tuple[type, ...]] = {
    "schema": int,
    "path": str,
    "sha256": str,
    "kind": str,
    "size": int,
    "message": (dict, type(None)),
    "nested": list,
    "tree": list,
    "urls": list,
    "verdict": dict,
    "isolation": dict,
    "seconds": (int, float),
    "cpu_seconds": (int, float),
    "way": list,
}
MESSAGE: dict[str, type | tuple[type, ...]] = {
    "node": int,
    "format": str,
    "type": dict,
    "sender": (dict, type(None)),
    "senders": list,
    "submitter": (dict, type(None)),
    "recipients": dict,
    "subject": dict,
    "headers": dict,
    "body": dict,
    "attachments": list,
}
PARTS_OF_MESSAGE = {field.name for field in dataclasses.fields(WholeMessage)}
NODE: dict[str, type | tuple[type, ...]] = {
    "id": int,
    "parent": int,
    "name": str,
    "kind": str,
    "declared_type": str,
    "relation": str,
    "size": int,
    "sha256": str,
    "sha1": str,
    "md5": str,
    "duplicate_of": int,
    "purpose": dict,
    "units": list,
}
PURPOSE: dict[str, type | tuple[type, ...]] = {
    "sentence": str,
    "danger": str,
    "rules": list,
    "checked": bool,
}
UNIT: dict[str, type | tuple[type, ...]] = {
    "unit": str,
    "version": int,
    "outcome": str,
    "reason": str,
    "facts": list,
    "findings": list,
    "records": list,
    "matches": list,
    "needs": list,
}


def check_line(line: dict[str, Any]) -> None:
    """Raises AssertionError with the field that is wrong."""
    assert line["schema"] == SCHEMA
    assert isinstance(line["path"], str)
    if "error" in line:
        assert line["error"]
    if set(line) == {"schema", "path", "error"}:
        return
    _shape({name: value for name, value in line.items() if name != "error"}, ANALYSED)
    for message in (line["message"], *line["nested"]):
        if message is not None:
            _shape({name: message[name] for name in MESSAGE}, MESSAGE)
            assert set(message) <= PARTS_OF_MESSAGE
    for place, node in enumerate(line["tree"]):
        _check_node(node, place)
    _check_verdict(line["verdict"], len(line["tree"]))
    assert all(set(step) == {"node", "name", "act"} for step in line["way"])
    assert {step["node"] for step in line["way"]} <= set(range(len(line["tree"])))
    assert {url["node"] for url in line["urls"]} <= set(range(len(line["tree"])))


def _check_node(node: dict[str, Any], place: int) -> None:
    _shape(node, NODE)
    _shape(node["purpose"], PURPOSE)
    assert node["purpose"]["sentence"]
    assert node["id"] == place
    assert -1 <= node["parent"] < place
    assert node["relation"] in RELATIONS
    assert len(node["sha256"]) == 64
    for unit in node["units"]:
        _shape(unit, UNIT)
        assert unit["outcome"] in OUTCOMES
        assert (unit["outcome"] == "complete") or unit["reason"], unit
        assert {finding["severity"] for finding in unit["findings"]} <= SEVERITIES


def _check_verdict(verdict: dict[str, Any], nodes: int) -> None:
    assert verdict["label"] in LABELS
    points = sum(reason["points"] for reason in verdict["reasons"])
    assert verdict["score"] == max(0, min(100, points))
    assert verdict["headline"]
    places = [*verdict["reasons"], *verdict["not_checked"]]
    assert {place["node"] for place in places} <= set(range(nodes))
    assert not (verdict["label"] == "clean" and verdict["not_checked"])


def _shape(value: dict[str, Any], fields: dict[str, type | tuple[type, ...]]) -> None:
    assert set(value) == set(fields), set(value) ^ set(fields)
    for name, kind in fields.items():
        assert isinstance(value[name], kind), name
