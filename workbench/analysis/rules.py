"""YARA rule sources: our own pack, and folders that the user names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resources.packs import own_rules
from workbench.errors import BadInput
from workbench.isolation.settings import RulePack

FILE_BYTES = 8 << 20  # the largest public rule file met has 2.4 MB
FILES = 10_000
OWN_PACK = "workbench"

Sources = tuple[tuple[str, str], ...]  # namespace (the file's path in its folder) and text


def rule_packs(folders: Sequence[Path]) -> tuple[RulePack, ...]:
    """Our own pack first; ``BadInput`` names a folder that holds no rules."""
    packs = [RulePack(OWN_PACK, tuple(sorted(own_rules().items())), trusted=True)]
    for folder in folders:
        packs.append(RulePack(_free_name(folder, packs), folder_rules(folder)))
    return tuple(packs)


def folder_rules(folder: Path) -> Sources:
    """Every .yar and .yara file below the folder, as text."""
    if not folder.is_dir():
        raise BadInput(f"Not a folder of rules: {folder}")
    files = sorted(f for f in folder.rglob("*") if f.suffix.casefold() in {".yar", ".yara"})
    if not files:
        raise BadInput(f"No .yar or .yara file in {folder}")
    if len(files) > FILES:
        raise BadInput(f"More than {FILES:,} rule files in {folder}")
    return tuple((f.relative_to(folder).as_posix(), _source(f)) for f in files if f.is_file())


def _source(file: Path) -> str:
    try:
        if file.stat().st_size > FILE_BYTES:
            raise BadInput(f"{file} is larger than {FILE_BYTES >> 20} MB")
        return file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error


def _free_name(folder: Path, packs: Sequence[RulePack]) -> str:
    name = base = folder.resolve().name or "rules"
    number, taken = 2, {pack.name for pack in packs}
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
