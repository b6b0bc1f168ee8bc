"""The list of all units, in the order they run: the message units come before what reads them."""

from __future__ import annotations

from analyzers.attachments import (
    archive_zip,
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
from analyzers.mail import (
    eml,
    mbox,
    msg,
    tnef,
)
from analyzers.model.unit import Unit
from analyzers.signals import (
    ambiguity,
    arc,
    authentication,
    bimi,
    dkim,
    dmarc,
    history,
    layers,
    links,
    replyto,
    sender,
    spf,
    threads,
)

UNITS: tuple[Unit, ...] = (
    eml.UNIT,
    msg.UNIT,
    tnef.UNIT,
    mbox.UNIT,
    authentication.UNIT,
    sender.UNIT,
    replyto.UNIT,
    dkim.UNIT,
    arc.UNIT,
    spf.UNIT,
    dmarc.UNIT,
    bimi.UNIT,
    history.UNIT,
    layers.UNIT,
    ambiguity.UNIT,
    html.UNIT,
    text.UNIT,
    links.UNIT,
    smuggling.UNIT,
    file.UNIT,
    archive_zip.UNIT,
    encrypted.UNIT,
    ooxml.UNIT,
    ole.UNIT,
    macros.UNIT,
    rtf.UNIT,
    pe.UNIT,
    readable.UNIT,
    threads.UNIT,
    yara_rules.UNIT,
)
