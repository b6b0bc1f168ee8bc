"""`workbench doctor`: what this machine has and lacks, and how hostile files are boxed."""

from __future__ import annotations

import argparse
import ctypes
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from workbench.errors import WorkbenchError
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings

PACKAGES = (
    "email-security-workbench",
    "PySide6-Essentials",
    "msal",
    "aiohttp",
    "extract-msg",
    "oletools",
    "pefile",
    "yara-python",
    "selectolax",
    "cryptography",
    "SQLAlchemy",
)
# Shared objects that Qt's core and its xcb plugin load, with the Debian packages that hold them.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # nothing to choose


def run(arguments: argparse.Namespace) -> int:
    """0 when everything needed is there, 1 otherwise."""
    del arguments
    print(f"Python      {platform.python_version()} on {platform.platform()}")
    lacking = [*_packages(), *_libraries(), *isolation(HostSettings())]
    for line in lacking:
        print(f"MISSING     {line}")
    print("Everything needed is there." if not lacking else "Some things are missing.")
    return 1 if lacking else 0


def _packages() -> Iterator[str]:
    for name in PACKAGES:
        try:
            print(f"package     {name} {version(name)}")
        except PackageNotFoundError:
            yield f"package {name}"


def _libraries() -> Iterator[str]:
    """Loading is the test: a file may be there and still not load."""
    if not sys.platform.startswith("linux"):
        return
    for name, package in LIBRARIES.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            yield f"{name}: sudo apt-get install {package}"
    print(f"libraries   {len(LIBRARIES)} looked for")


def isolation(settings: HostSettings) -> Iterator[str]:
    """Prints the level that boxes reach; gives why hostile files would be refused."""
    host = AnalysisHost.start(settings)
    try:
        print(f"isolation   {host.level}: {', '.join(host.layers)}")
        if host.trouble:
            yield f"isolation: {host.trouble}"
    except WorkbenchError as error:
        yield f"isolation: {error}"
    finally:
        host.close()
