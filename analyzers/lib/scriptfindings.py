"""What is to be said of a script from the calls and layers it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.scriptlayers import Peeled
from analyzers.model.observation import Finding, Severity
from analyzers.model.script import ScriptCall, ScriptLayer

SHOWN: Final = 5  # calls named in one finding
PUT_TOGETHER: Final = "constants put together"
LIMITS: Final = {
    "depth": "The script has more layers inside one another than are followed",
    "layers": "The script gives more layers of code than are read",
    "text": "The layers of the script are longer than is read",
    "steps": "The script is longer than is worked out",
    "calls": "The script calls more than is listed",
}
_BY_ACT: Final = (
    ("inject", "script.injects", Severity.CRITICAL,
     "The script puts code into memory and runs it without a file"),
    ("persist", "script.persists", Severity.HIGH, "The script makes itself start again"),
    ("evade", "script.evades", Severity.HIGH, "The script switches protection off"),
    ("spy", "script.spies", Severity.HIGH, "The script watches what the user does"),
    ("destroy", "script.destroys", Severity.MEDIUM, "The script deletes files or their copies"),
    ("exfiltrate", "script.exfiltrates", Severity.HIGH,
     "The script sends what it has to a messenger's bot"),
    ("hide", "script.hides", Severity.MEDIUM, "The script hides a window or a file"),
)  # fmt: skip


def of_file(peeled: Peeled) -> Iterator[Finding]:
    """Findings on a script that runs outside of a browser."""
    acts = _acts(peeled)
    yield from _fetching(acts, peeled)
    for act, rule, severity, title in _BY_ACT:
        if act in acts:
            yield Finding(rule, severity, title, told(acts[act]), _where(acts[act][0], peeled))
    yield from _hidden(peeled, acts)


def _acts(peeled: Peeled) -> dict[str, list[ScriptCall]]:
    acts: dict[str, list[ScriptCall]] = {}
    for call in peeled.calls:
        acts.setdefault(call.act, []).append(call)
    return acts


def _fetching(acts: dict[str, list[ScriptCall]], peeled: Peeled) -> Iterator[Finding]:
    fetch, run = acts.get("fetch", []), [*acts.get("run", []), *acts.get("inject", [])]
    run += [call for call in acts.get("decode", []) if call.does == "runs text as a script"]
    evidence = told([*fetch[:3], *run[:3]])
    if fetch and run:
        title = "The script fetches something from the network and runs it"
        deep = any(peeled.layers[call.layer].depth for call in (*fetch, *run))
        severity = Severity.CRITICAL if deep else Severity.HIGH
        yield Finding("script.fetches-runs", severity, title, evidence, _where(fetch[0], peeled))
    elif fetch:
        title = "The script fetches something from the network"
        yield Finding("script.fetches", Severity.MEDIUM, title, evidence, _where(fetch[0], peeled))
    elif acts.get("run"):
        title = "The script starts programs"
        run = acts["run"]
        yield Finding("script.runs", Severity.MEDIUM, title, told(run), _where(run[0], peeled))


def _hidden(peeled: Peeled, acts: dict[str, list[ScriptCall]]) -> Iterator[Finding]:
    """Code inside code, and names that only show once pieces are put together."""
    below = inner(peeled)
    if any(layer.how == "Script Encoder" for layer in below):
        title = "The script is written in the unreadable form of Microsoft's Script Encoder"
        yield Finding("script.encoded", Severity.MEDIUM, title)
    if below:
        acting = any(call.layer in {la.number for la in below} for call in peeled.calls)
        severity = Severity.HIGH if acting else Severity.MEDIUM
        count = f"{len(below)} further layers" if len(below) > 1 else "a further layer"
        title = f"The script carries {count} of code inside"
        yield Finding("script.layers", severity, title, ways(below), f"layer {below[0].number}")
    if peeled.revealed:
        title = "The script puts the names of what it calls together from pieces"
        names = ", ".join(dict.fromkeys(peeled.revealed[:20]))
        yield Finding("script.obfuscated", Severity.HIGH, title, names)


def inner(peeled: Peeled) -> list[ScriptLayer]:
    """The layers that decoding gave, without those that only put constants together."""
    return [la for la in peeled.layers if la.above >= 0 and la.how != PUT_TOGETHER]


def origin(peeled: Peeled, number: int) -> int:
    """The layer whose constants were put together in this one, or itself."""
    layer = peeled.layers[number]
    return layer.above if layer.how == PUT_TOGETHER else number


def ways(layers: list[ScriptLayer]) -> str:
    """The steps of decoding, each once."""
    return "; ".join(dict.fromkeys(f"{la.how} → {la.language}" for la in layers[:SHOWN]))


def told(calls: list[ScriptCall]) -> str:
    """The first few different calls, a line each."""
    lines = dict.fromkeys(f"{call.argument or call.name}" for call in calls)
    more = f"\n+ {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return "\n".join(list(lines)[:SHOWN]) + more


def _where(call: ScriptCall, peeled: Peeled) -> str:
    layer = f"layer {call.layer}, " if peeled.layers[call.layer].depth else ""
    return f"{layer}line {call.line}"


def limits(peeled: Peeled) -> Iterator[Finding]:
    """One for each bound that was met: what lies beyond was not looked at."""
    for name, what in peeled.limits.items():
        yield Finding(f"limit.script.{name}", Severity.LOW, LIMITS[name], what)
