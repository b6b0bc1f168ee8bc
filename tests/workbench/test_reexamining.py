"""One object examined again: its password, its limits, and what stays of it."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.model.analysis import Analysis, Node, Outcome
from tests.workbench.desks import ACTOR, open_desk
from workbench.errors import BadInput
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings, TreeBudget
from workbench.jobs import unheard
from workbench.model.opened import OpenMessage
from workbench.model.reexamination import Came, Wish
from workbench.simulation.samples.archive import Entry, zip_archive

WORD = "x9!k rest"


def letter(name: str, data: bytes) -> bytes:
    head = (
        "From: a@sender.example\r\nTo: b@own.example\r\nSubject: Locked\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nPlease see the file.\r\n--b\r\n"
        f"Content-Type: application/zip\r\nContent-Disposition: attachment; filename={name}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(data) + b"\r\n--b--\r\n"


def locked(depth: int = 1) -> bytes:
    """An archive with a password, as often inside another of the same."""
    data = zip_archive([Entry("inner.txt", b"see http://payload.test/ for it")], password=WORD)
    for number in range(1, depth):
        data = zip_archive([Entry(f"box{number}.zip", data)], password=WORD)
    return letter("locked.zip", data)


def found(analysis: Analysis | None, name: str) -> Node | None:
    assert analysis is not None
    return next((node for node in analysis.nodes if node.name == name), None)


def archive(opened: OpenMessage) -> Node:
    node = found(opened.analysis, "locked.zip")
    assert node is not None
    return node


def outcomes(node: Node) -> set[Outcome]:
    return {each.outcome for each in node.examinations}


def _path(folder: Path, data: bytes) -> Path:
    path = folder / "letter.eml"
    path.write_bytes(data)
    return path


def test_the_right_password_opens_one_object_and_the_result_stays(
    case: Path, tmp_path: Path, analysis_host: AnalysisHost
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            (id,) = (await desk.open_files([_path(tmp_path, locked())], unheard)).ids
            before = await desk.open(id, unheard)
            assert Outcome.UNANSWERED in outcomes(archive(before))
            wish = Wish(archive(before).sha256, WORD)
            after = (await desk.examine_again(id, wish, unheard)).message
            assert after is not None
            assert found(after.analysis, "inner.txt") is not None
            assert Outcome.UNANSWERED not in outcomes(archive(after))
            assert before.analysis is not None
            assert after.analysis is not None
            assert after.analysis.root == before.analysis.root  # nothing else was touched
            (noted,) = after.reexaminations
            assert (noted.wish, noted.came, noted.actor) == (wish, Came.OPENED, ACTOR)
            assert noted.path == "locked.zip"
            again = await desk.open(id, unheard)
            assert again.analysis == after.analysis

    asyncio.run(story())


def test_a_wrong_password_changes_nothing_and_is_in_the_journal(
    case: Path, tmp_path: Path, analysis_host: AnalysisHost
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            (id,) = (await desk.open_files([_path(tmp_path, locked())], unheard)).ids
            before = await desk.open(id, unheard)
            done = await desk.examine_again(id, Wish(archive(before).sha256, "wrong"), unheard)
            assert done.message is None
            assert "does not open it" in done.problem
            after = await desk.open(id, unheard)
            assert after.analysis == before.analysis
            assert [each.came for each in after.reexaminations] == [Came.LOCKED]
            with pytest.raises(BadInput, match="not in this message"):
                await desk.examine_again(id, Wish("0" * 64, "x"), unheard)

    asyncio.run(story())


def test_the_password_of_an_object_inside_is_reached_through_the_one_typed_before(
    case: Path, tmp_path: Path, analysis_host: AnalysisHost
) -> None:
    inner = zip_archive([Entry("deep.txt", b"deep http://deep.test/")], password="another one")
    data = letter("locked.zip", zip_archive([Entry("box.zip", inner)], password=WORD))

    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            (id,) = (await desk.open_files([_path(tmp_path, data)], unheard)).ids
            opened = await desk.open(id, unheard)
            wish = Wish(archive(opened).sha256, WORD)
            opened = (await desk.examine_again(id, wish, unheard)).message or opened
            box = found(opened.analysis, "box.zip")
            assert box is not None
            assert Outcome.UNANSWERED in outcomes(box)
            wish = Wish(box.sha256, "another one")
            opened = (await desk.examine_again(id, wish, unheard)).message or opened
            assert found(opened.analysis, "deep.txt") is not None
            with sqlite3.connect(case) as file:
                file.execute("DELETE FROM analysis")
            file.close()
            fresh = await desk.open(id, unheard)  # a whole analysis, with all that was given
            assert found(fresh.analysis, "deep.txt") is not None

    asyncio.run(story())


@pytest.fixture
def shallow() -> Iterator[AnalysisHost]:
    """A host that goes less deep than the others."""
    host = AnalysisHost.start(HostSettings(tree=TreeBudget(depth=2)))
    yield host
    host.close()


def test_raised_limits_go_deeper_and_hold_for_the_next_whole_analysis(
    case: Path, tmp_path: Path, shallow: AnalysisHost
) -> None:
    data = b"see http://bottom.test/"
    for number in range(5):
        data = zip_archive([Entry(f"level{number}", data)])
    data = letter("locked.zip", data)

    async def story() -> None:
        async with open_desk(case, shallow) as desk:
            (id,) = (await desk.open_files([_path(tmp_path, data)], unheard)).ids
            before = await desk.open(id, unheard)
            assert found(before.analysis, "level0") is None
            wish = Wish(archive(before).sha256, raised=True)
            after = (await desk.examine_again(id, wish, unheard)).message
            assert after is not None
            bottom = found(after.analysis, "level0")
            assert bottom is not None
            assert bottom.kind == "text"
            with sqlite3.connect(case) as file:
                file.execute("DELETE FROM analysis")
            file.close()
            fresh = await desk.open(id, unheard)
            assert found(fresh.analysis, "level0") is not None

    asyncio.run(story())


def test_stopping_leaves_everything_as_it_was(
    case: Path, tmp_path: Path, analysis_host: AnalysisHost
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            (id,) = (await desk.open_files([_path(tmp_path, locked(3))], unheard)).ids
            before = await desk.open(id, unheard)
            wish = Wish(archive(before).sha256, WORD)
            task = asyncio.ensure_future(desk.examine_again(id, wish, unheard))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            after = await desk.open(id, unheard)
            assert after.analysis == before.analysis
            assert after.reexaminations == ()

    asyncio.run(story())


def test_what_was_given_is_never_taken_back(case_workspace: object, case: Path) -> None:
    with sqlite3.connect(case) as file:
        file.execute(
            "INSERT INTO reexamination(root, artifact, path, password, raised, came, actor, made)"
            " VALUES('r', 'a', 'p', 'w', 0, 'opened', 'ann', 1)"
        )
        for statement in ("DELETE FROM reexamination", "UPDATE reexamination SET password = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="followed"):
                file.execute(statement)
    file.close()
