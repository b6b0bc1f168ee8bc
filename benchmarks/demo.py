"""How long the demo takes the second time until the queue shows its first rows.

    python -m benchmarks.demo

The first run fills a workspace from the simulated tenant; the second is timed from the start of its
process to the first paint of the list with rows in it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def run(workspace: str, *, fill: bool) -> None:
    """Runs in the child; prints CPU seconds and resident MiB when it is done."""
    from PySide6.QtCore import QSettings, QTimer
    from PySide6.QtWidgets import QApplication

    from ui import fonts
    from ui.app import Application
    from ui.presenters.connection import Link
    from workbench.app import Opening
    from workbench.settings import WindowSettings

    opening = Opening(WindowSettings(Path(workspace), demo=True))
    app = QApplication([])
    app.setStyle("Fusion")
    fonts.install(fonts.FIRST)
    settings = QSettings(str(Path(workspace).with_suffix(".ini")), QSettings.Format.IniFormat)
    application = Application(app, opening, settings)

    def connected() -> bool:
        return application.connection.state.link is Link.CONNECTED

    def listed() -> bool:
        return application.model.rowCount() > 0 and application.window.list.table.isVisible()

    def look(done: Callable[[], bool]) -> None:
        if done():
            timer.stop()
            application.window.repaint()
            used = resource.getrusage(resource.RUSAGE_SELF)
            print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f}", flush=True)
            application.window.close()

    timer = QTimer()
    timer.timeout.connect(lambda: look(connected if fill else listed))
    timer.start(5)
    application.start()
    app.exec()
    opening.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for mode in ("--fill", "--again"):
            began = time.monotonic()
            command = [sys.executable, "-m", "benchmarks.demo", mode, f"{folder}/demo.workspace"]
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
            assert child.stdout is not None
            cpu, memory = child.stdout.readline().split()
            wall = time.monotonic() - began
            child.communicate()
            what = "connected" if mode == "--fill" else "painted queue, second start"
            print(f"{what}: {wall:.2f} s wall, {cpu} s CPU, {memory} MiB")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--fill"], ["--again"]):
        run(sys.argv[2], fill=sys.argv[1] == "--fill")
    else:
        main()
