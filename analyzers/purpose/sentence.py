"""One plain line for each artifact: what it would do, from its findings and no further."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from analyzers.lib.words import words
from analyzers.model.analysis import Analysis, Node
from analyzers.model.body import Code
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Relation, Severity
from analyzers.model.purpose import Danger, Purpose
from analyzers.purpose import standing
from analyzers.purpose.acts import danger_of

CLAUSES: Final = 3  # acts named in a line; the findings list them all
NAME: Final = 80  # characters of a name of what lies inside
_EVIDENCE: Final = 160  # characters of an address taken from the evidence
_CLICKED: Final = frozenset(
    {"a", "area", "form", "text", "refresh", "mso", "script", "command", "shortcut", "program"}
)

_OUTSIDE: Final = ("file.", "yara.")

Act = tuple[Danger, Finding]


def purposes(analysis: Analysis) -> tuple[Purpose, ...]:
    """One for each node, in their order.  Pure: the same analysis gives the same lines."""
    acts = acts_of(analysis)
    inside = _worst_inside(analysis, acts)
    return tuple(_purpose(analysis, node, acts, inside[node.id]) for node in analysis.nodes)


def weight(act: Act) -> tuple[int, int, bool]:
    """Order of acts: what is hardly ever honest before what often is, then the graver act, then
    what was seen inside before what a name or an outline tells."""
    danger, finding = act
    severity = min(finding.severity, Severity.HIGH) if danger > Danger.NOTED else 0
    return severity, int(danger), not finding.rule.startswith(_OUTSIDE)


def acts_of(analysis: Analysis) -> list[list[Act]]:
    """For each node its own acts, and for a message those of its bodies, gravest first."""
    bodies: dict[int, list[Node]] = {}
    for node in analysis.nodes:
        if node.relation is Relation.BODY:
            bodies.setdefault(node.parent, []).append(node)
    return [_acts(analysis, [node, *bodies.get(node.id, ())]) for node in analysis.nodes]


def _acts(analysis: Analysis, nodes: list[Node]) -> list[Act]:
    """Each rule once, at its gravest."""
    found: dict[str, Act] = {}
    for one in nodes:
        for run in analysis.examined(one).examinations:
            for finding in run.findings:
                act = (danger_of(finding), finding)
                if act[0] and (
                    finding.rule not in found or weight(act) > weight(found[finding.rule])
                ):
                    found[finding.rule] = act
    return sorted(found.values(), key=weight, reverse=True)


def _worst_inside(analysis: Analysis, acts: list[list[Act]]) -> list[int]:
    """For each node the one below it that does worst, itself where none does worse."""
    worst = list(range(len(analysis.nodes)))
    for node in reversed(analysis.nodes):  # of equals the first one counts
        if node.parent < 0:
            continue
        mine, theirs = _rank(acts, worst[node.id]), _rank(acts, worst[node.parent])
        if mine > theirs or (mine == theirs and worst[node.parent] != node.parent):
            worst[node.parent] = worst[node.id]
    return worst


def _rank(acts: list[list[Act]], node: int) -> tuple[int, int, bool]:
    return weight(acts[node][0]) if acts[node] else (0, 0, False)


def _purpose(analysis: Analysis, node: Node, every: list[list[Act]], worst: int) -> Purpose:
    gap, acts = standing.gap(analysis, node), every[node.id]
    told = doing(acts)[:CLAUSES]
    if not told and not standing.known(analysis, node):
        return _unread(node, gap)
    below = doing(every[worst])[:1] if worst != node.id else []
    inner = _inner(analysis.nodes[worst], below) if below else ""
    if not told and not inner:
        sentence = _quiet(analysis, node, acts)
    else:
        sentence = "; ".join(part for part in (joined(told), inner) if part)
        sentence = sentence[:1].upper() + sentence[1:]
    danger = told[0][0] if told else Danger.NOTHING
    rules = tuple(finding.rule for _, finding in told)
    return Purpose(node.id, sentence, danger, rules, gap)


def _unread(node: Node, gap: str) -> Purpose:
    why = gap or "nothing that knows its kind looked at it"
    return Purpose(node.id, f"Not analysed: {why}", Danger.NOTHING, (), why)


def doing(acts: list[Act]) -> list[Act]:
    """Those that do more than tell of the artifact."""
    return [act for act in acts if act[0] > Danger.NOTED]


def _inner(node: Node, acts: list[Act]) -> str:
    return f"inside, {(node.name or node.kind)[:NAME]}: {joined(acts, begin=False)}"


def joined(acts: Iterable[Act], *, begin: bool = True) -> str:
    """The titles as one line; the first begins it in upper case."""
    clauses = list(dict.fromkeys(clause(finding) for _, finding in acts))
    line = "; ".join(lowered(text) for text in clauses)
    return line[:1].upper() + line[1:] if begin else line


def clause(finding: Finding) -> str:
    """The title, with the address it speaks of where the evidence is one and nothing more."""
    evidence = finding.evidence
    address = evidence.startswith(("hxxp", "\\\\")) and not any(c.isspace() for c in evidence)
    if not address or evidence in finding.title:
        return finding.title
    return f"{finding.title}: {evidence[:_EVIDENCE]}"


def lowered(text: str) -> str:
    """With a small letter at the start, but for names and abbreviations."""
    word = text.split(" ", 1)[0].removesuffix("'s")
    is_name = word[1:] != word[1:].lower() or word in _NAMES
    return text if is_name else text[:1].lower() + text[1:]


_NAMES: Final = words(
    "PowerShell Windows Office Word Excel Outlook Only Microsoft Google Exchange Gmail Proofpoint "
    "Mimecast Barracuda Cisco Adobe Authenticode Java Telegram Discord"
)


def _quiet(analysis: Analysis, node: Node, acts: list[Act]) -> str:
    """Nothing acts: how many links there are, and the gravest that was noted."""
    links, codes = _count(analysis, node)
    parts = ["Nothing that acts on its own was found"]
    parts += [f"links: {links}"] if links else []
    parts += [f"codes: {codes}"] if codes else []
    noted = [finding for _, finding in acts if finding.severity >= Severity.LOW]
    noted.sort(key=lambda finding: -finding.severity)
    parts += [f"noted: {lowered(noted[0].title)}"] if noted else []
    return "; ".join(parts)


def _count(analysis: Analysis, node: Node) -> tuple[int, int]:
    bodies = [n for n in analysis.children(node) if n.relation is Relation.BODY]
    records = [record for one in (node, *bodies) for record in analysis.records(one)]
    urls = {r.url for r in records if isinstance(r, Link) and r.source in _CLICKED}
    return len(urls), len({r.text for r in records if isinstance(r, Code)})
