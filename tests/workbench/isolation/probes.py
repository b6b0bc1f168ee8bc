"""What code inside a box might try: each probe returns where it succeeds and raises where not."""

from __future__ import annotations

import ctypes
import fcntl
import json
import mmap
import os
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit

_LIBC = ctypes.CDLL(None, use_errno=True)
_PTRACE_SEIZE = 0x4206
TARGET = Path(tempfile.gettempdir())


class Surroundings:
    """What the tester has prepared outside: a secret file, a listening port."""

    def __init__(self, secret: str, port: int) -> None:
        self.secret, self.port, self.parent = secret, port, os.getppid()


def read_secret(around: Surroundings) -> None:
    Path(around.secret).read_text()


def read_accounts(around: Surroundings) -> None:
    Path("/etc/passwd").read_bytes()


def stat_secret(around: Surroundings) -> None:
    Path(around.secret).stat()


def list_root(around: Surroundings) -> None:
    list(Path("/").iterdir())


def write_file(around: Surroundings) -> None:
    made = TARGET / f"escaped-{uuid.uuid4().hex}"
    made.write_text("x")
    made.unlink()


def make_socket(around: Surroundings) -> None:
    socket.socket().close()


def connect(around: Surroundings) -> None:
    socket.create_connection(("127.0.0.1", around.port), 2).close()


def send_datagram(around: Surroundings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(b"x", ("127.0.0.1", around.port))


def unix_socket(around: Surroundings) -> None:
    socket.socket(socket.AF_UNIX).close()


def fork(around: Surroundings) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def execute(around: Surroundings) -> None:
    subprocess.run(["/bin/true"], check=True)


def replace_itself(around: Surroundings) -> None:
    os.execv(sys.executable, [sys.executable, "-c", "print('Allowed')"])


def thread(around: Surroundings) -> None:
    started = threading.Thread(target=int)
    started.start()
    started.join()


def signal_parent(around: Surroundings) -> None:
    os.kill(around.parent, 0)


def signal_by_descriptor(around: Surroundings) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, around.parent)
    os.close(reading)
    os.close(writing)


def own_descriptor_signals(around: Surroundings) -> None:
    fcntl.fcntl(0, fcntl.F_SETOWN, around.parent)


def trace_parent(around: Surroundings) -> None:
    if _LIBC.ptrace(_PTRACE_SEIZE, around.parent, 0, 0):
        raise OSError(ctypes.get_errno(), "ptrace")


def read_parent_maps(around: Surroundings) -> None:
    Path(f"/proc/{around.parent}/maps").read_bytes()


def read_parent_environment(around: Surroundings) -> None:
    Path(f"/proc/{around.parent}/environ").read_bytes()


def much_memory(around: Surroundings) -> None:
    mmap.mmap(-1, 2 << 30).close()


def memory_file(around: Surroundings) -> None:
    descriptor = os.memfd_create("escaped")
    os.ftruncate(descriptor, 8 << 30)
    os.close(descriptor)


def executable_memory(around: Surroundings) -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def new_namespace(around: Surroundings) -> None:
    if _LIBC.unshare(0x1000_0000):
        raise OSError(ctypes.get_errno(), "unshare")


PROBES: dict[str, Callable[[Surroundings], None]] = {
    probe.__name__: probe
    for probe in (
        read_secret, read_accounts, stat_secret, list_root, write_file, make_socket, connect,
        send_datagram, unix_socket, fork, execute, replace_itself, thread, signal_parent,
        signal_by_descriptor, own_descriptor_signals, trace_parent, read_parent_maps,
        read_parent_environment, much_memory, memory_file, executable_memory, new_namespace,
    )
}  # fmt: skip


def sniff(data: bytes, name: str = "", declared_type: str = "") -> str:
    return "probe"


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    told = json.loads(artifact.data)
    PROBES[told["probe"]](Surroundings(told["secret"], told["port"]))
    yield Fact("Allowed", told["probe"])


UNITS = (Unit("probe", 1, frozenset({"probe"}), _examine),)


def control() -> None:
    """Run every probe in a child without any layer and print the names of those that succeed."""
    secret, port = sys.argv[1], int(sys.argv[2])
    for name, probe in PROBES.items():
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                if name == "replace_itself":
                    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                probe(Surroundings(secret, port))
                code = 0
            finally:
                os._exit(code)
        if os.waitpid(pid, 0)[1] == 0:
            print(name)
