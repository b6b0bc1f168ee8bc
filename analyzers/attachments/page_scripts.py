"""The scripts of a page or drawing: their layers and calls, and the code and pages they decode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzers.lib import charset, pagescripts, scriptchildren, scriptfindings, urls
from analyzers.lib.pagescripts import PageScripts
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Context, Unit


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    found = context.memo.once(PageScripts, artifact).peeled
    shown = pagescripts.telling(found)
    yield from shown
    numbers = {layer.number for layer in shown}
    yield from (call for call in found.calls if call.layer in numbers)
    for finding in pagescripts.findings(found):
        # No mail client runs the scripts of a body; a browser that opens the mail would.
        severity = min(finding.severity, Severity.MEDIUM) if context.message else finding.severity
        yield replace(finding, severity=severity)
    yield from scriptfindings.limits(found)
    yield from scriptchildren.handed_on(found)
    inner = [found.texts[la.number] for la in found.layers if la.above >= 0]
    yield from scriptchildren.addresses(inner)


UNIT = Unit(
    "page scripts",
    2,
    frozenset({"html", "svg"}),
    examine,
    (*urls.IMPORTS, *charset.IMPORTS),
)
