"""What a Windows program needs to be able to do something: functions, texts, ATT&CK technique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analyzers.model.observation import Severity

INFO, LOW, MEDIUM, HIGH = Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH


@dataclass(frozen=True, slots=True)
class Capability:
    """One function of every inner set of ``needs`` has to be imported, and one text of every inner
    set of ``texts`` (lower case) has to stand in the file; ``technique`` is ATT&CK's number."""

    rule: str
    severity: Severity
    sentence: str
    needs: tuple[frozenset[str], ...]
    technique: str = ""
    texts: tuple[frozenset[str], ...] = ()


def _of(*groups: str) -> tuple[frozenset[str], ...]:
    """One set for each group, of its words."""
    return tuple(frozenset(group.split()) for group in groups)


def _text(*alternatives: str) -> tuple[frozenset[str], ...]:
    return (frozenset(alternatives),)


_THREAD: Final = (
    "CreateRemoteThread CreateRemoteThreadEx NtCreateThreadEx QueueUserAPC RtlCreateUserThread "
    "SetThreadContext NtQueueApcThread"
)
_START: Final = "ShellExecute ShellExecuteEx WinExec CreateProcess CreateProcessAsUser"

# After the documented purpose of each function (Microsoft Win32 API reference).
CAPABILITIES: Final = (
    Capability(
        "pe.capability.injection", HIGH, "Can write code into another process and start it there",
        _of("VirtualAllocEx NtAllocateVirtualMemory NtMapViewOfSection",
            "WriteProcessMemory NtWriteVirtualMemory NtMapViewOfSection", _THREAD), "T1055",
    ),
    Capability(
        "pe.capability.hollowing", HIGH, "Can replace the image of a process it started",
        _of("CreateProcess", "NtUnmapViewOfSection ZwUnmapViewOfSection",
            "SetThreadContext Wow64SetThreadContext NtSetContextThread",
            "ResumeThread NtResumeThread"), "T1055.012",
    ),
    Capability(
        "pe.capability.keylogging", MEDIUM, "Can record what is typed",
        _of("SetWindowsHookEx GetAsyncKeyState GetRawInputData",
            "GetForegroundWindow GetKeyboardState MapVirtualKey CallNextHookEx",
            "WriteFile send WSASend InternetWriteFile HttpSendRequest"), "T1056.001",
    ),
    Capability(
        "pe.capability.download", MEDIUM, "Can fetch a file from the network and run it",
        _of("URLDownloadToFile InternetReadFile WinHttpReadData HttpQueryInfo recv "
            "URLDownloadToCacheFile", _START), "T1105",
    ),
    Capability(
        "pe.capability.http", INFO, "Talks HTTP",
        _of("HttpSendRequest WinHttpSendRequest InternetOpenUrl URLDownloadToFile "
            "HttpOpenRequest WinHttpOpenRequest"), "T1071.001",
    ),
    Capability(
        "pe.capability.encryption", LOW, "Can walk through folders and encrypt what it finds",
        _of("CryptEncrypt BCryptEncrypt", "FindFirstFile FindFirstFileEx", "FindNextFile",
            "MoveFile MoveFileEx DeleteFile"), "T1486",
    ),
    Capability(
        "pe.capability.recovery", HIGH, "Can destroy the copies that files are restored from", (),
        "T1490", _text("delete shadows", "shadowcopy delete", "recoveryenabled no",
                       "delete catalog -quiet", "resize shadowstorage"),
    ),
    Capability(
        "pe.capability.persistence", LOW, "Can install itself to start again (service)",
        _of("OpenSCManager", "CreateService", "StartService"), "T1543.003",
    ),
    Capability(
        "pe.capability.run-key", MEDIUM, "Can have itself started at every sign-in (run key)",
        _of("RegSetValue RegSetValueEx RegSetKeyValue"), "T1547.001",
        _text(r"currentversion\run", r"currentversion\\run"),
    ),
    Capability(
        "pe.capability.task", MEDIUM, "Can have itself started by the task scheduler", (),
        "T1053.005", _text("schtasks /create", "schtasks.exe /create", "/create /tn", "/create /sc",
                           "register-scheduledtask"),
    ),
    Capability(
        "pe.capability.privileges", LOW, "Can raise its own privileges",
        _of("AdjustTokenPrivileges", "LookupPrivilegeValue"), "T1134",
    ),
    Capability(
        "pe.capability.impersonation", LOW, "Can act under another user's sign-in",
        _of("OpenProcessToken", "DuplicateTokenEx",
            "CreateProcessAsUser CreateProcessWithToken ImpersonateLoggedOnUser"), "T1134",
    ),
    Capability(
        "pe.capability.elevation", HIGH, "Can pass by the question for administrator rights", (),
        "T1548.002", _text(r"ms-settings\shell\open\command", r"mscfile\shell\open\command",
                           "elevation:administrator!new:{3e5fc7f9"),
    ),
    Capability(
        "pe.capability.screen", LOW, "Can take pictures of the screen",
        _of("BitBlt StretchBlt", "GetDC GetWindowDC", "GetDIBits"), "T1113",
    ),
    Capability(
        "pe.capability.clipboard", LOW, "Can read what is copied",
        _of("OpenClipboard", "GetClipboardData", "SetClipboardViewer AddClipboardFormatListener"),
        "T1115",
    ),
    Capability(
        "pe.capability.microphone", LOW, "Can record sound",
        _of("waveInOpen", "waveInStart", "waveInAddBuffer"), "T1123",
    ),
    Capability(
        "pe.capability.camera", LOW, "Can take pictures with the camera",
        _of("capCreateCaptureWindow"), "T1125",
    ),
    Capability(
        "pe.capability.debugger", INFO, "Asks whether it is being debugged",
        _of("IsDebuggerPresent CheckRemoteDebuggerPresent NtQueryInformationProcess"), "T1622",
    ),
    Capability(
        "pe.capability.hides", MEDIUM, "Can hide its threads from a debugger",
        _of("NtSetInformationThread ZwSetInformationThread",
            "CheckRemoteDebuggerPresent NtQueryInformationProcess"), "T1622",
    ),
    Capability(
        "pe.capability.sandbox", MEDIUM, "Looks for the machines that samples are examined on", (),
        "T1497.001", _text("sbiedll", "vboxservice", "vmtoolsd", "vmwaretray", "cuckoomon",
                           r"hardware\acpi\dsdt\vbox", "wine_get_unix_file_name"),
    ),
    Capability(
        "pe.capability.tools", MEDIUM, "Looks for the tools of analysts", (), "T1518.001",
        _text("ollydbg", "x64dbg", "procmon.exe", "processhacker", "wireshark.exe", "idaq64.exe"),
    ),
    Capability(
        "pe.capability.protection", HIGH, "Can switch off the protection of Windows", (),
        "T1562.001", _text("disablerealtimemonitoring", "disableantispyware",
                           "add-mppreference -exclusion", "set-mppreference -disable"),
    ),
    Capability(
        "pe.capability.browser", MEDIUM, "Knows where browsers keep passwords", (), "T1555.003",
        _text(r"\user data\default\login data", r"user data\local state", "logins.json",
              "select origin_url, username_value"),
    ),
    Capability(
        "pe.capability.wallets", MEDIUM, "Knows where wallets of cryptocurrency lie", (), "T1005",
        _text("wallet.dat", r"exodus\exodus.wallet", r"electrum\wallets", "nkbihfbeogaeaoehlefnk"),
    ),
    Capability(
        "pe.capability.mining", MEDIUM, "Talks to a pool that mines cryptocurrency", (), "T1496",
        _text("stratum+tcp://", "stratum+ssl://", "--donate-level"),
    ),
    Capability(
        "pe.capability.messenger", MEDIUM, "Sends what it has to a messenger service", (), "T1567",
        _text("api.telegram.org/bot", "discord.com/api/webhooks", "discordapp.com/api/webhooks"),
    ),
    Capability(
        "pe.capability.memory-of-secrets", MEDIUM, "Can read the memory that holds sign-ins",
        _of("MiniDumpWriteDump"), "T1003.001", _text("lsass.exe", "lsass.dmp"),
    ),
    Capability(
        "pe.capability.command", LOW, "Starts a command interpreter", _of(_START), "T1059",
        _text("cmd.exe /c", "cmd /c ", "powershell -", "powershell.exe -"),
    ),
    Capability(
        "pe.capability.own-removal", MEDIUM, "Deletes its own file after the start", (),
        "T1070.004", _text("& del ", "&del /", "> nul & del", "choice /c y /n /d y /t"),
    ),
    Capability(
        "pe.capability.processes", INFO, "Lists the programs that run",
        _of("CreateToolhelp32Snapshot EnumProcesses", "Process32First Process32Next EnumProcesses "
            "Process32FirstW Process32NextW"), "T1057",
    ),
)  # fmt: skip

# All that the table asks for.
FUNCTIONS: Final = frozenset(
    name for each in CAPABILITIES for group in each.needs for name in group
)
