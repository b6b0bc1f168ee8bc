"""The two bundled typefaces, without ligatures, which would alter addresses."""

from __future__ import annotations

import enum
from functools import lru_cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

SANS, MONO = "Inter", "JetBrains Mono"
FIRST = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
LATER = (
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
    "JetBrainsMono-Bold.ttf",
    "Inter-Italic.otf",
)


class Weight(enum.IntEnum):
    REGULAR = 400
    MEDIUM = 500
    SEMIBOLD = 600
    BOLD = 700


def install(names: tuple[str, ...] = FIRST + LATER) -> None:
    """Make the bundled faces known to Qt; needs a QGuiApplication."""
    folder = files("resources") / "fonts"
    for name in names:
        if QFontDatabase.addApplicationFontFromData((folder / name).read_bytes()) < 0:
            raise RuntimeError(f"The bundled font {name} cannot be read")


@lru_cache(maxsize=64)
def font(pixels: int, weight: Weight = Weight.REGULAR, mono: bool = False) -> QFont:
    """A face in device-independent pixels.  Do not change what is returned: it is shared."""
    face = QFont(MONO if mono else SANS)
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight(int(weight)))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("calt", "liga"):
        face.setFeature(QFont.Tag(feature), 0)
    if mono:
        face.setFeature(QFont.Tag("zero"), 1)
    return face
