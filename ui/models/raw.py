"""Bytes of a message as text, as a tree of parts and in hexadecimal."""

from __future__ import annotations

import hashlib

from analyzers.model.message import Message, Part
from workbench.model.opened import OpenMessage

TEXT = 200_000  # bytes shown as text
HEX = 32_768  # bytes shown in hexadecimal
ROW = 16  # bytes a line of it
HASHED = 8 << 20  # bytes hashed here; more would hold the window up
NO_PARTS = "No parts: this is not a MIME message, or it could not be read."


def source_text(data: bytes) -> str:
    """Bytes that are no UTF-8 show as escapes."""
    text = data[:TEXT].decode("utf-8", "backslashreplace")
    return text + _rest(len(data) - TEXT)


def hex_text(data: bytes) -> str:
    """Offset, bytes and what of them is ASCII."""
    rows = (_hex_row(data, start) for start in range(0, min(len(data), HEX), ROW))
    return "\n".join(rows) + _rest(len(data) - HEX)


def _hex_row(data: bytes, start: int) -> str:
    part = data[start : min(start + ROW, HEX)]
    shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
    return f"{start:08x}  {part.hex(' ', 1):<{ROW * 3 - 1}}  {shown}"


def parts_text(message: Message | None) -> str:
    """A line for each part, indented by its depth."""
    if message is None or not message.parts:
        return NO_PARTS
    return "\n".join(map(_part_line, message.parts))


def _part_line(part: Part) -> str:
    name = f"  {part.filename!r}" if part.filename else ""
    detail = "  ".join(t for t in (part.charset, part.encoding, part.disposition) if t)
    span = f"0x{part.offset:X}+{part.length:,}" if part.offset >= 0 else "place unknown"
    text = f"{part.path}  {part.content_type}  {detail}{name}  [{span}]"
    return "  " * part.path.count(".") + text.replace("\n", " ")


def digest(opened: OpenMessage) -> str:
    """SHA-256 of the bytes, "" where neither the analysis has it nor it is quick to make."""
    if opened.analysis is not None:
        return opened.analysis.root.sha256
    if opened.raw is None or len(opened.raw.data) > HASHED:
        return ""
    return hashlib.sha256(opened.raw.data).hexdigest()


def _rest(count: int) -> str:
    return f"\n… ({count:,} bytes more)" if count > 0 else ""
