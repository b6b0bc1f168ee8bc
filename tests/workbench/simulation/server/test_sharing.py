"""What a user's token is worth in whose mailbox."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workbench.simulation.server.tiny import ANNA, BEN, CHRIS, PEOPLE, tiny_world
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.sharing import is_open, scopes_for

ANNAS, BENS, INFO = PEOPLE


def test_scopes_for_ones_own_mail_are_worth_nothing_elsewhere() -> None:
    held = frozenset({"Mail.Read", "Mail.ReadWrite", "MailboxSettings.Read"})
    assert scopes_for(ANNA, ANNAS, held) == held
    assert scopes_for(ANNA, INFO, held) == frozenset()


def test_scopes_for_shared_mail_hold_for_ones_own_too() -> None:
    held = frozenset({"User.Read", "Mail.Read.Shared"})
    assert scopes_for(ANNA, ANNAS, held) == {"User.Read", "Mail.Read"}
    assert scopes_for(ANNA, INFO, held) == {"Mail.Read"}


@pytest.mark.parametrize(
    ("user", "settings", "open_"),
    [
        (ANNA, Settings(), True),
        (BEN, Settings(), False),
        (ANNA, Settings(unshared=[INFO.address]), False),
        (CHRIS, Settings(unshared=[INFO.address]), True),
    ],
)
def test_the_information_desk_is_open_to_the_analyst(
    user: str, settings: Settings, open_: bool
) -> None:
    assert is_open(tiny_world(), settings, user, INFO) is open_


def test_the_report_mailbox_is_open_to_the_analyst_and_others_by_setting() -> None:
    world = replace(tiny_world(), report_mailbox=BENS.address)
    assert is_open(world, Settings(), ANNA, BENS)
    assert not is_open(tiny_world(), Settings(), ANNA, BENS)
    assert is_open(tiny_world(), Settings(shared=[BENS.address]), CHRIS, BENS)
