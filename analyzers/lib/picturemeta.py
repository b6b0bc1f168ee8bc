"""What a picture says of itself beside its pixels: EXIF, comments, frames; needs Pillow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from PIL import ExifTags, Image

FRAMES: Final = 10_000  # counted of an animation
_ENTRIES: Final = 200  # of EXIF, and of texts
_VALUE: Final = 1_000  # characters of one value that are kept
# EXIF entries worth reading (Exif 2.32, tables 4 to 8).
_WANTED: Final = (
    "Make", "Model", "Software", "ProcessingSoftware", "HostComputer", "Artist", "Copyright",
    "ImageDescription", "DateTime", "DateTimeOriginal", "DateTimeDigitized", "OffsetTime",
    "UserComment", "XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject", "LensModel",
    "BodySerialNumber", "CameraOwnerName", "Orientation",
)  # fmt: skip
_BYTES: Final = frozenset({"XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject"})
_CODE = re.compile(
    r"<\?php|<script[\s>]|<%[@=\s]|\beval\s{0,9}\(|\bbase64_decode\s{0,9}\(|powershell|"
    r"\bcmd(?:\.exe)?\s{1,9}/c\b|\bmshta\b|javascript:",
    re.I,
)


def entries(image: Image.Image) -> Iterator[tuple[str, str]]:
    """Names and values of EXIF, of texts in PNG and of comments."""
    exif = image.getexif()
    for table in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in list(table.items())[:_ENTRIES]:
            name = ExifTags.TAGS.get(tag, "")
            if name in _WANTED and (text := _text(name, value)):
                yield name, text
    for key, value in list(image.info.items())[:_ENTRIES]:
        if isinstance(value, str | bytes) and key not in _BINARY and (text := _text("", value)):
            yield str(key)[:60], text


_BINARY: Final = frozenset({"exif", "icc_profile", "transparency", "background", "jfif", "adobe"})


def position(image: Image.Image) -> str:
    """Where the picture was taken, as latitude and longitude in degrees; "" where it says not."""
    found = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    try:
        north = _degrees(found[ExifTags.GPS.GPSLatitude])
        east = _degrees(found[ExifTags.GPS.GPSLongitude])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    north *= -1 if found.get(ExifTags.GPS.GPSLatitudeRef) == "S" else 1
    east *= -1 if found.get(ExifTags.GPS.GPSLongitudeRef) == "W" else 1
    return f"{north:.5f}, {east:.5f}" if abs(north) <= 90 and abs(east) <= 180 else ""


def code(text: str) -> str:
    """The beginning of what looks like code in a comment, "" for none."""
    match = _CODE.search(text)
    return text[max(0, match.start() - 20) : match.start() + 160] if match else ""


def frames(image: Image.Image, data: bytes) -> int:
    """How many pictures an animation shows, at most ``FRAMES``; 1 for all else."""
    if image.format == "GIF":
        return _gif_frames(data)
    if image.format in ("PNG", "WEBP"):
        return min(FRAMES, int(getattr(image, "n_frames", 1)))
    return 1


def _gif_frames(data: bytes) -> int:
    """Image descriptors of a GIF (GIF89a, sections 18 to 27), without unpacking any."""
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    count = 0
    while at < len(data) and count < FRAMES:
        mark, at = data[at], at + 1
        if mark == 0x2C and at + 9 < len(data):
            count += 1
            packed = data[at + 8]
            at += 9 + (3 << (packed & 7) + 1 if packed & 0x80 else 0) + 1
        elif mark == 0x21:
            at += 1
        else:
            break
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return max(1, count)


def _degrees(value: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in value)
    return degrees + minutes / 60 + seconds / 3600


def _text(name: str, value: object) -> str:
    if isinstance(value, bytes):
        wide = name in _BYTES
        text = value[: 2 * _VALUE].decode("utf-16-le" if wide else "utf-8", "replace")
        text = text.removeprefix("ASCII\0\0\0").removeprefix("UNICODE\0")
    else:
        text = str(value)
    return text.replace("\0", "").strip()[:_VALUE]
