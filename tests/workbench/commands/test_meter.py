"""The progress meter: for terminals only, one line, harmless."""

from __future__ import annotations

import io
import os
import pty

from workbench.commands.meter import Meter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_written_where_nobody_watches() -> None:
    stream = io.StringIO()
    meter = Meter(stream)
    meter.step("a.eml")
    meter.clear()
    assert stream.getvalue() == ""


def test_a_terminal_sees_a_count_and_gets_its_line_back() -> None:
    above, below = pty.openpty()
    with os.fdopen(below, "w", encoding="utf-8") as stream:
        meter = Meter(stream)
        meter.step("a.eml")
        meter.step("b.eml")
        meter.clear()
        shown = ""
        while not shown.endswith("b.eml\r\x1b[K"):
            shown += os.read(above, 4096).decode()
    os.close(above)
    assert "1 analysed · a.eml" in shown
    assert "2 analysed · b.eml" in shown


def test_a_hostile_name_stays_one_line_without_codes() -> None:
    stream = Terminal()
    Meter(stream).step("a\x1b[2J\nb\u202e" + "x" * 1_000)
    shown = stream.getvalue().removeprefix("\r\x1b[K")
    assert shown.isprintable()
    assert len(shown) < 200
