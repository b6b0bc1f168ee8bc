"""What the list shows of a message file, from the analysis the host makes of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzers.model.analysis import Analysis
from tests.samples.letters import letter, outlook, with_attachment
from tests.samples.messages import message, multipart, part, whole
from workbench.heading import PREVIEW, heading_of, preview_of
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.simulation.samples.archive import Entry, zip_archive


def _analysed(host: AnalysisHost, data: bytes, name: str = "a.eml") -> Analysis:
    return host.submit(AnalysisJob(data, name)).future.result(60)


def test_headers_and_first_words_are_taken_over(analysis_host: AnalysisHost) -> None:
    heading = heading_of(_analysed(analysis_host, letter("Lunch", "Shall we  meet\r\nat noon?")))
    assert heading is not None
    assert (heading.sender_name, heading.sender_address) == ("Ann Example", "ann@example.com")
    assert (heading.subject, heading.internet_id) == ("Lunch", "<1@example.com>")
    assert heading.recipients == ("bob@example.org",)
    assert heading.preview == "Shall we meet at noon?"
    assert heading.sent == datetime(2020, 6, 1, 8, 0, tzinfo=UTC)
    assert not heading.has_attachments


def test_outlooks_own_files_are_no_exception(analysis_host: AnalysisHost) -> None:
    heading = heading_of(_analysed(analysis_host, outlook("Dinner", "At eight?"), "a.msg"))
    assert heading is not None
    assert (heading.subject, heading.preview) == ("Dinner", "At eight?")
    assert heading.sent == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_file_that_is_no_message_has_no_heading(analysis_host: AnalysisHost) -> None:
    assert heading_of(_analysed(analysis_host, b"\0\1\2", "a.bin")) is None


def test_a_message_inside_another_file_gives_no_heading(analysis_host: AnalysisHost) -> None:
    data = zip_archive([Entry("a.eml", letter())])
    assert heading_of(_analysed(analysis_host, data, "a.zip")) is None


def test_attachments_are_told_from_bodies(analysis_host: AnalysisHost) -> None:
    heading = heading_of(_analysed(analysis_host, with_attachment("a.txt", b"text", "text/plain")))
    assert heading is not None
    assert heading.has_attachments
    assert heading.preview == "Please see the file."


def test_html_alone_gives_its_visible_words(analysis_host: AnalysisHost) -> None:
    page = b"<p>Hello <b>Bob</b></p><script>var x</script><p>See you</p>"
    data = whole(part("text/html; charset=utf-8", page), ("Subject", "x"))
    assert preview_of(_analysed(analysis_host, data)) == "Hello Bob See you"


def test_plain_text_comes_before_html(analysis_host: AnalysisHost) -> None:
    both = multipart(
        part("text/plain; charset=utf-8", b"plain words"),
        part("text/html; charset=utf-8", b"<p>other words</p>"),
        subtype="alternative",
    )
    assert preview_of(_analysed(analysis_host, whole(both))) == "plain words"


def test_the_preview_is_short(analysis_host: AnalysisHost) -> None:
    data = letter(text="word " * 1_000)
    assert len(preview_of(_analysed(analysis_host, data))) == PREVIEW


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 Jun 2020 10:00:00 +0200"])
def test_a_date_nobody_can_read_is_none(analysis_host: AnalysisHost, date: str) -> None:
    data = message(("Date", date), ("Subject", "x"), complete=False)
    heading = heading_of(_analysed(analysis_host, data))
    assert heading is not None
    assert heading.sent is None


def test_a_message_without_any_name_still_has_a_heading(analysis_host: AnalysisHost) -> None:
    data = message(("Subject", "Only this"), complete=False)
    heading = heading_of(_analysed(analysis_host, data))
    assert heading is not None
    assert (heading.sender_address, heading.recipients) == ("", ())
