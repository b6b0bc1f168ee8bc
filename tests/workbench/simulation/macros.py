"""olevba as the tests use it, without its noise.

It calls names that pyparsing has renamed, and says of every sample that it cannot look for
stomped code in memory; neither is ours to fail on.
"""

from __future__ import annotations

import logging
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools import mraptor, olevba

decompress_stream = olevba.decompress_stream


def parser(name: str, data: bytes) -> olevba.VBA_Parser:
    logging.getLogger("olevba").setLevel(logging.CRITICAL)
    return olevba.VBA_Parser(name, data=data)


def is_suspicious(code: str) -> bool:
    raptor = mraptor.MacroRaptor(code)
    raptor.scan()
    return bool(raptor.suspicious)
