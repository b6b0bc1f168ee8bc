"""What a program could do, read from the functions it imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.model.observation import Severity


@dataclass(frozen=True, slots=True)
class Capability:
    """``needs`` holds alternatives: one function of every inner set has to be imported."""

    rule: str
    severity: Severity
    sentence: str
    needs: tuple[frozenset[str], ...]


def _one_of(*names: str) -> frozenset[str]:
    return frozenset(names)


# After the documented purpose of each function (Microsoft Win32 API reference).
CAPABILITIES: Final = (
    Capability(
        "pe.capability.injection",
        Severity.HIGH,
        "Can write code into another process and start it there",
        (
            _one_of("VirtualAllocEx", "NtAllocateVirtualMemory", "NtMapViewOfSection"),
            _one_of("WriteProcessMemory", "NtWriteVirtualMemory", "NtMapViewOfSection"),
            _one_of(
                "CreateRemoteThread",
                "CreateRemoteThreadEx",
                "NtCreateThreadEx",
                "QueueUserAPC",
                "RtlCreateUserThread",
                "SetThreadContext",
            ),
        ),
    ),
    Capability(
        "pe.capability.hollowing",
        Severity.HIGH,
        "Can replace the image of a process it started",
        (
            _one_of("CreateProcess"),
            _one_of("NtUnmapViewOfSection", "ZwUnmapViewOfSection"),
            _one_of("SetThreadContext"),
            _one_of("ResumeThread", "NtResumeThread"),
        ),
    ),
    Capability(
        "pe.capability.keylogging",
        Severity.MEDIUM,
        "Can record what is typed",
        (
            _one_of("SetWindowsHookEx", "GetAsyncKeyState", "GetRawInputData"),
            _one_of("GetForegroundWindow", "GetKeyboardState", "MapVirtualKey", "CallNextHookEx"),
            _one_of("WriteFile", "send", "WSASend", "InternetWriteFile", "HttpSendRequest"),
        ),
    ),
    Capability(
        "pe.capability.download",
        Severity.MEDIUM,
        "Can fetch a file from the network and run it",
        (
            _one_of(
                "URLDownloadToFile", "InternetReadFile", "WinHttpReadData", "HttpQueryInfo", "recv"
            ),
            _one_of("ShellExecute", "ShellExecuteEx", "WinExec", "CreateProcess"),
        ),
    ),
    Capability(
        "pe.capability.encryption",
        Severity.LOW,
        "Can walk through folders and encrypt what it finds",
        (
            _one_of("CryptEncrypt", "BCryptEncrypt"),
            _one_of("FindFirstFile", "FindFirstFileEx"),
            _one_of("FindNextFile"),
            _one_of("MoveFile", "MoveFileEx", "DeleteFile"),
        ),
    ),
    Capability(
        "pe.capability.persistence",
        Severity.LOW,
        "Can install itself to start again (service)",
        (_one_of("OpenSCManager"), _one_of("CreateService"), _one_of("StartService")),
    ),
    Capability(
        "pe.capability.privileges",
        Severity.LOW,
        "Can raise its own privileges",
        (_one_of("AdjustTokenPrivileges"), _one_of("LookupPrivilegeValue")),
    ),
    Capability(
        "pe.capability.screen",
        Severity.LOW,
        "Can take pictures of the screen",
        (_one_of("BitBlt", "StretchBlt"), _one_of("GetDC", "GetWindowDC"), _one_of("GetDIBits")),
    ),
    Capability(
        "pe.capability.debugger",
        Severity.INFO,
        "Asks whether it is being debugged",
        (_one_of("IsDebuggerPresent", "CheckRemoteDebuggerPresent", "NtQueryInformationProcess"),),
    ),
)


def capabilities(functions: Iterable[str]) -> Iterator[tuple[Capability, str]]:
    """Each capability the imports suffice for, with the functions that show it."""
    imported = {_plain(name): name for name in functions}
    for capability in CAPABILITIES:
        shown = [sorted(need & imported.keys()) for need in capability.needs]
        if all(shown):
            names = dict.fromkeys(imported[name] for group in shown for name in group)
            yield capability, ", ".join(names)


def _plain(function: str) -> str:
    """Without the suffix that tells the ANSI from the wide form of one function."""
    if len(function) > 3 and function[-1] in "AW" and function[-2].islower():
        return function[:-1]
    if function.endswith(("ExA", "ExW")):
        return function[:-1]
    return function
