"""The two commands: ``workbench``, and ``workbench-window`` for desktops."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.settings import WindowSettings


def main() -> int:
    """The command line first; Qt is loaded only if it asks for the window."""
    from workbench.cli import main as command_line

    return command_line(sys.argv[1:], open_window=_open_window)


def window() -> int:
    return main()


def _open_window(settings: WindowSettings) -> int:
    from workbench.app import Opening

    opening = Opening(settings)  # its host starts before any thread, database or socket
    try:
        from ui.app import open_window

        return open_window(opening)
    finally:
        opening.close()


if __name__ == "__main__":
    sys.exit(main())
