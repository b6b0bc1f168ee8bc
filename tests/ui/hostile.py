"""Mails made to break whoever shows them; inert, and built here byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.header import Header

NAMES = ("From", "To", "Cc", "Reply-To", "Subject", "Return-Path", "Message-ID", "List-Id", "X-A")


def mail(subject: str, body: str, kind: str = "html", more: str = "") -> bytes:
    head = (
        f"From: Eve <eve@evil.example>\r\nTo: ann@contoso.example\r\nSubject: {subject}\r\n{more}"
        f"MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + body).encode()


def markup_everywhere(canary: str) -> bytes:
    """Every field, name and text would load a picture if anything rendered it."""
    trap = f'<img src="{canary}"><b>x</b>'
    word = Header(trap, "utf-8", maxlinelen=4_000).encode()
    head = "".join(f"{name}: {word} <a@evil.example>\r\n" for name in NAMES)
    claims = f"Authentication-Results: {trap}; spf=pass smtp.mailfrom={trap}\r\n"
    body = f'<p>{trap}&lt;img src="{canary}"&gt;</p><a href="{canary}">{canary}</a>'
    part = (
        '--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n' + body + "\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{word}"\r\n\r\nx\r\n--b--\r\n'
    )
    kind = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return (head + claims + kind + part).encode()


def turned_around(canary: str) -> bytes:
    name = "\u202egpj.exe\u200b\u2066"
    return mail(name, f"<p>{name * 200}</p><p>{'שלום abc ' * 500}</p>")


def megabyte_of_text(canary: str) -> bytes:
    return mail("Long", "All work and no play. " * 48_000, "plain")


def blocks(canary: str) -> bytes:
    return mail("Blocks", "<p>x</p>" * 20_000)


def endless_word(canary: str) -> bytes:
    return mail("Word", f"<p>{'x' * 2_000_000}</p>")


def mixed_word(canary: str) -> bytes:
    return mail("Mixed", f"<p>{'aя' * 100_000}</p>")


def links(canary: str) -> bytes:
    one = '<a href="https://evil.example/{0}?u={0}">https://bank.example/{0}</a> '
    return mail("Links", "".join(one.format(number) for number in range(500)))


def headers(canary: str) -> bytes:
    """Two hundred, some of 60 KB."""
    folded = ("y" * 900 + "\r\n ") * 66 + "z"
    values = (folded if number < 9 else "y" * 900 for number in range(200))
    return mail("Headers", "x", more="".join(f"X-{n}: {v}\r\n" for n, v in enumerate(values)))


def nested_tables(canary: str) -> bytes:
    return mail("Tables", "<table><tr><td>" * 400 + "x" + "</td></tr></table>" * 400)


MAILS: Mapping[str, Callable[[str], bytes]] = {
    made.__name__: made
    for made in (
        markup_everywhere,
        turned_around,
        megabyte_of_text,
        blocks,
        endless_word,
        mixed_word,
        links,
        headers,
        nested_tables,
    )
}
