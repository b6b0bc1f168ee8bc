"""Reads the lists among the resources, which must be done before a box closes."""

from __future__ import annotations

from importlib.resources import files


def entries(name: str) -> tuple[str, ...]:
    """The lines of ``resources/lists/<name>.txt`` without comments; "#" begins one."""
    text = files("resources").joinpath(f"lists/{name}.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
