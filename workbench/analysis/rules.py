"""YARA rule sources: our own pack, and folders that the user names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.packs import PACK, own_rules
from workbench.errors import BadInput
from workbench.isolation.settings import RulePack, RuleProblem

FILE_BYTES = 8 << 20  # the largest public rule file met has 2.4 MB
FILES = 10_000

# A file of nothing but includes: what it names is read by itself.  Possessive, so that no text
# takes long.
_INDEX = re.compile(
    r'(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|include\s++"[^"\n]++")++', re.ASCII
)

Sources = tuple[tuple[str, str], ...]  # namespace (the file's path in its folder) and text


@dataclass(frozen=True, slots=True)
class Rules:
    """Packs to hand to the analysis host, and files that never got that far."""

    packs: tuple[RulePack, ...]
    problems: tuple[RuleProblem, ...]


def rule_packs(folders: Sequence[Path]) -> tuple[RulePack, ...]:
    return read_rules(folders).packs


def read_rules(folders: Sequence[Path]) -> Rules:
    """Our own pack first.  ``BadInput`` names a folder that is none or holds no rules; a file that
    cannot be used is a problem and costs only itself."""
    packs = [RulePack(PACK, tuple(sorted(own_rules().items())), trusted=True)]
    problems: list[RuleProblem] = []
    for folder in folders:
        name = _free_name(folder, packs)
        packs.append(RulePack(name, _folder_rules(folder, name, problems)))
    return Rules(tuple(packs), tuple(problems))


def _folder_rules(folder: Path, pack: str, problems: list[RuleProblem]) -> Sources:
    """Every .yar and .yara file below the folder, as text; indexes of other files are left out."""
    if not folder.is_dir():
        raise BadInput(f"Not a folder of rules: {folder}")
    files = sorted(f for f in folder.rglob("*") if f.suffix.casefold() in {".yar", ".yara"})
    if not files:
        raise BadInput(f"No .yar or .yara file in {folder}")
    if len(files) > FILES:
        raise BadInput(f"More than {FILES:,} rule files in {folder}")
    sources: list[tuple[str, str]] = []
    for file in files:
        namespace = file.relative_to(folder).as_posix()
        try:
            text = _source(file)
            if "include" not in text or not _INDEX.fullmatch(text):
                sources.append((namespace, text))
        except BadInput as error:
            problems.append(RuleProblem(pack, namespace, str(error)))
    return tuple(sources)


def _source(file: Path) -> str:
    try:
        if not file.is_file():
            raise BadInput("not a regular file")
        if file.stat().st_size > FILE_BYTES:
            raise BadInput(f"larger than {FILE_BYTES >> 20} MB")
        return file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}") from error


def _free_name(folder: Path, packs: Sequence[RulePack]) -> str:
    name = base = folder.resolve().name or "rules"
    number, taken = 2, {pack.name for pack in packs}
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
