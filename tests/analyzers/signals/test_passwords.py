"""The unit that gathers passwords a mail gives, and what becomes of them in the tree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers.model.document import PasswordHint
from analyzers.signals.passwords import UNIT
from tests.analyzers.attachments.observed import observe
from tests.samples.letters import with_attachment
from tests.samples.messages import multipart, part, whole
from tests.samples.zips import aes_archive
from workbench.isolation.client import AnalysisHost, AnalysisJob

INNER = b"%PDF-1.4 the inside"


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    started = AnalysisHost.start()
    yield started
    started.close()


def hints(data: bytes, kind: str, name: str = "") -> list[str]:
    return [h.password for h in observe(UNIT, data, name, kind) if isinstance(h, PasswordHint)]


def test_bodies_in_text_and_in_markup_are_read() -> None:
    assert hints(b"Passwort: 4711x", "text") == ["4711x"]
    assert hints(b"<p>Password: <b>4711x</b></p>", "html") == ["4711x"]


def test_a_file_beside_it_may_give_it() -> None:
    (hint,) = (h for h in observe(UNIT, b"password: abc1", "readme.txt", "text"))
    assert isinstance(hint, PasswordHint)
    assert hint.where == "readme.txt"


def _mail(text: bytes, archive: bytes, subject: str = "Invoice") -> bytes:
    import base64

    body = part("text/plain; charset=utf-8", text)
    disposition = ("Content-Disposition", 'attachment; filename="invoice.zip"')
    encoding = ("Content-Transfer-Encoding", "base64")
    file = part("application/zip", base64.encodebytes(archive), disposition, encoding)
    return whole(multipart(body, file), ("Subject", subject))


@pytest.mark.parametrize(
    ("text", "subject", "place"),
    [
        (b"The password for the archive is Q7-w9.", "Invoice", "text body"),
        (b"See the subject.", "Invoice, password: Q7-w9", "the subject"),
    ],
)
def test_an_archive_is_opened_with_the_password_of_its_mail(
    host: AnalysisHost, text: bytes, subject: str, place: str
) -> None:
    mail = _mail(text, aes_archive("invoice.pdf", INNER, b"Q7-w9"), subject)
    analysis = host.submit(AnalysisJob(mail, "a.eml")).future.result(60)
    assert len(INNER) in [node.size for node in analysis.nodes if node.name == "invoice.pdf"]
    opened = [
        finding
        for node in analysis.nodes
        for run in node.examinations
        for finding in run.findings
        if finding.rule == "zip.encrypted.opened"
    ]
    assert len(opened) == 1
    assert opened[0].title == "The archive is locked, and the mail gives the password"
    assert "Q7-w9" in opened[0].evidence
    assert place in opened[0].evidence


def test_without_a_password_in_the_mail_it_stays_locked(host: AnalysisHost) -> None:
    mail = _mail(b"See attached.", aes_archive("invoice.pdf", INNER, b"Q7-w9"))
    analysis = host.submit(AnalysisJob(mail, "a.eml")).future.result(60)
    rules = {f.rule for n in analysis.nodes for run in n.examinations for f in run.findings}
    assert "zip.encrypted" in rules
    assert "zip.encrypted.opened" not in rules


def test_an_innocent_mail_gives_nothing(host: AnalysisHost) -> None:
    mail = with_attachment("a.txt", b"Hello")
    analysis = host.submit(AnalysisJob(mail, "a.eml")).future.result(60)
    found = [r for node in analysis.nodes for r in analysis.records(node)]
    assert not [record for record in found if isinstance(record, PasswordHint)]
