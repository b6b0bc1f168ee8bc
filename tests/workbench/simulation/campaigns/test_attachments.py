"""Each campaign's file is what a parser takes it for, and does nothing."""

import base64
import io
import re
import zipfile
from email.message import EmailMessage

import pefile

from tests.workbench.simulation.macros import parser
from tests.workbench.simulation.worlds import default_world, labelled, parsed
from workbench.simulation.campaigns import html_smuggling, qr_picture
from workbench.simulation.samples.png import letter_picture


def file_of(campaign: str) -> tuple[str, bytes]:
    message = labelled(default_world(), campaign)[0]
    (part,) = parsed(default_world(), message).iter_attachments()
    assert isinstance(part, EmailMessage)
    data = part.get_content()
    return str(part.get_filename()), data if isinstance(data, bytes) else data.encode()


def only_returns(program: bytes) -> bool:
    code = pefile.PE(data=program).sections[0].get_data()
    return set(code.rstrip(b"\0")) == {0xC3}


def test_the_invoice_has_a_macro_that_starts_by_itself() -> None:
    name, data = file_of("macro-invoice")
    assert name.endswith(".docm")
    kinds = {kind for kind, _, _ in parser(name, data).analyze_macros()}
    assert {"AutoExec", "Suspicious"} <= kinds


def test_the_archive_hides_a_program_under_two_extensions() -> None:
    _, data = file_of("archived-program")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["RECHNUNG_8841.pdf.exe"]
        assert only_returns(archive.read("RECHNUNG_8841.pdf.exe"))


def test_the_page_assembles_an_archive_that_the_mail_has_the_password_for() -> None:
    name, data = file_of("html-smuggling")
    assert name.endswith(".html")
    parts = re.findall(r'^"([A-Za-z0-9+/=]+)",?\r?$', data.decode(), re.MULTILINE)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode("".join(parts)))) as archive:
        assert only_returns(archive.read("Scan_0412.exe", html_smuggling.PASSWORD.encode()))
    message = labelled(default_world(), "html-smuggling")[0]
    assert html_smuggling.PASSWORD in message.preview


def test_the_picture_shows_the_code_of_the_link() -> None:
    message = labelled(default_world(), "qr-picture")[0]
    (picture,) = (
        p for p in parsed(default_world(), message).walk() if p.get_content_maintype() == "image"
    )
    assert picture.get_content() == letter_picture(qr_picture.LINK, (15, 108, 189))


def test_payment_fraud_has_no_link_and_no_file() -> None:
    for message in labelled(default_world(), "chief-fraud"):
        assert b"http" not in default_world().mime(message).split(b"\r\n\r\n", 1)[1]
        assert not message.has_attachments


def test_the_exercise_can_be_told_by_its_header() -> None:
    copies = labelled(default_world(), "exercise")
    assert all("X-PHISHTEST" in parsed(default_world(), m) for m in copies[:5])
    assert len({m.internet_id for m in copies}) == len(copies)
