"""An id's form and habit are read."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.messageid import read


@pytest.mark.parametrize(
    ("text", "habit"),
    [
        ("<AM0PR01MB1234.eurprd01.prod.outlook.com@x>", ""),
        ("<AM0PR01MB1234@AM0PR01MB1234.eurprd01.prod.outlook.com>", "Microsoft 365"),
        ("<CAB" + "x" * 50 + "@mail.gmail.com>", "Gmail"),
        ("<" + "0a" * 16 + "@shop.test>", "PHPMailer or another script"),
        ("<20200101120000.AB12CD34EF@mx.test>", "the first mail server (Postfix)"),
        ("<1.2.JavaMail.app@host>", "JavaMail"),
    ],
)
def test_habits_are_named(text: str, habit: str) -> None:
    found = read(text)
    assert found.habit == habit
    assert found.well_formed


def test_an_endless_id_costs_little() -> None:
    started = time.process_time()
    assert not read("<" + "a.JavaMail" * 100_000).well_formed
    assert time.process_time() - started < 0.5
