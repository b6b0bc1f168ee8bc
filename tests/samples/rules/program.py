"""Windows programs; none does anything."""

from __future__ import annotations

from tests.samples.rules import LONG, Sample
from workbench.simulation.samples.pe import Program, Section, portable_executable


def program(
    library: str = "K.dll", *names: str, data: bytes = b"\0", **more: tuple[str, ...]
) -> bytes:
    """An executable with imports; ``more`` maps further libraries, "_" for ".", to names."""
    imports = {library: names or ("ExitProcess",)}
    imports |= {other.replace("_", "."): functions for other, functions in more.items()}
    return portable_executable(Program(imports=imports, sections=(Section(".data", data),)))


def _version(product: str) -> bytes:
    return portable_executable(Program(version={"ProductName": product}))


_PLAIN = program("kernel32.dll", "CreateFileW", "WriteFile")
_STORES = b"\\Google\\Chrome\\User Data|\\Mozilla\\Firefox\\Profiles|logins.json|Login Data"
_BOT = b"https://api.telegram.org/bot123456789:" + b"A" * 35 + b"/sendMessage"

SAMPLES = {
    "program_fetches_and_runs": Sample(
        "pe",
        program("urlmon.dll", "URLDownloadToFileA", shell32_dll=("ShellExecuteA",)),
        program("urlmon.dll", "CoInternetParseUrl", shell32_dll=("ShellExecuteA",)),
    ),
    "program_injects_code": Sample(
        "pe",
        program("kernel32.dll", "VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread"),
        _PLAIN,
    ),
    "program_reads_browser_secrets": Sample(
        "pe", program(data=_STORES), program(data=b"\\Google\\Chrome\\User Data")
    ),
    "program_is_compiled_script": Sample("pe", program(data=b"AU3!EA06"), _PLAIN),
    "program_poses_as_document": Sample(
        "pe", program(), program(), "invoice.pdf.exe", "invoice.exe"
    ),
    "program_packed": Sample(
        "pe",
        portable_executable(Program(sections=(Section("UPX0", b"\0"), Section("UPX1", b"\0")))),
        _PLAIN,
    ),
    "program_destroys_backups": Sample(
        "pe",
        program(data=b"vssadmin delete shadows /all|wbadmin delete catalog -quiet"),
        program(data=b"vssadmin list shadows"),
    ),
    "program_reports_to_messenger": Sample(
        "pe", program(data=_BOT), program(data=b"https://api.telegram.org/bot%s/sendMessage")
    ),
    "program_is_remote_control_tool": Sample(
        "pe", _version("AnyDesk"), _version("Any Desktop Clock")
    ),
    "program_is_excel_addin": Sample(
        "pe",
        program(data=b"calc.xll\0xlAutoOpen\0xlAutoClose\0"),
        program(data=b"calc.dll\0DllRegisterServer\0"),
    ),
    "program_hides_powershell": Sample(
        "pe",
        program(data=f"powershell.exe -nop -enc {LONG}".encode("utf-16-le")),
        program(data=b"powershell.exe -File setup.ps1"),
    ),
    "note_asks_for_ransom": Sample(
        "text",
        b"All your files have been encrypted. Install Tor Browser and open "
        + b"a" * 56 + b".onion to buy the decryptor.",
        b"The article says that files were encrypted and no decryptor was sold.",
    ),
}  # fmt: skip
