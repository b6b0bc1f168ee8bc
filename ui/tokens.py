"""Every colour of the window, once for light and once for dark; nothing else names a colour."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Tone(enum.StrEnum):
    """What a coloured mark says.  A word and an icon always say it too."""

    MALICIOUS = "malicious"
    SUSPICIOUS = "suspicious"
    SPAM = "spam"
    CLEAN = "clean"
    UNKNOWN = "unknown"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Shade:
    """One tone: ``ink`` for text, ``wash`` behind that text, ``solid`` for bars and buttons."""

    ink: str
    wash: str
    solid: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; all values are #RRGGBB."""

    dark: bool
    app: str
    surface: str
    raised: str
    sunken: str
    hover: str
    selected: str
    selected_inactive: str
    border: str
    control: str
    text: str
    text_second: str
    text_third: str
    accent: str
    accent_hover: str
    on_accent: str
    on_solid: str
    focus: str
    link: str
    malicious: Shade
    suspicious: Shade
    spam: Shade
    clean: Shade
    unknown: Shade
    info: Shade

    def tone(self, tone: Tone) -> Shade:
        shade = getattr(self, tone.value)
        assert isinstance(shade, Shade)
        return shade


LIGHT = Tokens(
    dark=False,
    app="#F3F5F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#F7F9FB",
    hover="#EDF2F9",
    selected="#DCE9FF",
    selected_inactive="#E6EBF2",
    border="#D9DFE7",
    control="#8490A0",
    text="#17202B",
    text_second="#455163",
    text_third="#596576",
    accent="#1B5CCB",
    accent_hover="#174FB0",
    on_accent="#FFFFFF",
    on_solid="#FFFFFF",
    focus="#1B5CCB",
    link="#1650B5",
    malicious=Shade("#A3121D", "#FDEAEA", "#C31D2B"),
    suspicious=Shade("#864600", "#FFF1DA", "#B96A00"),
    spam=Shade("#653A9B", "#F2ECFB", "#7B4FB5"),
    clean=Shade("#0F6336", "#E3F5EA", "#1B8048"),
    unknown=Shade("#455163", "#EBEEF2", "#6B7788"),
    info=Shade("#1A4A9E", "#E5EFFF", "#1B5CCB"),
)

DARK = Tokens(
    dark=True,
    app="#0E1218",
    surface="#151A22",
    raised="#1C232D",
    sunken="#11161D",
    hover="#1E2632",
    selected="#1A3661",
    selected_inactive="#232C39",
    border="#2A3340",
    control="#6C7A90",
    text="#E7EBF1",
    text_second="#B6C0CD",
    text_third="#99A5B4",
    accent="#6CA6FF",
    accent_hover="#8AB8FF",
    on_accent="#0A1424",
    on_solid="#0E1218",
    focus="#8AB8FF",
    link="#8AB8FF",
    malicious=Shade("#FF9E9E", "#3A1619", "#F06A6E"),
    suspicious=Shade("#FFC36B", "#38280B", "#E09A2B"),
    spam=Shade("#CBADFF", "#2B2040", "#A883E6"),
    clean=Shade("#82DCA3", "#112E1E", "#3FB871"),
    unknown=Shade("#B6C0CD", "#262F3B", "#8A97A9"),
    info=Shade("#A0C7FF", "#13274A", "#6CA6FF"),
)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2); text wants 4.5, marks and borders 3."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)
