"""`workbench audit`: its exit code tells whether the log of real actions is whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.commandline import workbench
from tests.workbench.desks import ACTOR
from workbench.remediation import anchors
from workbench.store.database import connect
from workbench.store.workspace import Workspace


def test_an_honest_log_holds(acted: Path) -> None:
    ran = workbench("audit", "verify", "--workspace", acted, "--json")
    assert (ran.code, ran.err) == (0, "")
    (found,) = ran.lines
    assert found["holds"]
    assert found["rows"] == found["anchored"] > 5
    assert (found["first_bad"], found["problems"]) == (None, [])
    text = workbench("audit", "verify", "--workspace", acted)
    assert text.code == 0
    assert text.out.startswith(f"The log holds: {found['rows']:,} rows, proven up to row")


def test_a_changed_row_is_told_with_its_number(acted: Path) -> None:
    with closing(connect(acted)) as connection:
        for statement in (
            "DROP TRIGGER audit_kept",
            "DROP TRIGGER audit_stays",
            "UPDATE audit SET body = replace(body, 'actor', 'actress') WHERE seq = 4",
        ):
            connection.execute(statement)
    ran = workbench("audit", "verify", "--workspace", acted)
    assert ran.code == 1
    assert "row 4 of the log was changed" in ran.out
    assert workbench("audit", "verify", "--workspace", acted, "--json").lines[0]["first_bad"] == 4


def test_anchors_kept_elsewhere_prove_it_too(acted: Path, tmp_path: Path) -> None:
    beside = anchors.path_beside(acted)
    elsewhere = tmp_path / "kept.anchors"
    beside.rename(elsewhere)
    without = workbench("audit", "verify", "--workspace", acted)
    assert without.code == 1
    assert "not anchored" in without.out
    assert workbench("audit", "verify", "--workspace", acted, "--anchors", elsewhere).code == 0
    missing = workbench("audit", "verify", "--workspace", acted, "--anchors", tmp_path / "none")
    assert (missing.code, "no anchors" in missing.err) == (2, True)


def test_the_log_is_exported_row_by_row(acted: Path) -> None:
    every = workbench("audit", "export", "--workspace", acted)
    assert every.code == 0
    assert [line["seq"] for line in every.lines] == list(range(1, len(every.lines) + 1))
    assert {line["actor"] for line in every.lines} == {ACTOR}
    later = workbench("audit", "export", "--workspace", acted, "--after", "3")
    assert later.lines == every.lines[3:]


def test_a_damaged_row_is_exported_as_it_is(acted: Path) -> None:
    with closing(connect(acted)) as connection:
        connection.execute("DROP TRIGGER audit_kept")
        connection.execute("UPDATE audit SET body = '{' WHERE seq = 2")
    assert workbench("audit", "export", "--workspace", acted).lines[1]["damaged"] == "{"


def test_an_empty_log_and_a_missing_workspace(case: Path, tmp_path: Path) -> None:
    Workspace.open(case).close()
    ran = workbench("audit", "verify", "--workspace", case)
    assert (ran.code, "empty" in ran.out) == (0, True)
    assert workbench("audit", "verify", "--workspace", tmp_path / "none").code == 2


def test_it_is_looked_at_while_another_has_it_open(acted: Path) -> None:
    workspace = Workspace.open(acted)
    try:
        assert workspace.read_only == ""
        assert workbench("audit", "verify", "--workspace", acted).code == 0
        assert workbench("journal", "--workspace", acted).code == 0
    finally:
        workspace.close()
