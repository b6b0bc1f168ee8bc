"""How near the bytes at hand are to what was received, which bounds what a failed check proves."""

from __future__ import annotations

import enum


class Fidelity(enum.StrEnum):
    """Only ORIGINAL can fail a signature; a pass is evidence whatever the copy."""

    ORIGINAL = "original bytes"  # as the receiving server stored them: Gmail raw, the SMTP data
    RESERIALISED = "re-serialised by the provider"  # Graph's $value, exports
    REPRODUCTION = "client reproduction"  # what a program made of it: .msg, some report buttons
    INLINE = "forwarded inline"  # text inside another message: headers and attachments are gone
    UNKNOWN = "a copy of unknown making"  # a file somebody saved
