"""The task an administrator pastes: complete, and nothing of a mail runs in it."""

from __future__ import annotations

import argparse

import pytest

from workbench.commands import block as command
from workbench.errors import BadInput
from workbench.remediation.blocking import MOST, Block, read_block, task


def test_exchange_gets_commands_with_an_end() -> None:
    found = read_block(
        ["Pay@Evil.example"],
        ["bücher.example"],
        ["https://evil.example/a?b=1", "evil.example/a?b=1"],
    )
    assert found == Block(("pay@evil.example", "xn--bcher-kva.example"), ("evil.example/a?b=1",))
    lines = task(found, google=False, days=7).splitlines()
    assert lines[2] == (
        "New-TenantAllowBlockListItems -ListType Sender -Block -Entries "
        "'pay@evil.example','xn--bcher-kva.example' "
        "-ExpirationDate (Get-Date).ToUniversalTime().AddDays(7)"
    )
    assert "-ListType Url -Block -Entries 'evil.example/a?b=1'" in lines[3]


def test_many_entries_take_several_commands() -> None:
    found = read_block([], [f"d{n}.example" for n in range(MOST + 1)], [])
    assert task(found, google=False).count("New-TenantAllowBlockListItems") == 2


def test_google_gets_the_steps() -> None:
    text = task(read_block(["a@b.example"], [], ["b.example/x"]), google=True)
    assert "Blocked senders" in text
    assert "  a@b.example\n" in text
    assert "Gmail has no list of blocked links" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "a'; Remove-Item C:\\ -Recurse; '@b.example",
        "a\u2019;calc;\u2018@b.example",  # PowerShell takes typographic quotes for quotes
        "$(calc)@b.example",
        "a`n@b.example",
        "a@b.example\nRemove-Item x",
        "a@b",
        "a@-b.example",
        "@b.example",
        "",
    ],
)
def test_no_address_leaves_its_quotes(hostile: str) -> None:
    with pytest.raises(BadInput):
        read_block([hostile], [], [])


@pytest.mark.parametrize(
    "hostile",
    ["https://b.example/'; calc; '", "b.example/$(calc)", "b.example/a\nb", "u@b.example/x", "/x",
     "b.example:80/x", "b.example/\u2019"],
)  # fmt: skip
def test_no_link_leaves_its_quotes(hostile: str) -> None:
    with pytest.raises(BadInput):
        read_block([], [], [hostile])


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["--domain", "evil.example", "--google"])) == 0
    assert "  evil.example" in capsys.readouterr().out
    for words in ([], ["--domain", "evil.example", "--days", "0"]):
        with pytest.raises(BadInput):
            command.run(parser.parse_args(words))
