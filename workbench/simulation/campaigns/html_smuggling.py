"""A "scan" as an HTML attachment that assembles an encrypted archive in the browser."""

from __future__ import annotations

from workbench.simulation.campaigns.spreading import reported, spread, victims
from workbench.simulation.draft import Draft
from workbench.simulation.letters.content import Part
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.pe import Program, portable_executable
from workbench.simulation.samples.smuggling import smuggling_page
from workbench.simulation.world import Letter, Origin

NAME = "html-smuggling"
MAILBOXES = 14
DOMAIN = "velmora-scan.test"
PASSWORD = "4471"  # noqa: S105 - opens the sample, and stands in the mail
ORIGIN = Origin(
    *("server", "203.0.113.98", f"out3.{DOMAIN}", "", "", "none", "none", "none", 1, "BG")
)
TEXT = (
    "A document was scanned and sent to you.\n\nDevice: MFP hall 2\nPages: 3\n"
    f"Password: {PASSWORD}\n\nOpen the attached file to view the scan."
)


def run(draft: Draft) -> None:
    letter = draft.letter(
        f"{NAME}/1", ("Scanner Hall 2", f"mfp-hall2@{DOMAIN}"), [], "Scanned document 0412",
        draft.ago(6, 10, 2), TEXT, origin=ORIGIN, client="script", values={"file": NAME},
    )  # fmt: skip
    people = victims(draft, NAME, draft.share(MAILBOXES), draft.company.team("Logistics")[:6])
    reported(draft, spread(draft, NAME, "malware", letter, people), 2)


def page(_: Letter) -> Part:
    program = portable_executable(
        Program(
            imports={"KERNEL32.dll": ("ExitProcess",), "WININET.dll": ("InternetOpenA",)},
            version={"FileDescription": "Scan Viewer", "OriginalFilename": "viewer.exe"},
        )
    )
    archive = zip_archive([Entry("Scan_0412.exe", program)], PASSWORD)
    data = smuggling_page("Scan_0412.zip", archive, "Scan 0412", PASSWORD)
    return Part("Scan_0412.html", "text/html", data)
