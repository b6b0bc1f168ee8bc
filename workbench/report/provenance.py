"""Where a message comes from, for people at a terminal: its way, whose word, its layers."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.authentication import AuthenticationResult
from analyzers.model.layers import Layer, Role
from analyzers.model.path import Direction, Submission
from analyzers.model.whole import WholeMessage
from workbench.report.printable import printable

METHODS = ("spf", "dkim", "dmarc", "arc", "compauth")


def provenance(message: WholeMessage) -> Iterator[str]:
    """Lines of a name and what is known; nothing for what is not."""
    yield from _way(message)
    yield from _authentication(message.authentication)
    yield from (_layer(layer) for layer in message.layers if layer.role is not Role.ORDINARY)
    if message.ambiguities:
        subjects = ", ".join(dict.fromkeys(one.subject for one in message.ambiguities))
        yield f"  Read differently by programs: {printable(subjects)}"


def _way(message: WholeMessage) -> Iterator[str]:
    path = message.transport
    if path is None:
        return
    hops = f"{len(path.hops)} hops" if len(path.hops) != 1 else "one hop"
    words = [hops]
    if path.direction is not Direction.UNKNOWN:
        words.append(path.direction.value)
    if path.submission is not Submission.UNKNOWN:
        words.append(path.submission.value)
    yield f"  Way      {', '.join(words)}; {printable(path.boundary_reason)}"
    if path.delivered_because:
        yield f"           {printable(path.delivered_because)}"


def _authentication(results: tuple[AuthenticationResult, ...]) -> Iterator[str]:
    """One line for each method; our own word first."""
    for method in METHODS:
        found = sorted(
            (one for one in results if one.method == method), key=lambda one: one.header >= 0
        )
        if found:
            yield f"  {method.upper():8} {'; '.join(_result(one) for one in found[:3])}"


def _result(one: AuthenticationResult) -> str:
    said = f"{one.result} " if one.result else ""
    about = f"{one.domain}, " if one.domain else ""
    detail = f": {printable(one.detail, 120)}" if one.detail and not one.result else ""
    return printable(f"{said}({about}{one.standing.value})") + detail


def _layer(layer: Layer) -> str:
    who = f" by {layer.reporter}" if layer.reporter else ""
    product = f", {layer.product}" if layer.product else ""
    unproven = f": {' '.join(layer.unproven)}" if layer.unproven else ""
    where = f" in part {layer.part}" if layer.part else ""
    words = f"{layer.role.value}{who}{where}{product} ({layer.fidelity.value}){unproven}"
    return f"  Layer    {printable(words, 300)}"
