"""Disc images as another library writes them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pycdlib


def image(
    files: Mapping[str, bytes], *, joliet: bool = True, rock_ridge: bool = False, udf: bool = False
) -> bytes:
    """Files below the root or one directory deep, in every name space asked for."""
    disc = pycdlib.PyCdlib()
    options: dict[str, Any] = {"interchange_level": 3, "vol_ident": "DISC"}
    options |= {"joliet": 3} if joliet else {}
    options |= {"rock_ridge": "1.09"} if rock_ridge else {}
    options |= {"udf": "2.60"} if udf else {}
    disc.new(**options)
    for number, (path, data) in enumerate(files.items()):
        folder, _, name = path.rpartition("/")
        short, more = f"/F{number}.DAT;1", _names(path, name, joliet, rock_ridge, udf)
        if folder:
            disc.add_directory(f"/D{number}", **_names(folder, folder, joliet, rock_ridge, udf))
            short = f"/D{number}{short}"
        disc.add_fp(io.BytesIO(data), len(data), short, **more)
    held = io.BytesIO()
    disc.write_fp(held)
    disc.close()
    return held.getvalue()


def _names(path: str, name: str, joliet: bool, rock_ridge: bool, udf: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"joliet_path": f"/{path}"} if joliet else {}
    found |= {"rr_name": name} if rock_ridge else {}
    return found | ({"udf_path": f"/{path}"} if udf else {})


def hiding(disc: bytes, name: str) -> bytes:
    """The same image with the Joliet entry of that name marked hidden (ECMA-119, 9.1.6)."""
    at = disc.find(name.encode("utf-16-be"))
    flags = at - 33 + 25
    return disc[:flags] + bytes((disc[flags] | 1,)) + disc[flags + 1 :]
