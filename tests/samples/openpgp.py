"""OpenPGP packets, written byte by byte; no key here is anybody's."""

from __future__ import annotations

import base64

KEY_ID = bytes.fromhex("0123456789ABCDEF")
USER = "Ann Example <ann@example.com>"


def packet(tag: int, body: bytes) -> bytes:
    """With a header of the present format (RFC 9580, 4.2)."""
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4, "big") + body


def message() -> bytes:
    """Encrypted for one key."""
    return packet(1, b"\x03" + KEY_ID + b"\x01" + b"\0" * 32) + packet(18, b"\x01" + b"\0" * 40)


def signature() -> bytes:
    """Version 4, with the issuer in its unhashed part."""
    issuer = bytes([9, 16]) + KEY_ID
    return packet(2, b"\x04\x00\x01\x08\0\0" + len(issuer).to_bytes(2, "big") + issuer + b"\0" * 9)


def key(secret: bool = False) -> bytes:
    return packet(5 if secret else 6, b"\x04" + b"\0" * 20) + packet(13, USER.encode())


def armoured(label: str, data: bytes) -> bytes:
    text = base64.encodebytes(data)
    return (
        f"-----BEGIN PGP {label}-----\n\n".encode()
        + text
        + (f"=abcd\n-----END PGP {label}-----\n".encode())
    )


def clear_signed(text: bytes) -> bytes:
    head = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
    return head + text + b"\n" + armoured("SIGNATURE", signature())
