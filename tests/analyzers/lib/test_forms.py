"""Forms: what they ask for and where they send it."""

from __future__ import annotations

import pytest

from analyzers.lib import dom, forms
from analyzers.model.body import Form, FormField


def read(html: str) -> tuple[Form, ...]:
    return forms.read(dom.parse(html))


def test_fields_carry_name_type_and_label() -> None:
    page = """<form action=" https://f.example/go " method=POST><label for=u>Your name</label>
    <input id=u name=user><input type=PASSWORD name=p placeholder="Secret">
    Pick one: <select name=s></select><textarea name=t aria-label="Say"></textarea>
    <input type=submit value="Send it"></form>"""
    assert read(page) == (
        Form(
            "https://f.example/go",
            "post",
            (
                FormField("user", "text", "Your name"),
                FormField("p", "password", "Secret"),
                FormField("s", "select", "Pick one:"),
                FormField("t", "textarea", "Say"),
                FormField("", "submit", "Send it"),
            ),
        ),
    )


def test_fields_outside_a_form_are_one_without_address() -> None:
    assert read("<input name=a><form></form><input name=b>") == (
        Form("", "get", (FormField("a", "text"), FormField("b", "text"))),
        Form("", "get", ()),
    )
    assert read("<p>x") == ()


@pytest.mark.parametrize(
    "field",
    [
        "<input type=password>",
        "<input name=passwd>",
        "<input name=x placeholder='Mot de passe'>",
        "<input placeholder=Contraseña>",
        "<input placeholder=Senha>",
        "<input placeholder=Kennwort>",
        "<input placeholder=пароль>",
        "<input placeholder=パスワード>",
        "<input placeholder='Enter OTP'>",
        "<input name=verification_code>",
        "<input placeholder='Card number'>",
        "<input placeholder=Kartennummer>",
        "<input name=cvv>",
        "<input placeholder='número de tarjeta'>",
        "<textarea placeholder='Seed phrase'></textarea>",
    ],
)
def test_secrets_are_told_in_many_languages(field: str) -> None:
    assert len(forms.secrets(read(f"<form>{field}</form>")[0])) == 1


@pytest.mark.parametrize(
    "field",
    [
        "<input name=email type=email placeholder='E-mail'>",
        "<input name=q placeholder='Search card games'>",
        "<input name=passenger placeholder='Passengers'>",
        "<input type=checkbox name=password_ok>",
        "<input type=submit value='Reset password'>",
        "<input name=compass placeholder='Shopping'>",
    ],
)
def test_other_fields_are_no_secrets(field: str) -> None:
    assert forms.secrets(read(f"<form>{field}</form>")[0]) == ()
