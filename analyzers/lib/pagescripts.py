"""The scripts of a page with their layers, worked out once for all units that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import charset, commandline, scriptfindings, scriptlanguages, scriptlayers
from analyzers.lib.markup import SOURCE
from analyzers.lib.scriptlayers import Peeled
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Severity
from analyzers.model.script import ScriptCall, ScriptLayer

TRIED: Final = 200  # constants of a page that are tried as a command for the clipboard


class PageScripts:
    """``source`` is the page's text."""

    def __init__(self, artifact: Artifact) -> None:
        self.source = charset.decode(artifact.data, artifact.declared_type)[0][:SOURCE]
        sources = list(scriptlanguages.of_page(self.source, hosted=False))
        self.peeled = scriptlayers.peel(sources)


def telling(peeled: Peeled) -> list[ScriptLayer]:
    """Layers that call something or came out of another one, with those they came out of."""
    wanted = {call.layer for call in peeled.calls} | {
        number for la in peeled.layers if la.above >= 0 for number in (la.number, la.above)
    }
    return [layer for layer in peeled.layers if layer.number in wanted]


def findings(peeled: Peeled) -> Iterator[Finding]:
    """What the scripts of a page do that pages seldom do."""
    acts: dict[str, list[ScriptCall]] = {}
    for call in peeled.calls:
        acts.setdefault(call.act, []).append(call)
    yield from _hidden(peeled)
    command = _clipboard(peeled) if "clipboard" in acts else ""
    if command:
        title = "The page puts a command into the clipboard for its reader to paste and run"
        yield Finding("html.script.clipboard", Severity.CRITICAL, title, command[:500])
    if "exfiltrate" in acts:
        title = "The page sends what is typed to a messenger's bot"
        evidence = scriptfindings.told(acts["exfiltrate"])
        yield Finding("html.script.exfiltrates", Severity.HIGH, title, evidence)
    programs = [*acts.get("open", []), *acts.get("run", [])]
    if programs:
        title = "A script of the page reaches for programs of the computer"
        evidence = scriptfindings.told(programs)
        yield Finding("html.script.program", Severity.HIGH, title, evidence)


def _hidden(peeled: Peeled) -> Iterator[Finding]:
    """Code inside code; what stands readable in the layer above hides nothing."""
    inner = scriptfindings.inner(peeled)
    written = {la.number: peeled.texts[scriptfindings.origin(peeled, la.above)] for la in inner}
    hidden = [la for la in inner if la.text[:200] not in written[la.number]]
    if hidden:
        title = "A script of the page decodes further code"
        evidence = scriptfindings.ways(hidden)
        yield Finding("html.script.layers", Severity.MEDIUM, title, evidence)


def _clipboard(peeled: Peeled) -> str:
    """The first constant that is a command for an interpreter."""
    values = (value for folded in peeled.folded for value in folded.values)
    for number, value in enumerate(values):
        if number >= TRIED:
            return ""
        if 12 <= len(value) <= 20_000:
            command = commandline.read(value)
            acts = command.fetches or command.hidden or command.layers or command.executes
            if command.interpreted and acts:
                return value
    return ""
