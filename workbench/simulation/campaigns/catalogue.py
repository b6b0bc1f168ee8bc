"""All campaigns in the order they enter a world, and the files their letters carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.simulation.campaigns import (
    account_takeover,
    archived_program,
    credential_link,
    exercise,
    false_alarms,
    html_smuggling,
    macro_invoice,
    payment_fraud,
    qr_picture,
    spam_wave,
)
from workbench.simulation.draft import Draft
from workbench.simulation.letters.content import Builder

CAMPAIGNS: tuple[Callable[[Draft], None], ...] = (
    credential_link.run,
    qr_picture.run,
    macro_invoice.run,
    html_smuggling.run,
    payment_fraud.run,
    account_takeover.run,
    archived_program.run,
    spam_wave.run,
    exercise.run,
    false_alarms.run,
)
FILES: Mapping[str, Builder] = {
    qr_picture.NAME: qr_picture.picture,
    macro_invoice.NAME: macro_invoice.document,
    html_smuggling.NAME: html_smuggling.page,
    archived_program.NAME: archived_program.archive,
}
