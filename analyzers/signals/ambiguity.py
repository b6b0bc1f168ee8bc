"""Where mail programs read a message differently, and what each of them makes of it."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import parsed
from analyzers.lib.opened import Opened
from analyzers.lib.otherviews import VIEWS, other_views
from analyzers.lib.parsed import Page
from analyzers.lib.readings import Told
from analyzers.lib.readings_bodies import (
    alternative_readings,
    charset_readings,
    pairs,
    several_readings,
)
from analyzers.lib.readings_from import from_readings
from analyzers.lib.readings_headers import end_readings, header_readings, repeat_readings
from analyzers.lib.readings_parameters import parameter_readings
from analyzers.lib.readings_parts import padding_readings, part_readings
from analyzers.lib.readings_structure import structure_readings
from analyzers.lib.readings_trace import trace_readings
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """One finding of a rule for each part; the records show all that was met."""
    if context.message is None:
        raise Unreadable("The message could not be read, so neither could its other readings")
    opened = context.memo.once(Opened, artifact)
    seen: set[tuple[str, str]] = set()
    for said in _told(opened, context):
        if isinstance(said, Finding):
            key = (said.rule, said.where.partition(", byte")[0])
            if key in seen:
                continue
            seen.add(key)
        yield said
    yield from _views(opened)


def _told(opened: Opened, context: Context) -> Iterator[Told]:
    tree = opened.tree
    block = tree.root.block
    yield from from_readings(tree.data, block)
    yield from trace_readings(block)
    yield from repeat_readings(block)
    yield from structure_readings(tree)
    for entity in tree.root.walk():
        yield from header_readings(entity.block, entity.path)
        yield from part_readings(entity)
        yield from parameter_readings(entity)
    yield from several_readings(tree)
    for leaf, body, problem in opened.leaves:
        yield from end_readings(tree.data, leaf)
        if problem:
            yield from padding_readings(leaf, problem, tree.content(leaf))
        if leaf.is_body:
            yield from charset_readings(leaf, body)
    yield from _alternatives(opened, context)


def _alternatives(opened: Opened, context: Context) -> Iterator[Told]:
    for plain, rich in pairs(opened.tree):
        text, page = opened.bodies.get(plain.path), opened.bodies.get(rich.path)
        if text and page:
            words = text.data.decode("utf-8", "replace")
            yield from alternative_readings(plain, words, context.memo.once(Page, page))


def _views(opened: Opened) -> Iterator[Observation]:
    """What other programs would find in the message, once each."""
    known = {body for _, body, _ in opened.leaves} | {b""}
    count = 0
    for entity in opened.tree.root.walk():
        for child in other_views(opened.tree, entity):
            if child.data in known:
                continue
            known.add(child.data)
            count += 1
            if count > VIEWS:
                title = "There are more readings of the message than are examined"
                yield Finding("limit.mail.readings", Severity.MEDIUM, title, f"{VIEWS} were")
                return
            yield Child(child.name, child.data, child.declared_type, child.relation)


UNIT = Unit("ambiguity", 1, frozenset({"eml"}), examine, parsed.IMPORTS)
