"""Readable text in bytes: the first strings with their places, and those that tell most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import rawbytes
from analyzers.lib.rawbytes import Run
from analyzers.model.artifact import Artifact
from analyzers.model.executable import FoundString
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit

MOST = 300  # strings of each encoding; a program of some MB holds tens of thousands
TELLING = 200  # further ones that tell something
LONGEST = 200  # characters of one

# Addresses, commands, keys of the registry, paths, and names of files that run.
_TELLS = re.compile(
    r"(?i)://|\\\\[\w.-]+\\|[a-z]:\\|\bHKEY_|\bsoftware\\|\bcmd(?:\.exe)? |powershell|rundll32"
    r"|regsvr32|mshta|wscript|schtasks|\.(?:exe|dll|ps1|vbs|bat|scr|hta|js|onion)\b"
    r"|[\w.+-]{2,64}@[\w-]{2,63}\.\w{2,24}|\b(?:\d{1,3}\.){3}\d{1,3}\b|password|passwd"
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if not rawbytes.worth(artifact.kind):
        return
    found = context.memo.once(rawbytes.runs, artifact)
    for (encoding, runs), more in zip(found.named(), found.more, strict=True):
        for offset, text in (*runs[:MOST], *_telling(runs[MOST:])):
            yield FoundString(offset, encoding, text[:LONGEST])
        if rest := len(runs) + more - min(len(runs), MOST):
            yield Fact(f"{encoding} strings not listed", f"{rest:,}")
    if found.cut:
        yield Fact("Strings searched in", f"the first {rawbytes.SCANNED >> 20} MiB")


def _telling(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Of what is not listed for its place."""
    count = 0
    for run in runs:
        if _TELLS.search(run[1][:LONGEST]):
            yield run
            count += 1
            if count >= TELLING:
                return


UNIT = Unit("strings", 2, frozenset(), examine, general=True)
