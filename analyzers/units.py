"""The list of all units, in the order they run: the message units come before what reads them."""

from __future__ import annotations

from analyzers.attachments import html, smuggling, text
from analyzers.mail import eml, msg
from analyzers.model.unit import Unit
from analyzers.signals import links

UNITS: tuple[Unit, ...] = (eml.UNIT, msg.UNIT, html.UNIT, text.UNIT, links.UNIT, smuggling.UNIT)
