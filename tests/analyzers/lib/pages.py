"""Runs a unit over HTML written in a test."""

from __future__ import annotations

from analyzers.attachments import html
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link, ReadableView, StyledView
from analyzers.model.message import Address, Message
from analyzers.model.observation import Finding, Observation
from analyzers.model.unit import Context, Unit

MESSAGE = Message("eml", "", (), (), "", (Address("", "ann@example.org"),), (), "", "", (), (), ())
BODY = Context(message=MESSAGE)
FILE = Context()


def observe(
    data: bytes | str, unit: Unit = html.UNIT, context: Context = BODY, kind: str = "html"
) -> list[Observation]:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return list(unit.examine(Artifact.of(raw, "page.html", kind, depth=1), context))


def findings(observed: list[Observation]) -> dict[str, Finding]:
    return {o.rule: o for o in observed if isinstance(o, Finding)}


def rules(data: bytes | str, unit: Unit = html.UNIT, context: Context = BODY) -> set[str]:
    return set(findings(observe(data, unit, context)))


def links(observed: list[Observation]) -> list[Link]:
    return [o for o in observed if isinstance(o, Link)]


def styled(data: bytes | str) -> StyledView:
    return next(o for o in observe(data) if isinstance(o, StyledView))


def readable(data: bytes | str) -> ReadableView:
    return next(o for o in observe(data) if isinstance(o, ReadableView))
