"""Contact cards: what they name, link and hold."""

from __future__ import annotations

import base64

import pytest

from analyzers.attachments.contact import CARDS, UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe
from workbench.simulation.samples.png import logo

CARD = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Ann Example\r
item1.EMAIL;TYPE=work:ann@example.test\r
URL:https://10.1.2.3/ca\r
 rd\r
NOTE:see http://example.test/note\r
PHOTO;ENCODING=b;TYPE=PNG:{photo}\r
LOGO:https://pics.test/a.png\r
END:VCARD\r
"""


def seen(text: str) -> list[Observation]:
    return observe(UNIT, text.encode(), "a.vcf", "vcf")


def test_names_links_and_pictures_are_read() -> None:
    picture = logo((10, 20, 30))
    found = seen(CARD.format(photo=base64.b64encode(picture).decode()))
    told = facts(found)
    assert (told["Name"], told["Address"]) == ("Ann Example", "ann@example.test")
    assert [link.url for link in found if isinstance(link, Link)] == [
        "https://10.1.2.3/card",
        "http://example.test/note",
    ]
    assert children(found) == {"photo 1": picture}
    assert {"link.host.ip", "contact.remote"} <= set(findings(found))


def test_an_address_book_ends_in_a_limit() -> None:
    found = seen("BEGIN:VCARD\nFN:a\nEND:VCARD\n" * (CARDS + 5))
    assert "limit.contact.cards" not in findings(seen("BEGIN:VCARD\nFN:a\nEND:VCARD\n"))
    assert findings(found)["limit.contact.cards"].incomplete


def test_no_card_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        seen("FN:a")
