"""Shortcuts, notebooks, images of disks and archives."""

from __future__ import annotations

from tests.samples.rules import Sample
from workbench.simulation.samples.archive import Entry, zip_archive

LINK = bytes.fromhex("4C0000000114020000000000C000000000000046")
NOTEBOOK = bytes.fromhex("E4525C7B8CD8A74DAEB15378D02996D3")
STORE = bytes.fromhex("E716E3BD65261145A4C48D4D0B7A9EAC")
_DISC = bytes(0x8001) + b"CD001"
_STARTUP = "Start Menu/Programs/Startup/a.bat"


def _zip(*names: str) -> bytes:
    return zip_archive([Entry(name, b"x") for name in names])


_PLAIN = _zip("a.pdf", "b.docx")

SAMPLES = {
    "shortcut_starts_interpreter": Sample(
        "lnk",
        LINK + "cmd.exe /c dir".encode("utf-16-le"),
        LINK + "C:\\letters\\a.docx".encode("utf-16-le"),
    ),
    "notebook_embeds_script": Sample(
        "one",
        NOTEBOOK + bytes(64) + STORE + bytes(20) + b'CreateObject("x")',
        NOTEBOOK + b"powershell -enc is what we discussed",
    ),
    "disk_image_with_shortcut": Sample("iso", _DISC + LINK, _DISC + b"%PDF-1.7"),
    "archive_double_extension": Sample("zip", _zip("invoice.pdf.exe", "a.txt"), _PLAIN),
    "archive_single_script": Sample("zip", _zip("invoice.js"), _zip("a.js", "index.html")),
    "pdf_starts_command": Sample(
        "pdf",
        b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>",
        b"%PDF-1.7 << /S /URI /URI (https://example.test/) >>",
    ),
    "archive_name_reads_backwards": Sample("zip", _zip("invoice\u202efdp.exe"), _PLAIN),
    "archive_name_padded": Sample(
        "zip", _zip("invoice.pdf" + " " * 60 + ".exe"), _zip("invoice" + " " * 60 + ".pdf")
    ),
    "archive_holds_disk_image": Sample("zip", _zip("scan.iso"), _zip("isolation.txt")),
    "archive_writes_to_startup": Sample("zip", _zip(f"../../{_STARTUP}"), _zip(_STARTUP)),
    "archive_folder_poses_as_document": Sample(
        "zip", _zip("a.pdf ", "a.pdf /a.pdf .cmd"), _zip("a.pdf", "a/a.pdf")
    ),
}
