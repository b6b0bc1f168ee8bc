"""Makes the PDF parser open its source of random numbers on import, before boxes are forked.

The parser wants random numbers even to read some encrypted files, and a box can open no device.
"""

from __future__ import annotations

import io

import pikepdf


def _warm() -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="a", user="b", R=6))


_warm()
