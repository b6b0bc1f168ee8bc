"""A report, a forward and a bounce are told from the message they are about."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pytest

from analyzers.engine import examine
from analyzers.mail import eml, msg
from analyzers.model import codec
from analyzers.model.analysis import Outcome
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role
from analyzers.model.observation import Finding, Severity
from analyzers.model.unit import Context
from analyzers.signals.layers import UNIT
from analyzers.sniff import sniff
from tests.samples.letters import outlook
from tests.samples.messages import Header, message, multipart, part, whole

RECEIVED = ("Received", "from a.example.com by mx.example.org; Tue, 5 May 2026 10:00:00 +0200")
EXCHANGE = ("X-MS-Exchange-Organization-AuthSource", "mail.example.org")
TO_DESK = ("To", "soc@example.org")
TEXT = part("text/plain; charset=utf-8", b"Is this one real?\r\n")
SUSPECT = message(RECEIVED, ("Subject", "Your invoice"), ("To", "bob@example.org"))


@dataclass(frozen=True, slots=True)
class Told:
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]
    outcome: Outcome

    @property
    def own(self) -> Layer:
        return next(layer for layer in self.layers if not layer.part)

    @property
    def original(self) -> Layer:
        return next(layer for layer in self.layers if layer.role is Role.ORIGINAL)

    @property
    def rules(self) -> dict[str, Severity]:
        return {finding.rule: finding.severity for finding in self.findings}


def told(data: bytes, kind: str = "eml") -> Told:
    units = [eml.UNIT, msg.UNIT, UNIT]
    context = Context(fidelity=Fidelity.RESERIALISED)
    done = examine(Artifact.of(data, f"sample.{kind}", kind), units, context, sniff)
    said = next(e for e in done.examinations if e.unit == UNIT.name)
    layers = tuple(record for record in said.records if isinstance(record, Layer))
    return Told(layers, said.findings, said.outcome)


def attached(
    name: str, data: bytes = SUSPECT, kind: str = "message/rfc822", encoding: str = ""
) -> bytes:
    headers: list[Header] = [("Content-Disposition", f'attachment; filename="{name}"')]
    if encoding == "base64":
        data = base64.encodebytes(data)
        headers.append(("Content-Transfer-Encoding", "base64"))
    return part(kind, data, *headers)


def letter(*headers: Header, file: bytes | None = None, text: bytes = TEXT) -> bytes:
    return whole(multipart(text, file) if file else multipart(text), *headers)


def test_an_ordinary_message_has_no_layers() -> None:
    said = told(letter(("Subject", "Lunch")))
    assert (said.layers, said.findings) == ((), ())


@pytest.mark.parametrize(
    ("kind", "name", "encoding"),
    [
        ("message/rfc822", "suspect.eml", ""),
        ("application/octet-stream", "suspect.eml", "base64"),
        ("message/rfc822", "", "base64"),
    ],
)
def test_a_message_attached_as_a_file_is_led_to(kind: str, name: str, encoding: str) -> None:
    said = told(letter(("Subject", "Look"), file=attached(name, SUSPECT, kind, encoding)))
    assert said.own.role is Role.FORWARD
    assert said.own.fidelity is Fidelity.RESERIALISED
    assert (said.original.subject, said.original.sender) == ("Your invoice", "ann@example.com")
    assert said.original.part == "1.2"
    assert said.rules == {"message.layer.forward-attached": Severity.INFO}
    assert "Your invoice from ann@example.com" in said.findings[0].evidence


@pytest.mark.parametrize(
    ("data", "fidelity", "sentence"),
    [
        (SUSPECT, Fidelity.UNKNOWN, "Whether it was changed"),
        (message(RECEIVED, EXCHANGE), Fidelity.RESERIALISED, "wrote it anew"),
        (message(("Subject", "x")), Fidelity.REPRODUCTION, "cannot be told"),
        (message(RECEIVED, body=b""), Fidelity.UNKNOWN, "Only headers came back"),
        (message(RECEIVED, ("X-MS-Has-Attach", "yes")), Fidelity.UNKNOWN, "not there"),
    ],
)
def test_what_a_copy_cannot_prove_is_said(data: bytes, fidelity: Fidelity, sentence: str) -> None:
    original = told(letter(("Subject", "Look"), file=attached("a.eml", data))).original
    assert original.fidelity is fidelity
    assert any(sentence in each for each in original.unproven)
    assert any("say nothing about the original" in each for each in original.unproven)


def test_an_outlook_file_is_a_reproduction() -> None:
    file = attached("Your invoice.msg", outlook(), "application/vnd.ms-outlook", "base64")
    original = told(letter(("Subject", "Look"), file=file)).original
    assert original.fidelity is Fidelity.REPRODUCTION
    assert original.subject == "Your invoice"
    assert "no signature can be checked" in original.unproven[0]


@pytest.mark.parametrize(
    ("headers", "name", "product"),
    [
        ([("Subject", "3|x|y"), TO_DESK], "a.eml", "Microsoft user report"),
        ([("Subject", "Phishing: Your invoice"), TO_DESK], "a.eml", "Microsoft user report"),
        ([("Subject", "Not junk: Lunch"), TO_DESK], "a.eml", "Microsoft user report"),
        ([("Subject", "Your invoice"), TO_DESK], "phish_alert_sp2_2.0.0.0.eml",
         "KnowBe4 Phish Alert Button"),
        ([("Subject", "Potential Phish: Your invoice"), ("X-PhishAlarm-Format", "eml"), TO_DESK],
         "a.eml", "Proofpoint PhishAlarm"),
        ([("Subject", "[Phish Alert] FW: Your invoice"), TO_DESK], "a.eml", ""),
        ([("Subject", "complaint about message from 192.0.2.1"), TO_DESK], "a.eml", ""),
        ([("Subject", "Your invoice"), ("To", "phish@office365.microsoft.com")], "a.eml", ""),
        ([("Subject", "Your invoice"), ("To", "report-phishing@example.org")], "a.eml", ""),
        ([("Subject", "Fw: Your invoice"), ("To", "abuse@example.org")], "a.eml", ""),
    ],
)  # fmt: skip
def test_reports_with_the_original_attached(headers: list[Header], name: str, product: str) -> None:
    said = told(letter(*headers, file=attached(name)))
    assert said.own.role is Role.REPORT
    assert said.own.product == product
    assert said.own.reporter == "ann@example.com"
    assert said.original.subject == "Your invoice"
    assert said.rules == {"message.layer.report": Severity.INFO}
    assert said.outcome is Outcome.COMPLETE


@pytest.mark.parametrize("firm", ["hoxhunt.com", "ironscales.com", "phishtank.org"])
def test_firms_that_pass_reports_on(firm: str) -> None:
    fields = multipart(TEXT, attached("a.eml"))
    data = b"From: reports@" + firm.encode() + b"\r\nMIME-Version: 1.0\r\n" + fields
    assert told(data).own.role is Role.REPORT
    assert told(data).own.product


def test_who_reported_is_taken_from_the_button() -> None:
    said = told(letter(("X-PhishAlarm-Reporter", "<bob@example.org>"), file=attached("a.eml")))
    assert said.own.reporter == "bob@example.org"


COFENSE = (
    b"-----BEGIN REPORTER AGENT-----\r\nReporter agent: Cofense Reporter for Mobile|3.0|x|y\r\n"
    b"Reporting User: bob@example.org\r\n-----END REPORTER AGENT-----\r\n"
    b"-----BEGIN EMAIL HEADERS-----\r\nFrom: c@example.net\r\n-----END EMAIL HEADERS-----\r\n"
)


@pytest.mark.parametrize("encoded", [False, True])
def test_a_report_that_writes_the_original_into_text(encoded: bool) -> None:
    body, headers = COFENSE, []
    if encoded:
        body, headers = base64.encodebytes(COFENSE), [("Content-Transfer-Encoding", "base64")]
    said = told(whole(part("text/plain; charset=utf-8", body, *headers), ("Subject", "[Phish] x")))
    assert said.own.product == "Cofense Reporter for Mobile"
    assert said.own.reporter == "bob@example.org"
    assert said.original.fidelity is Fidelity.REPRODUCTION
    assert said.original.part == "1"
    assert "nothing of it can be verified" in said.original.unproven[0]


def test_blocks_of_a_button_nobody_can_name() -> None:
    body = (
        b"---------- Begin Email Headers ----------\r\nFrom: c@example.net\r\n"
        b"---------- Begin Reported Email ----------\r\nHello\r\n"
    )
    said = told(whole(part("text/plain", body), ("Subject", "Potential Phish: Hello")))
    assert (said.own.role, said.own.product) == (Role.REPORT, "")


def test_a_report_without_its_original_was_not_examined() -> None:
    subject = "3|0b645e28-bc57-4b64-76b7-08d6de172d9d|192.0.2.1|c@example.net|(Your invoice)"
    said = told(letter(("Subject", subject)))
    assert said.own.role is Role.REPORT
    assert said.rules == {
        "message.layer.report": Severity.INFO,
        "message.layer.report-lost": Severity.LOW,
    }
    assert said.outcome is Outcome.UNREADABLE


def test_a_forward_as_text_to_the_desk_lost_the_headers() -> None:
    said = told(letter(("Subject", "Fwd: Your invoice"), ("To", "phishing@example.org")))
    assert said.rules["message.layer.report-lost"] is Severity.INFO
    assert said.outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    "headers",
    [
        [("Subject", "Phishing: how to recognise it")],
        [("Subject", "1| of 2")],
        [("Subject", "Invoice"), ("To", "abuse@example.org")],
        [("Subject", "Lunch"), ("To", "phishers@example.org")],
    ],
)
def test_ordinary_messages_are_no_reports(headers: list[Header]) -> None:
    assert told(letter(*headers)).layers == ()


def test_a_subject_may_say_that_it_is_a_forward() -> None:
    said = told(letter(("Subject", "WG: Mittag")))
    assert said.own.role is Role.FORWARD
    assert said.findings == ()


def report(kind: str, fields: bytes, *others: bytes, subtype: str = "report") -> bytes:
    machine = part(kind, fields)
    return whole(multipart(TEXT, machine, *others, subtype=subtype), ("Subject", "Report"))


STATUS = (
    b"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; nobody@example.net\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\n"
)
FEEDBACK = b"Feedback-Type: abuse\r\nUser-Agent: Example/1.0\r\nSource-IP: 192.0.2.1\r\n"


@pytest.mark.parametrize(
    ("kind", "fidelity"),
    [("message/rfc822", Fidelity.UNKNOWN), ("text/rfc822-headers", Fidelity.REPRODUCTION)],
)
def test_a_bounce_and_what_came_back_with_it(kind: str, fidelity: Fidelity) -> None:
    said = told(report("message/delivery-status", STATUS, part(kind, SUSPECT)))
    assert said.own.role is Role.BOUNCE
    assert said.original.subject == "Your invoice"
    assert said.original.fidelity is fidelity
    assert said.rules == {"message.layer.bounce": Severity.INFO}
    assert "Final-Recipient: rfc822; nobody@example.net" in said.findings[0].evidence


def test_an_abuse_report() -> None:
    said = told(report("message/feedback-report", FEEDBACK, part("message/rfc822", SUSPECT)))
    assert said.own.role is Role.REPORT
    assert said.original.sender == "ann@example.com"
    assert "Feedback-Type: abuse" in said.findings[0].evidence


def test_a_receipt_is_a_notice_as_well() -> None:
    fields = (
        b"Final-Recipient: rfc822; bob@example.org\r\nDisposition: manual-action; displayed\r\n"
    )
    said = told(report("message/disposition-notification", fields))
    assert said.own.role is Role.BOUNCE
    assert "receipt" in said.own.reason


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("MAILER-DAEMON@example.org", [("Subject", "failure notice")]),
        ("postmaster@example.org", [("Subject", "Undeliverable: Lunch")]),
        ("mail@example.org", [("Return-Path", "<>"), ("Subject", "Mail delivery failed")]),
        ("mail@example.org", [("X-Failed-Recipients", "nobody@example.net")]),
        ("MAILER-DAEMON <>", [("Subject", "Mail delivery failed")]),
    ],
)
def test_bounces_without_a_form(sender: str, headers: list[Header]) -> None:
    data = message(("From", sender), *headers, complete=False)
    assert told(data).own.role is Role.BOUNCE


@pytest.mark.parametrize(
    ("sender", "subject"),
    [("postmaster@example.org", "New certificate"), ("ann@example.com", "Undeliverable parcel")],
)
def test_other_messages_are_no_bounces(sender: str, subject: str) -> None:
    assert told(message(("From", sender), ("Subject", subject), complete=False)).layers == ()


def test_many_attached_messages_are_described_in_part() -> None:
    digest = multipart(TEXT, *[attached(f"{n}.eml") for n in range(60)])
    said = told(whole(digest, ("Subject", "Digest")))
    assert len(said.layers) == 21
    assert "+ 57 more" in said.findings[0].evidence


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    done = examine(Artifact.of(b"", "x.eml", "eml"), [UNIT], Context(), sniff)
    assert done.examinations[0].outcome is Outcome.UNREADABLE


def test_layers_survive_the_codec() -> None:
    for layer in told(letter(("Subject", "3|x"), file=attached("a.eml"))).layers:
        assert codec.decode(Layer, codec.encode(layer)) == layer


def test_the_subject_of_an_outlook_file_is_read_as_well() -> None:
    assert told(outlook("Fwd: Lunch"), "msg").own.role is Role.FORWARD
