"""A program under a double extension in a plain archive, sent as an invoice."""

from __future__ import annotations

from workbench.simulation.campaigns.spreading import FILTERED, USUAL, reported, spread, victims
from workbench.simulation.draft import Draft
from workbench.simulation.letters.content import Part
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.pe import Program, Section, portable_executable
from workbench.simulation.world import Letter, Origin

NAME = "archived-program"
MAILBOXES = 19
DOMAIN = "rechnung-service.test"
ORIGIN = Origin(
    "server", "203.0.113.113", f"srv1.{DOMAIN}", "", DOMAIN, "softfail", "fail", "fail", 5, "MD"
)
IMPORTS = {
    "KERNEL32.dll": ("ExitProcess", "VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread"),
    "ADVAPI32.dll": ("RegSetValueExW",),
    "WS2_32.dll": ("connect",),
}
TEXT = (
    "Sehr geehrte Damen und Herren,\n\nanbei erhalten Sie die Rechnung 8841 als geschütztes "
    "Dokument. Bitte prüfen Sie den Betrag bis heute Abend.\n\nMit freundlichen Grüßen\n"
    "Abteilung Buchhaltung"
)


def run(draft: Draft) -> None:
    letter = draft.letter(
        f"{NAME}/1", ("Buchhaltung", f"info@{DOMAIN}"), [], "Rechnung 8841 – letzte Mahnung",
        draft.ago(9, 5, 41), TEXT, origin=ORIGIN, client="script", values={"file": NAME},
    )  # fmt: skip
    people = victims(draft, NAME, draft.share(MAILBOXES))
    half = len(people) // 2
    spread(draft, NAME, "malware", letter, people[:half], FILTERED)
    copies = spread(draft, NAME, "malware", letter, people[half:], USUAL)
    reported(draft, copies, 1, "malware")
    draft.alert(
        "Malware campaign detected after delivery",
        "An archive with a program reached mailboxes before its signature was known.",
        *("high", "Malware", draft.ago(9, 8, 0), copies),
    )


def archive(_: Letter) -> Part:
    """High entropy in a section named like a packer's, an overlay, and only ``ret`` as code."""
    noise = bytes((n * n * 7 + n * 31 + (n >> 3)) & 0xFF for n in range(9_000))
    program = portable_executable(
        Program(
            imports=IMPORTS,
            version={"CompanyName": "Document Viewer", "FileDescription": "PDF"},
            sections=(Section("UPX1", noise),),
            overlay=b"inert sample" * 8,
        )
    )
    data = zip_archive([Entry("RECHNUNG_8841.pdf.exe", program)])
    return Part("Rechnung_8841.zip", "application/zip", data)
