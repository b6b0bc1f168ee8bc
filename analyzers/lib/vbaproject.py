"""How a VBA project keeps its source from being looked at ([MS-OVBA] 2.3.1.15 to 2.3.1.17)."""

from __future__ import annotations

import re

_ENTRY = re.compile(rb"(?m)^(CMG|DPB|GC)=\"([^\"\r\n]{0,200})\"")
_HEADER = 3  # seed, version and key


def protection(project: bytes) -> tuple[bool, str]:
    """Whether the PROJECT stream locks the project, and how, in words; ("" where it does not).

    The first is True only where no editor can show the source any more (its keys are mangled).
    """
    found = {key.decode(): value for key, value in _ENTRY.findall(project[:65536])}
    if not found:
        return False, ""
    values = {key: decrypted(value) for key, value in found.items()}
    if any(value is None for value in values.values()):
        broken = ", ".join(key for key, value in values.items() if value is None)
        return True, f"unviewable: {broken} cannot be decrypted"
    state, secret, shown = (values.get(key) or b"" for key in ("CMG", "DPB", "GC"))
    words = []
    if len(state) == 4 and state[0] & 4:
        words.append("locked by the editor")
    if len(state) == 4 and state[0] & 3:
        words.append("locked by user or host")
    if len(secret) > 1:
        words.append("a password is set")
    if shown == b"\0":
        words.append("hidden from the editor")
    return False, ", ".join(words)


def decrypted(value: bytes) -> bytes | None:
    """The data of one encrypted entry ([MS-OVBA] 2.4.3.3); None where the entry is broken."""
    try:
        raw = bytes.fromhex(value.decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return None
    if len(raw) < _HEADER:
        return None
    seed, version, key = raw[0], raw[1], raw[2]
    if seed ^ version != 2:  # the only version there is
        return None
    before, last, plain = version, key, seed ^ key
    out = bytearray()
    for letter in raw[_HEADER:]:
        plain = letter ^ (before + plain) & 0xFF
        before, last = last, letter
        out.append(plain)
    body = bytes(out[(seed & 6) // 2 :])
    size = int.from_bytes(body[:4], "little")
    return body[4 : 4 + size] if len(body) >= 4 + size else None
