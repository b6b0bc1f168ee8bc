"""One analysed input for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.analysis import Analysis, Node
from analyzers.model.message import Address, Message
from analyzers.model.purpose import Purpose, Step
from analyzers.purpose.sentence import purposes
from analyzers.purpose.way import worst_way
from analyzers.whole.build import whole_message
from workbench.model.verdict import Reason, Verdict
from workbench.report import scripts
from workbench.report.printable import printable
from workbench.report.provenance import provenance


def text_of(path: str, analysis: Analysis, verdict: Verdict, problem: str = "") -> str:
    lines = [
        printable(path),
        f"  {verdict.label.value.upper()}  {verdict.score}/100  {printable(verdict.headline)}",
    ]
    told = purposes(analysis)
    lines.append(f"  Would do {printable(told[0].sentence)}")
    lines += _way(worst_way(analysis))
    if problem:
        lines.append(f"  COULD NOT BE READ  {printable(problem)}")
    if analysis.message is not None:
        lines += _message(analysis.message)
        whole = whole_message(analysis)
        lines += provenance(whole) if whole else ()
    lines += [_reason(reason) for reason in verdict.reasons]
    lines += _missing(verdict)
    if len(analysis.nodes) > 1:
        lines += _tree(analysis, told, analysis.root, 1)
    else:
        lines += [f"  {line}" for line in scripts.layers(analysis, analysis.root)]
    count = f"{len(analysis.nodes)} objects" if len(analysis.nodes) > 1 else "one object"
    where = f"{count}, isolation {analysis.isolation}"
    lines.append(f"  {where}, {analysis.cpu_seconds:.2f} s CPU, sha256 {analysis.root.sha256}")
    return "\n".join(lines)


def _missing(verdict: Verdict) -> Iterator[str]:
    """One line for each object, with every reason it was not looked at for."""
    reasons: dict[str, dict[str, None]] = {}
    for missing in verdict.not_checked:
        reasons.setdefault(missing.what, {})[missing.reason] = None
    for what, why in reasons.items():
        told = "; ".join(printable(reason, 160) for reason in why)
        yield f"   --   not checked: {printable(what)} ({told})"


def _message(message: Message) -> list[str]:
    return [
        f"  From     {_addresses(message.sender)}",
        f"  To       {_addresses(message.to)}",
        f"  Subject  {printable(message.subject)}",
        f"  Date     {printable(message.date) or 'unreadable'}",
    ]


def _addresses(addresses: tuple[Address, ...]) -> str:
    shown = [f"{printable(a.name)} <{printable(a.address)}>".strip() for a in addresses[:3]]
    more = f" and {len(addresses) - 3} more" if len(addresses) > 3 else ""
    return (", ".join(shown) or "none") + more


def _reason(reason: Reason) -> str:
    evidence = f": {printable(reason.evidence, 160)}" if reason.evidence else ""
    times = f" ({reason.times} times)" if reason.times > 1 else ""
    place = f"  [{printable(reason.place, 120)}]" if reason.place else ""
    return f"  {reason.points:+4d}  {printable(reason.title)}{times}{evidence}{place}"


def _way(steps: tuple[Step, ...]) -> Iterator[str]:
    """The stations in one line; a single one says no more than the line above."""
    if len(steps) > 1:
        stations = (f"{s.name} ({s.act})" if s.act else s.name for s in steps)
        yield f"  Worst    {' -> '.join(printable(station, 160) for station in stations)}"


def _tree(analysis: Analysis, told: tuple[Purpose, ...], node: Node, depth: int) -> Iterator[str]:
    size = f"{node.size:,} bytes"
    same = f", same as object {node.duplicate_of}" if node.duplicate_of >= 0 else ""
    name = printable(node.name) or "(unnamed)"
    yield f"  {'  ' * depth}{name}  {node.kind}, {size}{same}"
    if node.parent >= 0:
        yield f"  {'  ' * depth}  = {printable(told[node.id].sentence, 240)}"
    yield from (f"  {'  ' * depth}{line}" for line in scripts.layers(analysis, node))
    for child in analysis.children(node):
        yield from _tree(analysis, told, child, depth + 1)
