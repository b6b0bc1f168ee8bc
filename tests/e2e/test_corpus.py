"""Real hostile mail through the command line: a line for each, and no unit that crashed."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests.commandline import workbench
from tests.lines import check_line

pytestmark = pytest.mark.e2e

BATCH = 250  # files on one command line
BROKEN = frozenset({"crashed", "timed out", "killed"})
ALL = 10_000
NORMAL = (("phish", 60), ("msg", 60), ("office", 80))
LONG = (("phish", 500), ("msg", ALL), ("office", ALL))


def _unpacked(shared: Path, name: str, count: int, folder: Path) -> list[Path]:
    """The first so many regular files of a corpus, under numbers for names; only endings stay."""
    archive = shared / "corpus" / f"{name}.tar.xz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not among the shared corpora")
    found: list[Path] = []
    with tarfile.open(archive, "r|xz") as packed:
        for member in packed:
            if len(found) == count:
                break
            if member.isfile() and (stream := packed.extractfile(member)) is not None:
                ending = PurePosixPath(member.name).suffix
                path = folder / f"{len(found):05}-{_plain(member.name)}{ending}"
                path.write_bytes(stream.read())
                found.append(path)
    return found


def _plain(name: str) -> str:
    """Enough of the name to find the sample again, and nothing that a file system would mind."""
    stem = PurePosixPath(name).stem[:40]
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in stem)


def _batches(paths: list[Path]) -> Iterator[list[Path]]:
    for start in range(0, len(paths), BATCH):
        yield paths[start : start + BATCH]


def _broken(line: dict[str, Any]) -> list[str]:
    return [
        f"{Path(line['path']).name}: {node['name']!r}: {unit['unit']} {unit['outcome']}: "
        f"{unit['reason']}"
        for node in line.get("tree", ())
        for unit in node["units"]
        if unit["outcome"] in BROKEN
    ]


def _check(paths: list[Path]) -> list[str]:
    """What broke, in words, after all that must hold of every line was checked."""
    ran = workbench("analyze", "--json", *paths)
    assert ran.code in (0, 1), ran.err
    assert ran.err == ""
    assert [line["path"] for line in ran.lines] == [str(path) for path in paths]
    for line in ran.lines:
        check_line(line)
    assert ran.code == (1 if any("error" in line for line in ran.lines) else 0)
    return [words for line in ran.lines for words in _broken(line)]


@pytest.mark.parametrize(("name", "count"), NORMAL)
def test_real_samples_are_all_reported_and_break_nothing(
    shared: Path, tmp_path: Path, name: str, count: int
) -> None:
    paths = _unpacked(shared, name, count, tmp_path)
    assert paths
    broken = [words for batch in _batches(paths) for words in _check(batch)]
    assert broken == [], "\n".join(broken)


@pytest.mark.long
@pytest.mark.parametrize(("name", "count"), LONG)
def test_many_real_samples_are_all_reported_and_break_nothing(
    shared: Path, tmp_path: Path, name: str, count: int
) -> None:
    test_real_samples_are_all_reported_and_break_nothing(shared, tmp_path, name, count)
