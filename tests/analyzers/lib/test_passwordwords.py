"""Passwords in what a mail says."""

from __future__ import annotations

import pytest

from analyzers.lib.passwordwords import HINTS, SENTENCE, in_name, in_text

GIVEN = [
    ("The password is 4711x.", "4711x"),
    ("Password: Rechnung2026!", "Rechnung2026"),
    ("Das Passwort lautet: geheim99", "geheim99"),
    ("Das Kennwort für das Archiv lautet „Sommer-26“.", "Sommer-26"),
    ("Le mot de passe est abc123", "abc123"),
    ("La contraseña es Factura77", "Factura77"),
    ("A senha é nota2026", "nota2026"),
    ("Пароль: 12345", "12345"),
    ("密码:8888", "8888"),
    ("パスワード: kaisya1", "kaisya1"),
    ("Hasło: faktura1", "faktura1"),
    ("Pass - 777", "777"),
    ("archive code = ZX-91", "ZX-91"),
    ("Use the following password to open it:\r\n\r\n  Q7w9\r\n", "Q7w9"),
    ("password for the attached archive: 'inf3cted'", "inf3cted"),
    ("PW: 0415", "0415"),
    ("pin code: 5521", "5521"),
]


@pytest.mark.parametrize(("text", "password"), GIVEN)
def test_the_password_a_text_gives_is_among_the_first(text: str, password: str) -> None:
    assert password in [hint.password for hint in in_text(text, "the message")[:3]]


NOTHING = [
    "Your password expires today. Click to keep it.",
    "The password is required to continue",
    "Reset your password here: https://login.example/reset",
    "No secret in this text at all.",
    "passenger compass bypass",
]


@pytest.mark.parametrize("text", NOTHING)
def test_sentences_about_passwords_give_none(text: str) -> None:
    assert in_text(text, "the message") == ()


def test_the_sentence_is_kept_with_its_place() -> None:
    (hint,) = in_text("Hello,\nthe password is 4711x, as agreed.\nBye", "the message")
    assert (hint.told, hint.where) == ("the password is 4711x, as agreed.", "the message")


def test_what_stands_behind_a_colon_comes_first() -> None:
    hints = in_text("the password is something simple\nPassword: 1234", "the message")
    assert hints[0].password == "1234"


@pytest.mark.parametrize(
    ("name", "password"),
    [("invoice_pw-1234.zip", "1234"), ("scan password_abc9.7z", "abc9"), ("report.zip", None)],
)
def test_a_file_name_may_give_it(name: str, password: str | None) -> None:
    assert [hint.password for hint in in_name(name)] == ([password] if password else [])


@pytest.mark.parametrize(
    "text",
    ["password " * 50_000, "password: " * 50_000, "password is is is " * 30_000, "pw" * 200_000,
     "Password" + " " * 300_000 + ": x", 'password "' * 40_000, "İ" * 200_000 + " password: 1234"],
)  # fmt: skip
def test_hostile_texts_end_and_give_little(text: str) -> None:
    hints = in_text(text, "the message")
    assert len(hints) <= HINTS
    assert all(len(hint.told) <= SENTENCE for hint in hints)
