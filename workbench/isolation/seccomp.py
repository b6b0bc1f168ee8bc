"""The system calls a box may make: an allow-list as a classic BPF program (Linux seccomp(2)).

No call opens a file, makes a socket, a process or a thread, or sends a signal.  ``fcntl`` is cut
down to the two reading commands, since F_SETOWN sends signals, and memory never becomes
executable.  Whatever is not allowed fails with EPERM, so that libraries take their ordinary way
out; another architecture's calling convention kills.
"""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass

# Call numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20, "select": 23,
    "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60,
    "uname": 63, "fcntl": 72, "getrusage": 98, "sysinfo": 99, "getuid": 102, "getgid": 104,
    "geteuid": 107, "getegid": 108, "gettid": 186, "futex": 202, "sched_getaffinity": 204,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "pselect6": 270, "getrandom": 318, "rseq": 334,
}  # fmt: skip
_AARCH64 = {
    "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222,
    "mprotect": 226, "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigreturn": 139, "pread64": 67, "readv": 65, "writev": 66, "sched_yield": 124,
    "mremap": 216, "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93, "uname": 160,
    "fcntl": 25, "getrusage": 165, "sysinfo": 179, "getuid": 174, "getgid": 176, "geteuid": 175,
    "getegid": 177, "gettid": 178, "futex": 98, "sched_getaffinity": 123, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "exit_group": 94, "pselect6": 72, "ppoll": 73,
    "getrandom": 278, "rseq": 293,
}  # fmt: skip
_GUARDED = ("mmap", "mprotect", "fcntl")

# Instructions: linux/bpf_common.h and linux/filter.h.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _DENY = 0x7FFF_0000, 0x8000_0000, 0x0005_0000 | errno.EPERM
_NUMBER, _ARCHITECTURE, _SECOND_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 24, 32  # struct seccomp_data
_X32 = 0x4000_0000  # calls of the x32 convention have this bit set
_PROT_EXEC = 4
_F_GETFD, _F_GETFL = 1, 3


@dataclass(frozen=True, slots=True)
class Machine:
    """A processor: its audit number (linux/audit.h) and its table of calls."""

    audit: int
    calls: dict[str, int]


MACHINES = {
    "x86_64": Machine(0xC000_003E, _X86_64),
    "aarch64": Machine(0xC000_00B7, _AARCH64),
}


def program(machine: Machine) -> bytes:
    """The filter as an array of struct sock_filter."""
    calls = machine.calls
    code = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, machine.audit, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
    ]
    for name in calls:
        if name not in _GUARDED:
            code += [_step(_EQUAL, calls[name], 0, 1), _step(_RETURN, _ALLOW)]
    code += _not_executable(calls["mmap"]) + _not_executable(calls["mprotect"])
    code += _only_reading(calls["fcntl"])
    code.append(_step(_RETURN, _DENY))
    return b"".join(code)


def _not_executable(call: int) -> list[bytes]:
    """Allow a call whose third argument, the protection, has no PROT_EXEC."""
    return [
        _step(_EQUAL, call, 0, 4),
        _step(_LOAD, _THIRD_ARGUMENT),
        _step(_ANY_BIT, _PROT_EXEC, 0, 1),
        _step(_RETURN, _DENY),
        _step(_RETURN, _ALLOW),
    ]


def _only_reading(call: int) -> list[bytes]:
    """Allow a call whose second argument, the command, is F_GETFD or F_GETFL."""
    return [
        _step(_EQUAL, call, 0, 5),
        _step(_LOAD, _SECOND_ARGUMENT),
        _step(_EQUAL, _F_GETFD, 2, 0),
        _step(_EQUAL, _F_GETFL, 1, 0),
        _step(_RETURN, _DENY),
        _step(_RETURN, _ALLOW),
    ]


def _step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, operand)
