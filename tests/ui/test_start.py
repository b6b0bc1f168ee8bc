"""The window is painted before anything heavy is loaded, and a close in mid-work is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "aiohttp",
    "asyncio",
    "cryptography",
    "email",
    "extract_msg",
    "google",
    "msal",
    "numpy",
    "oletools",
    "pefile",
    "requests",
    "selectolax",
    "sqlalchemy",
    "ssl",
    "tinycss2",
    "yara",
}

PAINT = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ui import fonts
from ui.app import Application
from workbench.store.reader import ListReader

class Opening:
    workspace = Path(sys.argv[1]); profile = None; files = (); autostart = False; demo = True
    tenants = None

app = QApplication([])
app.setStyle("Fusion")
fonts.install(fonts.FIRST)
application = Application(app, Opening(), QSettings(sys.argv[2], QSettings.Format.IniFormat))
application.queue.open(Opening.workspace, ListReader)
application.window.show()
while not application.model.rowCount():
    app.processEvents()
application.window.grab()
print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}))
application.window.close()
"""


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Packages loaded at the first paint."""
    from tests.ui import mailroom

    folder = tmp_path_factory.mktemp("start")
    mailroom.fill(folder / "w.workspace")
    arguments = [sys.executable, "-c", PAINT, str(folder / "w.workspace"), str(folder / "s.ini")]
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    (loaded,) = [line.split()[1:] for line in done.stdout.splitlines() if line[:6] == "loaded"]
    return loaded


def test_nothing_heavy_is_loaded_before_the_first_paint(painted: list[str]) -> None:
    assert HEAVY.isdisjoint(painted)


def test_the_command_line_does_not_load_qt() -> None:
    code = "import ui.__main__, workbench.cli, sys; print(any('PySide6' in m for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
