"""Files and folders dropped on the desk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.letters import letter, outlook, with_attachment
from tests.workbench.desks import rows
from workbench.analysis.service import AnalysisService
from workbench.changes import Changes
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress, unheard
from workbench.model.opened import FilesOpened
from workbench.model.rows import AnalysisState, Source, View
from workbench.offline import FILES, OfflineFiles
from workbench.reading import MessageReader
from workbench.store.workspace import Workspace

Open = Callable[..., FilesOpened]


@pytest.fixture
def open_files(case_workspace: Workspace, analysis_host: AnalysisHost) -> Open:
    changes = Changes()
    reader = MessageReader(case_workspace, AnalysisService(analysis_host), changes)
    files = OfflineFiles(case_workspace, reader, changes)

    def run(*paths: Path, report: Callable[[Progress], None] = unheard) -> FilesOpened:
        return asyncio.run(files.open(paths, report))

    return run


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def test_each_file_becomes_an_analysed_message(open_files: Open, drop: Path, case: Path) -> None:
    (drop / "a.eml").write_bytes(letter("Lunch"))
    (drop / "below").mkdir()
    (drop / "below" / "b.msg").write_bytes(outlook("Dinner"))
    (drop / "c.bin").write_bytes(b"\0\1\2")
    opened = open_files(drop)
    assert (len(opened.ids), list(opened.problems)) == (3, [])
    listed = {row.id: row for row in rows(case, View.OFFLINE)}
    assert [listed[id].subject for id in opened.ids] == ["Lunch", "c.bin", "Dinner"]
    assert {row.source for row in listed.values()} == {Source.FILE}
    assert {row.analysis for row in listed.values()} == {AnalysisState.DONE}
    assert listed[opened.ids[0]].sender_address == "ann@example.com"


def test_the_same_bytes_are_one_message(open_files: Open, drop: Path, case: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (drop / name).write_bytes(letter())
    opened = open_files(drop)
    assert opened.ids[0] == opened.ids[1]
    assert len(rows(case)) == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_opened(
    open_files: Open, drop: Path, tmp_path: Path
) -> None:
    (drop / "a.eml").write_bytes(letter())
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    given = (tmp_path / "none.eml", tmp_path / "pipe", tmp_path / "empty", Path("x" * 300), drop)
    opened = open_files(*given)
    assert len(opened.ids) == 1
    problems = sorted(problem.rsplit("/", 1)[-1] for problem in opened.problems)
    assert len(problems) == 4
    text = " | ".join(opened.problems)
    assert "none.eml does not exist" in text
    assert "pipe is not a regular file" in text
    assert "empty holds no file" in text
    assert "too long" in text


def test_an_empty_file_is_a_message_without_a_verdict(
    open_files: Open, drop: Path, case: Path
) -> None:
    (drop / "empty.eml").write_bytes(b"")
    opened = open_files(drop)
    assert len(opened.ids) == 1
    (row,) = rows(case)
    assert row.label.value == "not analysed"


def test_a_name_that_is_no_text_stops_nothing(open_files: Open, drop: Path, case: Path) -> None:
    with open(os.fsencode(drop) + b"/\xff.eml", "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(letter("Odd"))
    (drop / "zz.eml").write_bytes(letter("Even", number=2))
    opened = open_files(drop)
    assert (len(opened.ids), list(opened.problems)) == (2, [])
    assert {row.subject for row in rows(case)} == {"Odd", "Even"}


def test_links_in_a_folder_are_not_followed(open_files: Open, drop: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_bytes(letter())
    (drop / "link.eml").symlink_to(tmp_path / "secret.eml")
    opened = open_files(drop)
    assert opened.ids == ()
    assert "holds no file" in opened.problems[0]


def test_a_folder_with_too_many_files_says_what_is_left_out(
    open_files: Open, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.offline.FILES", 3)
    assert FILES > 3
    for number in range(5):
        (drop / f"{number}.eml").write_bytes(letter(number=number))
    opened = open_files(drop)
    assert len(opened.ids) == 3
    assert "the first 3" in opened.problems[0]


def test_attachments_show_in_the_list(open_files: Open, drop: Path, case: Path) -> None:
    (drop / "a.eml").write_bytes(with_attachment("a.txt", b"text", "text/plain"))
    open_files(drop)
    (row,) = rows(case)
    assert row.has_attachments


def test_progress_counts_the_files(open_files: Open, drop: Path) -> None:
    for number in range(3):
        (drop / f"{number}.eml").write_bytes(letter(number=number))
    steps: list[Progress] = []
    open_files(drop, report=steps.append)
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
