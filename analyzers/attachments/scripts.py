"""Script files: their layers, one below the other, what each calls, and the files they carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import (
    charset,
    commandline,
    reached,
    rebuilt,
    scriptchildren,
    scriptfindings,
    scriptlanguages,
    scriptlayers,
    urls,
)
from analyzers.lib.scriptlayers import Peeled
from analyzers.lib.scriptreaders import Source
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

KINDS: Final = frozenset({"script", "hta", "wsf", "js", "vbs", "ps1", "bat"})
_READ: Final = 8_000_000  # characters


def peeled(artifact: Artifact) -> tuple[str, Peeled]:
    """The language of a script file and its layers."""
    text = charset.decode(artifact.data, artifact.declared_type)[0][:_READ]
    if scriptlanguages.holds_elements(text, artifact.kind, artifact.name):
        sources = list(scriptlanguages.of_page(text, hosted=True))
        language = " and ".join(sorted({source.language for source in sources})) or "markup"
    else:
        language = scriptlanguages.of_file(text, artifact.kind, artifact.name)
        sources = [Source(text, language)]
    return language, scriptlayers.peel(sources)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    language, found = context.memo.once(peeled, artifact)
    yield Fact("Language", language or "not known")
    yield Fact("Layers", f"{len(found.layers)}")
    yield from found.layers
    yield from found.calls
    if not language:
        title = "The language of the script is not known here; its words were not read"
        yield Finding("script.language", Severity.INFO, title, incomplete=True)
    yield from scriptfindings.of_file(found)
    yield from scriptfindings.limits(found)
    yield from _commands(found)
    yield from _carried(found)
    yield from scriptchildren.handed_on(found)
    yield from scriptchildren.addresses(found.texts)


def _commands(found: Peeled) -> Iterator[Fact]:
    """The first command line that the script gives to Windows."""
    given = [layer for layer in found.layers if layer.how.startswith("given to")]
    command = next((la.text for la in given if la.language == "batch"), "")
    if command and commandline.read(command).programs:
        yield Fact("Would run", reached.shown(command, 2_000))


def _carried(found: Peeled) -> Iterator[Observation]:
    """Files in the constants and in what was decoded of them."""
    values = [value for folded in found.folded for value in folded.values]
    decoded = [value for folded in found.folded for value in folded.decoded]
    decoded += [data.decode("latin-1") for data, _, _ in found.blobs]
    keys = [key for folded in found.folded for key in folded.keys]
    unpacked = any("gzip" in layer.how for layer in found.layers)
    for number, file in enumerate(rebuilt.files(values, decoded, keys), 1):
        if file.kind == "gz" and unpacked:
            continue
        title = "The script carries a file"
        evidence = f"{file.kind}, {len(file.data)} bytes, {file.how}"
        runs = file.kind in rebuilt.PROGRAMS
        severity = Severity.CRITICAL if runs else Severity.HIGH
        yield Finding("script.payload", severity, title, evidence)
        yield Child(f"carried-{number}.{file.kind}", file.data, "", Relation.EMBEDDED)


UNIT = Unit("scripts", 2, KINDS, examine, (*urls.IMPORTS, *charset.IMPORTS))
