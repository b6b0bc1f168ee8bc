"""Reports, alerts, analyses and decisions on stored messages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.workbench.store.conftest import NOON, build_copy
from workbench.model.mail import Alert, UserReport
from workbench.model.rows import AnalysisState, MessageRow
from workbench.model.verdict import Disposition, Label, Verdict
from workbench.store import alerts, analyses, dispositions, messages, reports
from workbench.store.database import connect
from workbench.store.dispositions import Decision
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace

REPORT = UserReport("r1", "contoso", "<1@sender.example>", "ann", "ann", "phishing", NOON)
ALERT = Alert("a1", "contoso", "Phish", "high", NOON, ("<1@sender.example>",))
PHISH = Decision(Disposition.PHISH, True, "same lure as Monday", "analyst", NOON)
BAD = Verdict(Label.MALICIOUS, 95, "Asks for a password", (), ())


def _row(workspace: Workspace, id: int) -> MessageRow:
    with closing(ListReader(workspace.path)) as reader:
        return reader.rows([id])[0]


def _flags(workspace: Workspace, id: int) -> tuple[int, int, int]:
    with closing(connect(workspace.path, read_only=True)) as connection:
        found = connection.execute(
            "SELECT open_reports, flagged, closed FROM message WHERE id = ?", (id,)
        ).fetchone()
    return (found[0], found[1], found[2])


@pytest.mark.parametrize("report_first", [True, False])
def test_a_report_finds_its_message_whichever_comes_first(
    workspace: Workspace, report_first: bool
) -> None:
    if report_first:
        assert workspace.run_blocking(reports.save, [REPORT]) == frozenset()
        assert workspace.run_blocking(reports.unmatched, "contoso") == (REPORT,)
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    if not report_first:
        assert workspace.run_blocking(reports.save, [REPORT]) == {id}
    assert _row(workspace, id).reports == 1
    assert workspace.run_blocking(reports.of_message, id) == (REPORT,)
    assert workspace.run_blocking(reports.unmatched, "contoso") == ()


def test_the_same_report_twice_counts_once(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    workspace.run_blocking(reports.save, [REPORT, REPORT])
    workspace.run_blocking(reports.save, [REPORT])
    assert _row(workspace, id).reports == 1


def test_a_report_without_message_id_names_no_message(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1, internet_id="")])
    workspace.run_blocking(reports.save, [replace(REPORT, internet_id="")])
    assert _row(workspace, id).reports == 0
    assert workspace.run_blocking(reports.of_message, id) == ()


def test_an_alert_flags_and_a_changed_alert_no_longer_does(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    assert workspace.run_blocking(alerts.save, [ALERT]) == {id}
    assert _flags(workspace, id)[1] == 1
    assert workspace.run_blocking(alerts.of_message, id) == (ALERT,)
    workspace.run_blocking(alerts.save, [replace(ALERT, internet_ids=())])
    assert _flags(workspace, id)[1] == 0


def test_a_closing_decision_empties_the_queues_and_a_new_report_reopens(
    workspace: Workspace,
) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    workspace.run_blocking(reports.save, [REPORT])
    workspace.run_blocking(alerts.save, [ALERT])
    workspace.run_blocking(dispositions.decide, id, PHISH)
    assert _flags(workspace, id) == (0, 0, 1)
    workspace.run_blocking(reports.save, [REPORT])
    assert _flags(workspace, id) == (0, 0, 1)
    workspace.run_blocking(reports.save, [replace(REPORT, key="r2")])
    assert _flags(workspace, id) == (1, 1, 0)


def test_decisions_are_followed_never_overwritten(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    second = replace(PHISH, disposition=Disposition.SIMULATION)
    workspace.run_blocking(dispositions.decide, id, PHISH)
    workspace.run_blocking(dispositions.decide, id, second)
    assert workspace.run_blocking(dispositions.history, id) == (PHISH, second)
    assert _row(workspace, id).disposition is Disposition.SIMULATION
    with closing(connect(workspace.path)) as connection:
        for sql in ("UPDATE disposition SET note = ''", "DELETE FROM disposition"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(sql)


def test_the_engine_never_touches_the_analysts_decision(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    workspace.run_blocking(dispositions.decide, id, replace(PHISH, disposition=Disposition.CLEAN))
    workspace.run_blocking(analyses.conclude, id, BAD, "k1")
    row = _row(workspace, id)
    assert (row.label, row.score, row.headline) == (Label.MALICIOUS, 95, BAD.headline)
    assert row.disposition is Disposition.CLEAN


def test_an_analysis_answers_only_for_its_own_checks(workspace: Workspace) -> None:
    workspace.run_blocking(analyses.save, "aa", 1, "k1", "{}", NOON)
    assert workspace.run_blocking(analyses.load, "aa", 1, "k1") == "{}"
    assert workspace.run_blocking(analyses.load, "aa", 2, "k1") is None
    assert workspace.run_blocking(analyses.load, "aa", 1, "k2") is None


def test_new_checks_outdate_old_verdicts(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    workspace.run_blocking(analyses.conclude, id, BAD, "k1")
    assert workspace.run_blocking(analyses.outdate, "k1") == 0
    assert workspace.run_blocking(analyses.outdate, "k2") == 1
    assert _row(workspace, id).analysis is AnalysisState.OUTDATED


def test_a_failed_analysis_is_no_verdict(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    workspace.run_blocking(analyses.conclude, id, BAD, "k1")
    workspace.run_blocking(analyses.fail, id, "the box died")
    row = _row(workspace, id)
    assert (row.label, row.analysis) == (Label.NOT_ANALYSED, AnalysisState.FAILED)


def test_reported_mail_is_analysed_before_the_rest(workspace: Workspace) -> None:
    workspace.run_blocking(messages.save, [build_copy(n) for n in (1, 2, 3)])
    workspace.run_blocking(messages.save, [build_copy(2, is_flagged=True)])
    workspace.run_blocking(reports.save, [REPORT])
    queued = workspace.run_blocking(analyses.waiting, 10)
    everything = workspace.run_blocking(analyses.waiting, 10, only_queued=False)
    assert [_row(workspace, id).subject[-1] for id in queued] == ["1", "2"]
    assert [_row(workspace, id).subject[-1] for id in everything] == ["1", "2", "3"]
