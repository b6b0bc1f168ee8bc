"""CPU from the start of Python to the painted window, and the memory the window then holds.

    python -m benchmarks.start [RUNS]

Each run is a process of its own that opens a real window on an empty workspace and ends at its
first paint.  The process that analyses starts beside it and is not counted.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def open_once(workspace: str) -> None:
    """Runs in the child: prints CPU ms and resident MiB at the first paint."""
    from PySide6.QtCore import QEvent, QObject, QSettings
    from PySide6.QtWidgets import QApplication

    from ui import fonts
    from ui.app import Application
    from workbench.app import Opening
    from workbench.settings import WindowSettings

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                painted()
            return False

    def painted() -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = (used.ru_utime + used.ru_stime) * 1000
        print(f"{cpu:.0f} {used.ru_maxrss / 1024:.0f}", flush=True)
        os._exit(0)

    opening = Opening(WindowSettings(Path(workspace)))
    app = QApplication([])
    app.setStyle("Fusion")
    fonts.install(fonts.FIRST)
    settings = QSettings(str(Path(workspace).with_suffix(".ini")), QSettings.Format.IniFormat)
    application = Application(app, opening, settings)
    watch = Watch()
    application.window.installEventFilter(watch)
    application.start()
    app.exec()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            began = time.monotonic()
            command = [sys.executable, "-m", "benchmarks.start", "--once", f"{folder}/{number}.ws"]
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, env=environment
            )
            cpu, memory = map(int, done.stdout.split())
            figures.append((cpu, memory, (time.monotonic() - began) * 1000))
    best, memory, wall = min(figures)
    print(f"painted window: {best} ms CPU, {memory} MiB, {wall:.0f} ms wall (best of {runs})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        open_once(sys.argv[2])
    else:
        main()
