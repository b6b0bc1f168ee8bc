"""Unpacks RAR through the system's libarchive, in memory, where that library is installed."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Final

_NAMES: Final = ("libarchive.so.13", "libarchive.13.dylib", "archive.dll")
_WARN: Final = -20  # archive.h: what is worse than ARCHIVE_WARN gives no entry
_END: Final = 1  # ARCHIVE_EOF


def _loaded() -> ctypes.CDLL | None:
    """Loaded with this module, by the host: a box can open no file any more."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
            library.archive_read_new.restype = ctypes.c_void_p
            library.archive_read_data.restype = ctypes.c_ssize_t
            library.archive_error_string.restype = ctypes.c_char_p
            known = (library.archive_read_support_format_rar5, library.archive_read_open_memory)
        except (OSError, AttributeError):
            continue
        return library if all(known) else None
    return None


_LIBRARY: Final = _loaded()
AVAILABLE: Final = _LIBRARY is not None


class Entry:
    """One member's content, to be read before the next entry is asked for."""

    def __init__(self, library: ctypes.CDLL, archive: ctypes.c_void_p) -> None:
        self._library, self._archive = library, archive

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; ``ValueError`` where the library gives up."""
        buffer = ctypes.create_string_buffer(size)
        count = self._library.archive_read_data(self._archive, buffer, ctypes.c_size_t(size))
        if count < 0:
            raise ValueError(_problem(self._library, self._archive))
        return buffer.raw[:count]


def entries(data: bytes) -> Iterator[Entry]:
    """The members of a RAR archive in their order; ``ValueError`` where one cannot be begun."""
    if _LIBRARY is None:
        return
    library, found = _LIBRARY, ctypes.c_void_p()
    archive = ctypes.c_void_p(library.archive_read_new())
    try:
        library.archive_read_support_format_rar(archive)
        library.archive_read_support_format_rar5(archive)
        if library.archive_read_open_memory(archive, data, ctypes.c_size_t(len(data))) < _WARN:
            raise ValueError(_problem(library, archive))
        while (told := library.archive_read_next_header(archive, ctypes.byref(found))) != _END:
            if told < _WARN:
                raise ValueError(_problem(library, archive))
            yield Entry(library, archive)
    finally:
        library.archive_read_free(archive)


def _problem(library: ctypes.CDLL, archive: ctypes.c_void_p) -> str:
    said = library.archive_error_string(archive)
    return bytes(said).decode("utf-8", "replace") if said else "libarchive gives no reason"
