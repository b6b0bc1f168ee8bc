"""The list of all units, in the order they run: the message units come before what reads them."""

from __future__ import annotations

from analyzers.attachments import (
    archive_zip,
    codes,
    encrypted,
    file,
    html,
    macros,
    ole,
    ooxml,
    pe,
    readable,
    rtf,
    smuggling,
    text,
    yara_rules,
)
from analyzers.mail import eml, msg
from analyzers.model.unit import Unit
from analyzers.signals import (
    authentication,
    body,
    drawn_codes,
    history,
    links,
    replyto,
    sender,
    signature,
    split_codes,
)

UNITS: tuple[Unit, ...] = (
    eml.UNIT,
    msg.UNIT,
    authentication.UNIT,
    sender.UNIT,
    replyto.UNIT,
    signature.UNIT,
    history.UNIT,
    split_codes.UNIT,
    html.UNIT,
    text.UNIT,
    links.UNIT,
    body.UNIT,
    drawn_codes.UNIT,
    smuggling.UNIT,
    file.UNIT,
    archive_zip.UNIT,
    encrypted.UNIT,
    ooxml.UNIT,
    ole.UNIT,
    macros.UNIT,
    rtf.UNIT,
    pe.UNIT,
    codes.UNIT,
    readable.UNIT,
    yara_rules.UNIT,
)
