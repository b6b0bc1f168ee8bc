"""Signature blocks and banners are found in many languages; text cannot hide as a banner."""

from __future__ import annotations

import pytest

from analyzers.lib import signoffs


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Hello\n\n--\nAnn\nExample Ltd", "--\nAnn\nExample Ltd"),
        ("Hello\n\n-- \nAnn", "-- \nAnn"),
        ("Hello\n\nSent from my iPhone", "Sent from my iPhone"),
        ("Hello\n\nGet Outlook for iOS", "Get Outlook for iOS"),
        ("Hallo\n\nVon meinem iPhone gesendet", "Von meinem iPhone gesendet"),
        ("Bonjour\n\nEnvoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("Hola\n\nEnviado desde mi iPhone", "Enviado desde mi iPhone"),
        ("Ciao\n\nInviato da iPhone", "Inviato da iPhone"),
        ("Olá\n\nEnviado do meu iPhone", "Enviado do meu iPhone"),
        ("Hoi\n\nVerstuurd vanaf mijn iPhone", "Verstuurd vanaf mijn iPhone"),
        ("Hej\n\nSkickat från min iPhone", "Skickat från min iPhone"),
        ("Hei\n\nLähetetty iPhonesta", "Lähetetty iPhonesta"),
        ("Cześć\n\nWysłane z iPhone'a", "Wysłane z iPhone'a"),
        ("Привет\n\nОтправлено с iPhone", "Отправлено с iPhone"),
        ("Selam\n\niPhone'umdan gönderildi", "iPhone'umdan gönderildi"),
        ("こんにちは\n\niPhoneから送信", "iPhoneから送信"),
        ("你好\n\n发自我的iPhone", "发自我的iPhone"),
        ("안녕\n\n나의 iPhone에서 보냄", "나의 iPhone에서 보냄"),
        ("Hello\n\nAnn", ""),
        ("The report was sent from my office to yours, and nobody there has read it" * 2, ""),
        ("", ""),
    ],
)
def test_signatures(text: str, signature: str) -> None:
    assert signoffs.signature(text) == signature


def test_much_text_below_a_dash_is_no_signature() -> None:
    assert signoffs.signature("Hello\n--\n" + "x" * 2_000) == ""


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL]",
        "[EXTERNAL EMAIL]",
        "EXTERNAL:",
        "You don't often get email from ann@example.com. Learn why this is important",
        "ACHTUNG: Diese E-Mail kommt von außerhalb. Klicken Sie nicht auf Links.",
        "Vorsicht: Externer Absender",
        "ATTENTION : ce message provient de l'extérieur. Ne cliquez pas sur les liens.",
        "Precaución: remitente externo",
        "ATTENZIONE: mittente esterno",
        "Atenção: este e-mail veio de fora da organização",
        "Let op: externe afzender",
        "Varning: extern avsändare",
        "Uwaga: wiadomość spoza organizacji",
        "Внимание: внешний отправитель",
        "DİKKAT: Bu e-posta kuruluş dışından geldi",
        "【注意】社外からのメールです",
        "注意：此为外部邮件",
        "외부 메일입니다",
    ],
)
def test_a_banner_is_taken_from_the_top(banner: str) -> None:
    assert signoffs.banners(f"{banner}\n\nHello Bob") == ((banner,), "Hello Bob")


def test_lines_beside_a_banner_go_with_it() -> None:
    text = "This message is from an external sender.\nReport Suspicious\n\nHello"
    assert signoffs.banners(text) == (tuple(text.split("\n")[:2]), "Hello")


@pytest.mark.parametrize(
    "text",
    [
        "Hello\n\nCAUTION: This email originated from outside of the organization.",
        "Warning: the lift is out of order",
        "Do not open the window",
        "Hello Bob",
        "",
    ],
)
def test_other_text_is_no_banner(text: str) -> None:
    assert signoffs.banners(text) == ((), text)


def test_a_line_with_an_address_stays_text() -> None:
    line = "This external email asks you to sign in at https://login.example.com"
    assert signoffs.banners(f"{line}\nHello") == ((line,), f"{line}\nHello")
