"""7-Zip archives as the library the product reads them with writes them."""

from __future__ import annotations

import io
from collections.abc import Mapping

import py7zr


def seven_zip(
    members: Mapping[str, bytes],
    password: str | None = None,
    *,
    names: bool = False,
) -> bytes:
    """``names`` locks the list of members as well."""
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", password=password) as archive:
        if names:
            archive.set_encrypted_header(True)
        for name, data in members.items():
            archive.writestr(data, name)
    return held.getvalue()
