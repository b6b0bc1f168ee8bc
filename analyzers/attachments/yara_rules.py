"""YARA: every rule set that the analysis was given, in one pass over any artifact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib import names, rulematch
from analyzers.lib.quiet import quiet
from analyzers.lib.rulefiles import EXTERNALS
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit
from resources.packs import PACK

if TYPE_CHECKING:
    import yara

SECONDS = 4  # for all packs over one artifact; libyara may overrun its limit by a second
OWN_SECONDS = 2  # for our own alone, after the whole did not come to its end
MATCHES = 100  # rules reported of one artifact

# The words that THOR and LOKI give to a rule, where they are not our kinds in capitals.
_FILE_TYPES: Final = {
    "pe": "EXE", "macho": "MACH-O", "bat": "BATCH", "ps1": "PowerShell", "jpg": "JPEG",
    "doc": "OLE", "xls": "OLE", "ppt": "OLE", "msi": "OLE",
}  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    sets = context.rules
    if sets.whole is None:
        return
    scan = Scan(artifact)
    found = scan.match(sets.whole, SECONDS)
    if found is None:
        others = [pack for pack in sets.packs if pack != PACK]
        if others and sets.own is not None:
            found = scan.match(sets.own, OWN_SECONDS)
        yield _unfinished(scan, others if found is not None else list(sets.packs))
    yield from _report(found or [])
    if scan.flooded:
        title = "Strings of a rule were found too often to be counted; its answer may be wrong"
        rules = ", ".join(sorted(scan.flooded)[:5])
        yield Finding("limit.yara.string", Severity.LOW, title, rules)


class Scan:
    """One artifact under the rules; keeps why a pass did not come to its end."""

    def __init__(self, artifact: Artifact) -> None:
        self._artifact = artifact
        self.trouble = ""
        self.flooded: set[str] = set()  # rules with a string found more than libyara keeps count of

    def match(self, rules: Any, seconds: int) -> list[yara.Match] | None:
        """What matched, our own first and the gravest before others; None for no answer."""
        import yara

        try:
            with quiet():
                found: list[yara.Match] = rules.match(
                    data=self._artifact.data,
                    externals=externals(self._artifact),
                    timeout=seconds,
                    fast=True,  # one place is enough where a rule does not ask how many
                    warnings_callback=self._warned,
                )
        except yara.TimeoutError:
            self.trouble = f"not done within {seconds} s"
            return None
        except yara.Error as problem:
            self.trouble = f"YARA gave up: {printable(str(problem), 200)}"
            return None
        return sorted(found, key=_order)

    def _warned(self, _kind: int, about: Any) -> int:
        """libyara stops looking for a string it has found a million times, and says so once."""
        import yara

        self.flooded.add(getattr(about, "rule", "") or printable(str(about), 80))
        return int(yara.CALLBACK_CONTINUE)


def externals(artifact: Artifact) -> dict[str, str | int]:
    ending = names.extension(artifact.name)
    return {
        **EXTERNALS,
        "filename": names.base(artifact.name),
        "filepath": artifact.name,
        "extension": f".{ending}" if ending else "",
        "filetype": _file_type(artifact.kind),
    }


def _file_type(kind: str) -> str:
    """Our own rules ask for messages by the name of their kind."""
    return kind if kind in ("eml", "msg") else _FILE_TYPES.get(kind, kind.upper())


def _order(match: yara.Match) -> tuple[bool, int]:
    return rulematch.place(match)[0] != PACK, -rulematch.severity(match.meta)


def _report(found: list[yara.Match]) -> Iterator[Observation]:
    for match in found[:MATCHES]:
        said = rulematch.record(match)
        yield said
        yield rulematch.finding(match, said, said.pack == PACK)
    if len(found) > MATCHES:
        title = f"{len(found)} rules matched; the first {MATCHES} are shown"
        yield Finding("limit.yara.matches", Severity.MEDIUM, title)


def _unfinished(scan: Scan, packs: list[str]) -> Finding:
    title = "Rules were given up: not all of them were checked on this object"
    evidence = f"{', '.join(packs)}: {scan.trouble}"
    return Finding("limit.yara.timeout", Severity.MEDIUM, title, evidence, incomplete=True)


UNIT = Unit("yara", version=2, kinds=frozenset(), examine=examine, imports=("yara",), general=True)
