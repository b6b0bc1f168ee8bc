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
CPU = 0.5  # seconds from the start of the process to the painted window, on a quiet machine
NOISE = 1.6  # how much slower a shared machine may be; the figure itself is printed

PAINT = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ui import fonts
from ui.app import Application
from workbench.store.reader import ListReader

class Opening:
    workspace = Path(sys.argv[1]); profile = None; files = (); autostart = False; demo = True

app = QApplication([])
app.setStyle("Fusion")
fonts.install(fonts.FIRST)
application = Application(app, Opening(), QSettings(sys.argv[2], QSettings.Format.IniFormat))
application.queue.open(Opening.workspace, ListReader)
application.window.show()
while not application.model.rowCount():
    app.processEvents()
application.window.grab()
print("cpu", time.process_time())
print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}))
application.window.close()
"""


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    from tests.ui import mailroom

    folder = tmp_path_factory.mktemp("start")
    mailroom.fill(folder / "w.workspace")
    arguments = [sys.executable, "-c", PAINT, str(folder / "w.workspace"), str(folder / "s.ini")]
    best: dict[str, list[str]] = {}
    for _ in range(3):
        done = subprocess.run(
            arguments,
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
        if not best or float(lines["cpu"][0]) < float(best["cpu"][0]):
            best = lines
    return best


def test_nothing_heavy_is_loaded_before_the_first_paint(painted: dict[str, list[str]]) -> None:
    assert HEAVY.isdisjoint(painted["loaded"])


def test_the_window_with_its_list_is_painted_in_little_time(
    painted: dict[str, list[str]],
) -> None:
    spent = float(painted["cpu"][0])
    print(f"cold start to painted list: {spent:.3f} s CPU")
    assert spent < CPU * NOISE


def test_the_command_line_does_not_load_qt() -> None:
    code = "import ui.__main__, workbench.cli, sys; print(any('PySide6' in m for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
