"""Codes split over two pictures of a message, read from the message's own parts."""

from __future__ import annotations

import base64

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.body import Code
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation
from analyzers.model.unit import Context
from analyzers.signals import split_codes
from tests.samples import codes

WHOLE = codes.image()
HALF = WHOLE.width // 2
LEFT = codes.saved(WHOLE.crop((0, 0, HALF, WHOLE.height)))
RIGHT = codes.saved(WHOLE.crop((HALF, 0, WHOLE.width, WHOLE.height)))


def seen(*pictures: bytes) -> list[Observation]:
    parts = "".join(
        f'--b\r\nContent-Type: image/png; name="{n}.png"\r\nContent-Transfer-Encoding: base64\r\n'
        f"\r\n{base64.encodebytes(picture).decode()}\r\n"
        for n, picture in enumerate(pictures)
    )
    head = 'Subject: s\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    artifact = Artifact.of(f"{head}{parts}--b--\r\n".encode(), "a.eml", "eml")
    message = next(o for o in eml.UNIT.examine(artifact, Context()) if isinstance(o, Message))
    return list(split_codes.UNIT.examine(artifact, Context(message=message)))


def test_the_halves_are_put_together() -> None:
    observed = seen(RIGHT, LEFT)
    [code] = [o for o in observed if isinstance(o, Code)]
    assert (code.text, code.drawn, code.note) == (codes.URL, "two pictures", "side by side")
    assert code.picture == "1.png + 0.png"
    assert {"code.link", "code.drawn"} <= {o.rule for o in observed if isinstance(o, Finding)}


def test_one_picture_or_a_whole_code_says_nothing() -> None:
    assert seen(LEFT) == []
    assert seen(codes.saved(WHOLE), LEFT, RIGHT) == []


def test_without_a_message_there_is_nothing_to_read() -> None:
    assert list(split_codes.UNIT.examine(Artifact.of(b"x", "", "eml"), Context())) == []
