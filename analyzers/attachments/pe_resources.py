"""Windows executables: version texts, manifest, icons and what they carry in their resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import names, peimage, peresources
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.peimage import SECURITY, Image
from analyzers.lib.peresources import GROUP_ICON, ICON, MANIFEST, VERSION, Resource
from analyzers.lib.rebuilt import CONTAINERS, DOCUMENTS, PROGRAMS
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import ProgramResource
from analyzers.model.observation import Child, Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit
from analyzers.sniff import sniff

LISTED: Final = 300  # resources shown
CARRIED: Final = 60  # resources handed on
ICONS: Final = 8  # pictures handed on
LARGE: Final = 32 << 10  # bytes from which random data is remarkable
RANDOM: Final = 7.9  # bits per byte
_PLAIN: Final = frozenset({ICON, GROUP_ICON, VERSION, MANIFEST, 1, 2, 4, 5, 6, 9, 11, 12, 21, 22})
_CARRIED: Final = PROGRAMS | CONTAINERS | DOCUMENTS | {"script", "html"}
_LEVEL = re.compile(rb"requestedExecutionLevel[^>]{0,200}?level\s*=\s*[\"'](\w{1,40})[\"']", re.I)
_RAISED = re.compile(rb"autoElevate[^>]{0,200}>\s*true\s*<", re.I)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image, tree = context.memo.once(peimage.read, artifact), peresources.read(artifact)
    for resource in tree.found:
        if resource.kind == VERSION:
            yield from _version(resource, image, artifact.name)
        elif resource.kind == MANIFEST:
            yield from _manifest(resource)
    yield from _carried(tree.found)
    for count, (name, data) in enumerate(peresources.icons(tree)):
        if count < ICONS:
            yield Child(name, data, "image/png" if data[:4] == b"\x89PNG" else "image/x-icon")
    if tree.cut or len(tree.found) > LISTED:
        title = "The program holds more resources than are listed"
        yield Finding("limit.pe.resources", Severity.LOW, title, f"{len(tree.found)} read")


def _version(resource: Resource, image: Image, name: str) -> Iterator[Observation]:
    texts = peresources.version(resource.data)
    for key, value in texts.items():
        yield Fact(f"Version: {printable(key, 40)}", printable(value))
    original = names.base(texts.get("OriginalFilename", "")).removesuffix(".mui")
    own = names.base(name)
    if original and own and original.casefold() != own.casefold():
        title = "The file was renamed: its maker called it something else"
        evidence = f"{names.spelled(own)}, originally {printable(original)}"
        yield Finding("pe.version.renamed", Severity.LOW, title, evidence)
    if "Microsoft" in texts.get("CompanyName", "") and not image.directory(SECURITY)[1]:
        title = "It says to be made by Microsoft and carries no signature"
        evidence = printable(texts.get("FileDescription", texts["CompanyName"]))
        yield Finding("pe.version.unsigned", Severity.LOW, title, evidence)


def _manifest(resource: Resource) -> Iterator[Observation]:
    if level := _LEVEL.search(resource.data):
        asked = level[1].decode("ascii", "replace")
        yield Fact("Rights asked for", asked)
        if asked.casefold() == "requireadministrator":
            title = "It runs only with administrator rights"
            yield Finding("pe.manifest.administrator", Severity.LOW, title, asked)
    if _RAISED.search(resource.data):
        title = "It asks Windows for administrator rights without a question (autoElevate)"
        yield Finding("pe.manifest.elevates", Severity.MEDIUM, title, "autoElevate true")


def _carried(found: list[Resource]) -> Iterator[Observation]:
    handed = 0
    for resource in found[:LISTED]:
        plain = resource.kind in _PLAIN
        kind = "" if plain else sniff(resource.data)
        dense = round(entropy(resource.data), 3)
        place = (resource.language, resource.offset, len(resource.data))
        label, name = printable(resource.label, 60), printable(resource.name, 60)
        yield ProgramResource(label, name, *place, kind, dense)
        if kind in _CARRIED and handed < CARRIED:
            handed += 1
            yield from _payload(resource, kind, f"{label} {name}")
        elif not plain and kind == "bin" and len(resource.data) >= LARGE and dense >= RANDOM:
            title = "A large resource looks encrypted or packed"
            evidence = f"{len(resource.data):,} bytes, entropy {dense:.2f} bits per byte"
            yield Finding("pe.resource.random", Severity.LOW, title, evidence, f"{label} {name}")


def _payload(resource: Resource, kind: str, where: str) -> Iterator[Observation]:
    yield Child(where, resource.data)
    if kind in PROGRAMS or kind == "script":
        severity = Severity.MEDIUM if kind != "script" else Severity.LOW
        title = "It carries another program in its resources"
        evidence = f"{kind}, {len(resource.data):,} bytes"
        yield Finding("pe.resource.program", severity, title, evidence, where)


UNIT = Unit("pe-resources", 1, frozenset({"pe"}), examine, IMPORTS)
