"""What a shortcut tells of itself and of the computer it was made on, as facts."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from analyzers.lib.commandline import Command
from analyzers.lib.shelllink import TRACKER, ShellLink
from analyzers.lib.strings import printable
from analyzers.model.observation import Fact

LONG: Final = 2_000  # characters of a command shown
_SHORT: Final = 300
_FILETIME = datetime(1601, 1, 1, tzinfo=UTC)  # 100 ns ticks count from here
_UUID_TIME = datetime(1582, 10, 15, tzinfo=UTC)  # RFC 9562, 5.1
_WINDOWS: Final = {1: "normal", 3: "maximised", 7: "minimised"}
_MODIFIERS: Final = ((1, "Shift"), (2, "Ctrl"), (4, "Alt"))
_ATTRIBUTES: Final = (
    (1, "read-only"), (2, "hidden"), (4, "system"), (0x10, "folder"), (0x200, "sparse"),
    (0x800, "compressed"), (0x4000, "encrypted"),
)  # fmt: skip


def targets(link: ShellLink) -> list[str]:
    """Every target the shortcut names, the one that Windows takes first."""
    relative = link.strings.get("relative", "")
    named = [link.environment, link.items.path, link.items.address, link.place.path]
    found = [path for path in dict.fromkeys(named) if path.strip()]
    return found or ([relative] if relative else [])


def icon(link: ShellLink) -> str:
    return link.icon_block or link.strings.get("icon", "")


def facts(link: ShellLink, command: Command) -> Iterator[Fact]:
    for label, value in (*_command(link, command), *_file(link), *_place(link), *_origin(link)):
        if value:
            yield Fact(label, value)


def _command(link: ShellLink, command: Command) -> Iterator[tuple[str, str]]:
    named, strings = targets(link), link.strings
    yield "Would run", printable(command.text, LONG)
    yield from (
        (f"Decoded command {n}", printable(t, LONG)) for n, t in enumerate(command.layers, 1)
    )
    unnamed = f"{link.items.count} items that spell no path" if link.items.count else ""
    yield "Target", printable(named[0], _SHORT) if named else unnamed
    yield "Other targets", " / ".join(printable(path, _SHORT) for path in named[1:])
    yield "Arguments", printable(strings.get("arguments", ""), LONG)
    yield "Description", printable(strings.get("name", ""), _SHORT)
    yield "Working folder", printable(strings.get("folder", ""), _SHORT)
    yield "Relative path", printable(strings.get("relative", ""), _SHORT)
    shown = icon(link)
    yield "Icon", f"{printable(shown, _SHORT)}, number {link.icon_index}" if shown else ""
    yield "Installed product", printable(link.product, _SHORT)
    yield "Window", _WINDOWS.get(link.show, f"normal (as {link.show})")
    yield "Hot key", _key(link.hot_key)
    yield "Runs as administrator", "asked for" if link.as_admin else ""


def _key(word: int) -> str:
    """Key code in the low byte, modifiers in the high one ([MS-SHLLINK] 2.1.3)."""
    low, high = word & 0xFF, word >> 8
    if not low:
        return ""
    name = f"F{low - 0x6F}" if 0x70 <= low <= 0x87 else chr(low) if 0x30 <= low <= 0x5A else ""
    held = [word for bit, word in _MODIFIERS if high & bit]
    return "+".join([*held, name or f"key {low:#x}"])


def _file(link: ShellLink) -> Iterator[tuple[str, str]]:
    yield "Target made", moment(link.created)
    yield "Target last changed", moment(link.written)
    yield "Target last opened", moment(link.accessed)
    yield "Target size", f"{link.size} bytes" if link.size else ""
    yield "Target attributes", ", ".join(w for bit, w in _ATTRIBUTES if link.attributes & bit)


def _place(link: ShellLink) -> Iterator[tuple[str, str]]:
    place = link.place
    yield "Volume serial", f"{place.serial:08X}" if place.serial >= 0 else ""
    yield "Volume label", printable(place.label, _SHORT)
    yield "Drive type", place.drive
    yield "Network share", " as ".join(p for p in (place.share, place.device) if p)


def _origin(link: ShellLink) -> Iterator[tuple[str, str]]:
    """The tracker block (2.5.10) names the computer; its time-based ids hold a network card."""
    block = link.blocks.get(TRACKER, b"")
    if len(block) < 56:
        return
    machine = block[8:24].partition(b"\0")[0].decode("cp1252", "replace")
    yield "Made on the computer", printable(machine)
    volume, file = (uuid.UUID(bytes_le=block[at : at + 16]) for at in (24, 40))
    yield "Droid volume", str(volume)
    yield "Droid file", str(file)
    yield from _timed(file)
    if len(block) >= 88 and block[72:88] != block[40:56]:
        yield "Droid at birth", str(uuid.UUID(bytes_le=block[72:88]))


def _timed(file: uuid.UUID) -> Iterator[tuple[str, str]]:
    if file.version != 1:
        return
    yield "Network card (MAC)", ":".join(f"{b:02x}" for b in struct.pack(">Q", file.node)[2:])
    yield "Droid time", _ticks(_UUID_TIME, file.time)


def moment(filetime: int) -> str:
    """A FILETIME as ISO 8601, "" for none or one outside of the calendar."""
    return _ticks(_FILETIME, filetime) if filetime else ""


def _ticks(start: datetime, ticks: int) -> str:
    try:
        return (start + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds")
    except OverflowError:
        return "outside of the calendar"
