"""The exceptions that parsers of hostile bytes are known to raise, by name."""

from __future__ import annotations

import binascii
import struct
import zlib
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, LargeZipFile

# Seen from olefile, oletools, pefile, msoffcrypto and zipfile on tens of thousands of mutated
# documents.  MemoryError stays out: it has to reach the box, which reports it as such.
PARSER_FAILURES: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    BufferError,
    EOFError,
    ExpatError,
    LargeZipFile,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    binascii.Error,
    struct.error,
    zlib.error,
)


def reason(problem: BaseException) -> str:
    """One line on a failure, fit to stand in a report: type, then at most 160 characters."""
    text = " ".join(str(problem).split())[:160]
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__
