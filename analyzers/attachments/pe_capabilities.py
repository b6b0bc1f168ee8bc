"""Windows executables: what they could do, from the functions they take and the texts they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import peimports
from analyzers.lib.capability import capabilities, named, texts
from analyzers.lib.strings import legible, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Ability
from analyzers.model.observation import Finding, Observation
from analyzers.model.unit import Context, Unit

# Whoever imports these can call any function by its name.
_LOOKS_UP: Final = frozenset({"GetProcAddress", "LdrGetProcedureAddress"})
BY_NAME: Final = " (looked up by name)"


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    imported = context.memo.once(peimports.imports, artifact).names()
    found = context.memo.once(legible, artifact)
    looked_up = named(found) if not _LOOKS_UP.isdisjoint(imported) else []
    spare = [name for name in looked_up if name not in imported]
    known = set(spare)
    for capability, evidence in capabilities([*spare, *imported], texts(found)):
        shown = ", ".join(
            f"{word}{BY_NAME}" if word in known else word for word in evidence.split(", ")
        )
        told = f"{printable(shown, 400)} · ATT&CK {capability.technique}"
        yield Ability(capability.sentence, capability.technique, printable(shown, 400))
        yield Finding(capability.rule, capability.severity, capability.sentence, told)


UNIT = Unit(
    "pe-capabilities",
    1,
    frozenset({"pe"}),
    examine,
    peimports.IMPORTS,
)
