"""A one-line progress meter, shown only to a terminal."""

from __future__ import annotations

import shutil
from typing import TextIO

from workbench.report.printable import printable


class Meter:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._done = 0

    def step(self, name: str) -> None:
        """One more input is done."""
        self._done += 1
        if self._shown:
            width = max(20, shutil.get_terminal_size().columns - 1)
            self._stream.write(f"\r\x1b[K{self._done} analysed · {printable(name)}"[:width])
            self._stream.flush()

    def clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
