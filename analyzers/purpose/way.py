"""The worst way through the tree: from the outermost artifact to the payload and its goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from analyzers.lib import commandline
from analyzers.lib.lolbins import PROGRAMS
from analyzers.model.analysis import Analysis, Node
from analyzers.model.body import BodyText, Form
from analyzers.model.content import Link
from analyzers.model.message import Message
from analyzers.model.observation import Relation, Severity
from analyzers.model.purpose import Danger, Step
from analyzers.purpose.sentence import Act, acts_of, doing, joined, weight

LABEL: Final = 120  # characters of a station's name
_ENOUGH: Final = Severity.MEDIUM  # weaker findings make no way worth showing
# Sources of links that something run takes its orders or programs from, the most telling first.
_RUN: Final = ("command", "program", "shortcut", "macro", "script", "remote desktop", "library")
_HOW: Final = {
    Relation.BODY: "shown as the message",
    Relation.ATTACHMENT: "attached",
    Relation.EMBEDDED: "embedded",
    Relation.MEMBER: "unpacked",
    Relation.OVERLAY: "put behind the end",
}


def worst_way(analysis: Analysis) -> tuple[Step, ...]:
    """The stations to the node that does worst; empty where none does anything worth the name.

    Of nodes that do the same the deepest counts: it is what the others only hand on.
    """
    every = acts_of(analysis)
    ranked = [
        (weight(acts[0]), _depth(analysis, node), -node.id, node, acts)
        for node in analysis.nodes
        if node.duplicate_of < 0 and (acts := _grave(node, every[node.id]))
    ]
    if not ranked:
        return ()
    _, _, _, node, acts = max(ranked, key=lambda one: one[:3])
    return (*_descent(analysis, node, acts), *_goals(analysis, node, acts))


def _grave(node: Node, acts: list[Act]) -> list[Act]:
    """Acts of a body are its message's, and start there."""
    if node.relation is Relation.BODY and node.parent >= 0:
        return []
    return [act for act in doing(acts) if act[1].severity >= _ENOUGH and act[0] >= Danger.POSES]


def _depth(analysis: Analysis, node: Node) -> int:
    depth = 0
    while node.parent >= 0:
        node, depth = analysis.nodes[node.parent], depth + 1
    return depth


def _descent(analysis: Analysis, node: Node, acts: list[Act]) -> Iterator[Step]:
    """From the root down; each but the last says how one gets on from it."""
    chain = [node]
    while chain[-1].parent >= 0:
        chain.append(analysis.nodes[chain[-1].parent])
    chain.reverse()
    for here, there in pairwise(chain):
        yield Step(here.id, _name(here), _passage(analysis, here, there))
    yield Step(node.id, _name(node), joined(acts[:1]))


def _name(node: Node) -> str:
    return (node.name or node.kind)[:LABEL]


def _passage(analysis: Analysis, here: Node, there: Node) -> str:
    password = _password(analysis, here)
    if not password:
        return _HOW[there.relation]
    supplied = any(password in text for text in _texts_above(analysis, here))
    return "password from the mail" if supplied else "opened with a known password"


def _password(analysis: Analysis, node: Node) -> str:
    """The password that opened it, as its unit says."""
    runs = analysis.examined(node).examinations
    facts = (fact for run in runs for fact in run.facts)
    return next((fact.value for fact in facts if fact.label == "Password"), "")


def _texts_above(analysis: Analysis, node: Node) -> Iterator[str]:
    """What the messages around a node say, in subject and bodies."""
    while node.parent >= 0:
        node = analysis.nodes[node.parent]
        for one in (node, *analysis.children(node)):
            for record in analysis.records(one):
                if isinstance(record, Message):
                    yield record.subject
                elif isinstance(record, BodyText) and one.relation is Relation.BODY:
                    yield record.whole


def _goals(analysis: Analysis, node: Node, acts: list[Act]) -> Iterator[Step]:
    """Which programs run, and what is reached in the end; as far as the records tell."""
    danger, evidence = acts[0][0], acts[0][1].evidence.replace("[.]", ".")
    if danger is Danger.RUNS and (programs := _programs(analysis, node)):
        yield Step(node.id, programs)
    if danger >= Danger.LEADS and (goal := _goal(analysis, node, danger, evidence)):
        yield Step(node.id, commandline.shortened(goal)[:LABEL])


def _programs(analysis: Analysis, node: Node) -> str:
    runs = analysis.examined(node).examinations
    facts = (fact.value for run in runs for fact in run.facts if fact.label == "Would run")
    command = commandline.read(next(facts, ""))
    return " and ".join(dict.fromkeys(PROGRAMS[name][0] for name in command.programs[:3]))


def _goal(analysis: Analysis, node: Node, danger: Danger, evidence: str) -> str:
    bodies = [n for n in analysis.children(node) if n.relation is Relation.BODY]
    records = [record for one in (node, *bodies) for record in analysis.records(one)]
    if danger is Danger.STEALS:
        actions = [r.action for r in records if isinstance(r, Form) and "://" in r.action]
        return actions[0] if actions else ""
    links = [r for r in records if isinstance(r, Link) and r.host]
    if danger is Danger.LEADS:
        named = [link for link in links if link.host in evidence]
        return named[0].target if named else ""
    links = [link for link in links if link.source in _RUN]
    links.sort(key=lambda link: _RUN.index(link.source))
    return links[0].target if links else ""
