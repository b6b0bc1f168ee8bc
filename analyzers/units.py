"""The list of all units, in the order they run: the message units come before what reads them."""

from __future__ import annotations

from analyzers.attachments import (
    archive_7z,
    archive_tar,
    archive_zip,
    chm,
    codes,
    compressed,
    contact,
    deployment,
    disc_image,
    encrypted,
    file,
    help_page,
    html,
    internet_shortcut,
    lnk,
    macros,
    mail_store,
    ole,
    ooxml,
    pdf_actions,
    pdf_embedded,
    pdf_forms,
    pdf_locked,
    pdf_lure,
    pdf_metadata,
    pdf_pages,
    pdf_structure,
    pdf_text,
    pe,
    pe_capabilities,
    pe_imports,
    pe_origin,
    pgp,
    picture,
    readable,
    registry,
    remote_desktop,
    rtf,
    scripts,
    settings_files,
    shell_xml,
    smime,
    smuggling,
    text,
    yara_rules,
)
from analyzers.mail import calendar, eml, mbox, msg, tnef
from analyzers.model.unit import Unit
from analyzers.signals import (
    ambiguity,
    arc,
    authentication,
    bimi,
    body,
    chronology,
    concealment,
    conversation,
    displayname,
    dkim,
    dmarc,
    drawn_codes,
    gateways,
    header_links,
    history,
    imitation,
    invitation,
    layers,
    links,
    mailer,
    mailing,
    messageid,
    passwords,
    path,
    replyto,
    sender,
    simulation,
    spf,
    split_codes,
    threads,
)
from analyzers.signals import pgp as pgp_structure
from analyzers.signals import smime as smime_signature

_MESSAGES: tuple[Unit, ...] = (eml.UNIT, msg.UNIT, tnef.UNIT, mbox.UNIT, calendar.UNIT)

_ORIGIN: tuple[Unit, ...] = (
    path.UNIT,
    authentication.UNIT,
    gateways.UNIT,
    dkim.UNIT,
    arc.UNIT,
    spf.UNIT,
    dmarc.UNIT,
    bimi.UNIT,
    smime_signature.UNIT,
    pgp_structure.UNIT,
)

_SENDER: tuple[Unit, ...] = (
    sender.UNIT,
    displayname.UNIT,
    imitation.UNIT,
    concealment.UNIT,
    replyto.UNIT,
    history.UNIT,
    conversation.UNIT,
    messageid.UNIT,
    chronology.UNIT,
    mailer.UNIT,
    mailing.UNIT,
    simulation.UNIT,
    invitation.UNIT,
)

_STRUCTURE: tuple[Unit, ...] = (
    passwords.UNIT,
    layers.UNIT,
    ambiguity.UNIT,
    header_links.UNIT,
    split_codes.UNIT,
)

_CONTENT: tuple[Unit, ...] = (
    html.UNIT,
    text.UNIT,
    links.UNIT,
    body.UNIT,
    threads.UNIT,
    drawn_codes.UNIT,
    smuggling.UNIT,
)

_LAUNCHERS: tuple[Unit, ...] = (
    lnk.UNIT,
    internet_shortcut.UNIT,
    shell_xml.UNIT,
    deployment.UNIT,
    remote_desktop.UNIT,
    settings_files.UNIT,
    registry.UNIT,
    chm.UNIT,
    help_page.UNIT,
    contact.UNIT,
    mail_store.UNIT,
)

_PDF: tuple[Unit, ...] = (
    pdf_structure.UNIT,
    pdf_locked.UNIT,
    pdf_actions.UNIT,
    pdf_forms.UNIT,
    pdf_embedded.UNIT,
    pdf_metadata.UNIT,
    pdf_text.UNIT,
    pdf_lure.UNIT,
    pdf_pages.UNIT,
)

_FILES: tuple[Unit, ...] = (
    file.UNIT,
    archive_zip.UNIT,
    archive_7z.UNIT,
    disc_image.UNIT,
    archive_tar.UNIT,
    compressed.UNIT,
    encrypted.UNIT,
    ooxml.UNIT,
    ole.UNIT,
    macros.UNIT,
    rtf.UNIT,
    scripts.UNIT,
    pe.UNIT,
    pe_imports.UNIT,
    pe_origin.UNIT,
    pe_capabilities.UNIT,
    smime.UNIT,
    pgp.UNIT,
    picture.UNIT,
    codes.UNIT,
    readable.UNIT,
    yara_rules.UNIT,
)

UNITS = (*_MESSAGES, *_ORIGIN, *_SENDER, *_STRUCTURE, *_CONTENT, *_LAUNCHERS, *_PDF, *_FILES)
