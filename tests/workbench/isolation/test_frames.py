"""Frames survive any cutting of the stream, and nothing beyond the budget is read."""

from __future__ import annotations

import os
import random

import pytest

from analyzers.model.codec import Malformed, dumps, encode
from analyzers.model.unit import Limits
from workbench.isolation.frames import Frame, FrameReader, Outbox, pack, write_all
from workbench.isolation.protocol import Done, Entered, FromBox, read, spell

FRAMES = [Frame(b"{}", (b"one", b"")), Frame(b'{"a":1}'), Frame(b"", (b"x" * 5_000,))]
STREAM = b"".join(b"".join(pack(f.text, f.blobs)) for f in FRAMES)


@pytest.mark.parametrize("step", [1, 7, 4_096, len(STREAM)])
def test_frames_come_out_as_they_went_in(step: int) -> None:
    reader = FrameReader(1_000, 10_000)
    chunks = [STREAM[at : at + step] for at in range(0, len(STREAM), step)]
    assert [frame for chunk in chunks for frame in reader.feed(chunk)] == FRAMES


def test_the_budget_holds_for_all_frames_together() -> None:
    reader = FrameReader(10, 10)
    assert reader.feed(b"".join(pack(b"123456"))) == [Frame(b"123456")]
    with pytest.raises(Malformed):
        reader.feed(b"".join(pack(b"123456")))


def test_a_renewed_reader_has_its_budget_again() -> None:
    reader = FrameReader(10, 10)
    for _ in range(3):
        assert reader.feed(b"".join(pack(b"123456", [b"123456"])))
        reader.renew()


@pytest.mark.parametrize("blobs", [[b"x" * 11], [b"x" * 6] * 2, [b""] * 5_000])
def test_too_many_bytes_are_refused_before_they_are_read(blobs: list[bytes]) -> None:
    head = pack(b"", blobs)[0]
    with pytest.raises(Malformed):
        FrameReader(10, 10).feed(head)


def test_an_outbox_never_blocks_and_loses_nothing() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    outbox, reader = Outbox(writing), FrameReader(1 << 20, 1 << 20)
    outbox.put(b"{}", [b"x" * 500_000])
    frames: list[Frame] = []
    while not frames:
        outbox.flush()
        frames = reader.feed(os.read(reading, 1 << 16))
    assert not outbox
    assert frames == [Frame(b"{}", (b"x" * 500_000,))]
    os.close(reading)
    os.close(writing)


def test_everything_is_written_to_a_blocking_pipe() -> None:
    reading, writing = os.pipe()
    write_all(writing, pack(b"{}", [b"x" * 1_000]))
    os.close(writing)
    assert FrameReader(10, 1_000).feed(os.read(reading, 1 << 16)) == [Frame(b"{}", (b"x" * 1_000,))]
    os.close(reading)


def test_mutated_messages_are_typed_or_malformed() -> None:
    chance = random.Random(40)
    seeds = [
        spell(FromBox, Done(1.5)),
        spell(FromBox, Entered(("seccomp", "rlimits"))),
        dumps({"is": "Told", "index": 0, "examination": encode(Limits()), "children": [1]}),
    ]
    typed = 0
    for _ in range(3_000):
        text = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 4)):
            text[chance.randrange(len(text))] = chance.choice(b'{}[]",:0123456789.eEx\\u\xff')
        try:
            read(FromBox, Frame(bytes(text)))
            typed += 1
        except Malformed:
            continue
    assert 0 < typed < 3_000
