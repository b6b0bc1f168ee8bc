"""Reduces text to what it looks like at a glance, so that look-alikes become equal (UTS 39)."""

from __future__ import annotations

import unicodedata
from typing import Final

# Letters of other scripts and letter forms that fonts draw like Latin ones, after lower-casing and
# NFKD, and digits read as letters; rows of characters above what they pass for.
_ROWS: Final = (
    ("абвгдеёзікмноорԛѕтуԝхцһјԁєґӏѵҽүғ", "abbrdeeeikmhoopqstywxuhjderlveyf"),
    ("αβεηικνορτυχωγςδκσλ", "abenikvoptuxwysdkol"),
    ("ագեհոսցքօյզվր", "wqehnugpojqun"),
    ("01345679$@", "oleasbtgsa"),
    ("ıɩǀɑɡ|ɪłøđħŧƒðþɛɔəɐʋɯ", "iilagllodhtfdpecoevuw"),
    ("ᴀʙᴄᴅᴇꜰɢʜᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghjklmnoprstuvwyz"),
)
# Greek capitals look like Latin ones where their small letters do not.
_CAPITALS: Final = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")
# Cherokee capitals, which Python lower-cases to U+AB70 and on.
_CHEROKEE: Final = {
    0xAB70 + n: latin
    for n, latin in zip(
        (0, 1, 2, 5, 9, 10, 11, 12, 19, 23, 27, 32, 34, 35, 47, 50, 57, 58, 62, 63, 66, 70, 71),
        "drtiyajewmhghzbrvslcpkd",
        strict=True,
    )
}
_SQUARED: Final = {0x1F130 + n: chr(97 + n) for n in range(26)} | {
    start + n: chr(97 + n) for start in (0x1F150, 0x1F170) for n in range(26)
}
_TABLE: Final = (
    _SQUARED
    | _CHEROKEE
    | {
        ord(strange): latin
        for row, plain in _ROWS
        for strange, latin in zip(row, plain, strict=True)
    }
)
_MERGED: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_PLAIN: Final = str.maketrans("01345679$@|", "oleasbtgsal")


def skeleton(text: str) -> str:
    """What a label or a word looks like; equal skeletons are easily mistaken for each other.

    For comparing only: it is no spelling of anything.
    """
    if text.isascii():
        plain = text.lower().translate(_PLAIN)
    else:
        plain = unicodedata.normalize("NFKD", text.translate(_CAPITALS).lower())
        plain = plain.translate(_TABLE)
        plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    for pair, single in _MERGED:
        plain = plain.replace(pair, single)
    return plain.replace("i", "l")
