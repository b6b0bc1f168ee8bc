"""The layers around a box: what Linux takes away from a process that needs nothing.

Each function enters one layer or raises OSError; none may leave a half-entered layer unreported.
Own code over ctypes, without privileges and without a package: see seccomp(2), landlock(7),
user_namespaces(7) and prctl(2).
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import resource
import struct
import sys

from workbench.isolation.seccomp import MACHINES, program

RLIMITS = "rlimits"
NO_NEW_PRIVILEGES = "no-new-privileges"
SECCOMP = "seccomp"
NAMESPACES = "namespaces"
LANDLOCK = "landlock"
MANDATORY = frozenset({RLIMITS, NO_NEW_PRIVILEGES, SECCOMP})
ALL = MANDATORY | {NAMESPACES, LANDLOCK}

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x1000_0000, 0x4000_0000, 0x0800_0000
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same number on every architecture
_LANDLOCK_VERSION = 1  # flag: tell the version instead of making a ruleset
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x2008_0522
_SIGKILL = 9
_DESCRIPTORS = 16  # a box has four and may open none

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def discreet() -> None:
    """Keep others of the same user out of this process's memory, and its memory out of files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if LINUX:
        _prctl(_PR_SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with(parent: int) -> None:
    """Have the kernel kill this process once ``parent`` has ended."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def namespaces() -> None:
    """Leave the network and System V IPC behind, and every capability with them.

    Entered once by the host, which has no use for a network either; boxes inherit it.
    """
    if _libc is None or not LINUX:
        raise OSError(0, "no namespaces here")
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC):
        raise OSError(ctypes.get_errno(), "unshare")
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _syscall(_CAPSET[platform.machine()], header, bytes(24))


def landlock_rules() -> int:
    """A descriptor of a ruleset that allows nothing; entered with ``landlock``."""
    version = _syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    rights = 13  # file system rights of the first version, one bit each
    rights += (version >= 2) + (version >= 3) + (version >= 5)
    network = 3 if version >= 4 else 0  # bind and connect
    scoped = 3 if version >= 6 else 0  # abstract sockets and signals
    size = 8 if version < 4 else 16 if version < 6 else 24
    attributes = struct.pack("QQQ", (1 << rights) - 1, network, scoped)[:size]
    return _syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)


def landlock(rules: int) -> None:
    """Enter the ruleset, and close its descriptor."""
    _syscall(_LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def rlimits(cpu_seconds: int, memory_bytes: int) -> None:
    """CPU time from now on, address space in all, and no files or processes at all."""
    cpu = _cpu_spent() + cpu_seconds
    _lower(resource.RLIMIT_CPU, cpu, cpu + 1)
    _lower(resource.RLIMIT_AS, memory_bytes, memory_bytes)
    _lower(resource.RLIMIT_FSIZE, 0, 0)
    _lower(resource.RLIMIT_NOFILE, _DESCRIPTORS, _DESCRIPTORS)
    _lower(resource.RLIMIT_NPROC, 0, 0)
    _lower(resource.RLIMIT_CORE, 0, 0)


def renewable_rlimits(cpu_seconds: int, memory_bytes: int) -> None:
    """CPU time and memory from now on, soft, so that the next artifact can have its own."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    _lower(resource.RLIMIT_CPU, _cpu_spent() + cpu_seconds, hard)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    _lower(resource.RLIMIT_AS, address_space() + memory_bytes, hard)
    _lower(resource.RLIMIT_CORE, 0, 0)


def _cpu_spent() -> int:
    return int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))


def _lower(which: int, soft: int, hard: int) -> None:
    """Set a limit, or leave what the system has set lower."""
    top = resource.getrlimit(which)[1]
    if top != resource.RLIM_INFINITY:
        hard = top if hard == resource.RLIM_INFINITY else min(hard, top)
        soft = min(soft, hard)
    resource.setrlimit(which, (soft, hard))


def address_space() -> int:
    """Bytes of address space this process has now; its resident peak where Linux is not."""
    if not LINUX:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    descriptor = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return int(os.read(descriptor, 64).split()[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)


def prepare() -> None:
    """Work out once, before boxes are forked, what each of them needs."""
    _rules()


def seccomp() -> None:
    """Allow the calls of the list only; proven by one that has to fail and cannot otherwise."""
    rules, _ = _rules()
    if rules is None:
        raise OSError(0, f"no list of system calls for {platform.machine()}")
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(rules))
    if os.getppid() >= 0:
        raise OSError(0, "the filter is not in force")


@functools.cache
def _rules() -> tuple[_Program | None, object]:
    """The filter as the kernel wants it, and the buffer that has to stay alive for it."""
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return None, None
    code = program(machine)
    held = ctypes.create_string_buffer(code, len(code))
    return _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p)), held


def _prctl(option: int, argument: int, pointer: int = 0) -> None:
    call = ctypes.c_ulong
    if _libc is None or not LINUX:
        raise OSError(0, "no prctl here")
    if _libc.prctl(option, call(argument), call(pointer), call(0), call(0)):
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _syscall(number: int, *arguments: object) -> int:
    if _libc is None or not LINUX:
        raise OSError(0, "no such system call here")
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = int(_libc.syscall(number, *wide))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result
