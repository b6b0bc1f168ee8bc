"""Messages that cost far more than their size where a reader trusts them; each is inert."""

from __future__ import annotations

from collections.abc import Callable

from tests.samples.messages import block, message, part


def quotes_in_from() -> bytes:
    return block(("From", '"' * 250_000 + " <a@b.example>"), ("Subject", "Hello")) + b"Hello\r\n"


def comments_in_to() -> bytes:
    return message(("To", "(" * 50_000 + "a@b.example"))


def multiparts_in_multiparts() -> bytes:
    """Three thousand multiparts, each within the one before."""
    opened = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(3000)
    )
    return message(("Content-Type", "multipart/mixed; boundary=b0"), body=opened)


def letters_in_letters() -> bytes:
    return message(body=b"", complete=True)[:-2] + b"Content-Type: message/rfc822\r\n\r\n" * 2000


def many_parts() -> bytes:
    return message(
        ("Content-Type", "multipart/mixed; boundary=b"), body=b"--b\r\n\r\n\r\n" * 100_000
    )


def many_fields() -> bytes:
    return message(*((f"X-Number-{n}", "value") for n in range(100_000)))


def dots_in_message_id() -> bytes:
    return message(("Message-ID", "<" + "a." * 300_000 + "a@b.example>"))


def many_recipients() -> bytes:
    return message(("To", ",\r\n ".join(f"u{n}@b.example" for n in range(40_000))))


def many_words() -> bytes:
    """A subject of encoded words without end."""
    return message(("Subject", " ".join(["=?utf-8?q?a?="] * 40_000)))


def many_parameters() -> bytes:
    each = "; ".join(f"p{n}*0=a; p{n}*1=b" for n in range(10_000))
    return message(("Content-Type", f"text/plain; {each}"))


def zeros_as_letter() -> bytes:
    return part("text/plain", bytes(8 << 20))


MAIL_BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "quotes in From": ("a.eml", quotes_in_from),
    "comments in To": ("a.eml", comments_in_to),
    "multiparts in multiparts": ("a.eml", multiparts_in_multiparts),
    "letters in letters": ("a.eml", letters_in_letters),
    "many parts": ("a.eml", many_parts),
    "many fields": ("a.eml", many_fields),
    "dots in Message-ID": ("a.eml", dots_in_message_id),
    "many recipients": ("a.eml", many_recipients),
    "many words": ("a.eml", many_words),
    "many parameters": ("a.eml", many_parameters),
    "zeros as a letter": ("a.eml", zeros_as_letter),
}
"""Name of the bomb: (file name, what builds it)."""
