"""Mail in mail in archives in mail is read to the innermost file, by the program's own host."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace

import pytest

from analyzers.model.analysis import Analysis, Node, Outcome
from analyzers.model.message import Message
from tests.samples import winmail
from tests.samples.letters import letter, with_attachment
from tests.samples.messages import message, multipart, part
from tests.samples.outlook import Property, outlook_file
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.simulation.samples.msg import File, OutlookMessage, outlook_message

SECONDS = 120
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
INNER = OutlookMessage("innermost", "ann@example.com", "Ann", (), "the innermost text")


def analyse(host: AnalysisHost, data: bytes, name: str) -> Analysis:
    return host.submit(AnalysisJob(data, name)).future.result(SECONDS)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("DOT", "."), data)
    return stream.getvalue()


def told(analysis: Analysis, node: Node) -> Message | None:
    return next((r for r in analysis.records(node) if isinstance(r, Message)), None)


def subjects(analysis: Analysis) -> list[str]:
    """Of all messages in the tree, in reading order."""
    found = (told(analysis, node) for node in analysis.nodes)
    return [each.subject for each in found if each is not None]


def chain(analysis: Analysis, node: Node) -> list[str]:
    kinds = [node.kind]
    while node.parent >= 0:
        node = analysis.nodes[node.parent]
        kinds.append(node.kind)
    return kinds[::-1]


def failed(analysis: Analysis) -> list[str]:
    return [
        f"{node.name}: {e.unit} {e.reason}"
        for node in analysis.nodes
        for e in node.examinations
        if e.outcome in (Outcome.CRASHED, Outcome.KILLED)
    ]


def test_a_msg_in_a_zip_in_an_eml_in_a_msg(analysis_host: AnalysisHost) -> None:
    eml = with_attachment("mails.zip", zipped(innerDOTmsg=outlook_message(INNER)))
    outer = outlook_message(replace(INNER, subject="outermost", files=(File("fwd.eml", eml),)))
    analysis = analyse(analysis_host, outer, "case.msg")
    assert subjects(analysis) == ["outermost", "A file", "innermost"]
    assert chain(analysis, analysis.nodes[-1]) == ["msg", "eml", "zip", "msg", "text"]
    assert failed(analysis) == []


def signed_entity() -> bytes:
    """What Outlook keeps of a clear-signed message: the entity, from its Content-Type on."""
    file = part(
        "application/pdf",
        base64.encodebytes(PDF),
        ("Content-Disposition", 'attachment; filename="invoice.pdf"'),
        ("Content-Transfer-Encoding", "base64"),
    )
    text = part("text/plain; charset=utf-8", b"The signed words.\r\n")
    signature = part(
        "application/pkcs7-signature", b"MIAG\r\n", ("Content-Transfer-Encoding", "base64")
    )
    return multipart(multipart(text, file, boundary="b2"), signature, subtype="signed")


def test_a_signed_msg_with_a_pdf(analysis_host: AnalysisHost) -> None:
    attached = (
        Property(0x3701, signed_entity()),
        Property(0x3705, 1),
        Property(0x3707, "smime.p7m"),
        Property(0x370E, "multipart/signed"),
    )
    outer = outlook_file(
        Property(0x0037, "Signed"),
        attached=[attached],
        message_class="IPM.Note.SMIME.MultipartSigned",
    )
    analysis = analyse(analysis_host, outer, "signed.msg")
    pdf = next(node for node in analysis.nodes if node.name == "invoice.pdf")
    assert (pdf.kind, chain(analysis, pdf)) == ("pdf", ["msg", "eml", "pdf"])
    bodies = [node for node in analysis.nodes if node.kind == "text"]
    assert any(node.size == len(b"The signed words.\r\n") for node in bodies)
    assert failed(analysis) == []


def test_a_zipped_folder_of_mail(analysis_host: AnalysisHost) -> None:
    folder = zipped(
        aDOTeml=letter("first"), bDOTmsg=outlook_message(INNER), cDOTmbox=two_messages()
    )
    analysis = analyse(analysis_host, folder, "folder.zip")
    assert subjects(analysis) == ["first", "innermost", "third", "fourth"]
    assert failed(analysis) == []


def two_messages() -> bytes:
    begin = b"From ann@example.com Mon Mar  2 12:00:00 2026\r\n"
    each = (message(("Subject", subject)) + b"\r\n" for subject in ("third", "fourth"))
    return b"".join(begin + data for data in each)


def test_winmail_inside_a_message(analysis_host: AnalysisHost) -> None:
    hidden = winmail.tnef(
        winmail.attribute(winmail.MESSAGE, winmail.SUBJECT, b"hidden\0"),
        winmail.message_properties(winmail.prop(winmail.STRING, 0x1000, "words\0")),
        winmail.file("invoice.pdf", PDF),
    )
    outer = with_attachment("winmail.dat", hidden, "application/ms-tnef")
    analysis = analyse(analysis_host, outer, "mail.eml")
    assert subjects(analysis) == ["A file", "hidden"]
    assert ["eml", "tnef", "pdf"] in [chain(analysis, node) for node in analysis.nodes]
    assert ["eml", "tnef", "text"] in [chain(analysis, node) for node in analysis.nodes]
    assert failed(analysis) == []


@pytest.mark.parametrize("levels", [5, 12])
def test_messages_nested_beyond_the_cap_are_named(analysis_host: AnalysisHost, levels: int) -> None:
    nested = INNER
    for level in range(levels):
        nested = replace(INNER, subject=f"level {level}", embedded=(nested,))
    analysis = analyse(analysis_host, outlook_message(nested), "deep.msg")
    rules = {f.rule for n in analysis.nodes for e in n.examinations for f in e.findings}
    assert ("innermost" in subjects(analysis)) == (levels == 5)
    assert ("limit.depth" in rules) == (levels == 12)
    assert failed(analysis) == []
