"""WinZip's AES encryption."""

from __future__ import annotations

import struct

import pytest

from analyzers.lib.aes_zip import decrypt
from analyzers.lib.unpack import opened
from tests.samples.zips import aes_archive


def locked() -> tuple[bytes, bytes]:
    """The encrypted bytes and the extra field of a member."""
    data = aes_archive("a", b"content " * 9, b"secret")
    with opened(data) as archive:
        member = archive.infolist()[0]
    start = 30 + 1 + 11
    return data[start : start + member.compress_size], member.extra


def test_the_right_password_opens() -> None:
    packed, extra = locked()
    plain = decrypt(packed, extra, b"secret")
    assert plain is not None
    assert plain.method == 8


def test_a_wrong_password_and_a_changed_byte_do_not() -> None:
    packed, extra = locked()
    assert decrypt(packed, extra, b"wrong") is None
    assert decrypt(packed[:30] + b"x" + packed[31:], extra, b"secret") is None


@pytest.mark.parametrize(
    "extra", [b"", b"\x01", struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 9, 8)]
)
def test_a_field_that_makes_no_sense_opens_nothing(extra: bytes) -> None:
    assert decrypt(locked()[0], extra, b"secret") is None
