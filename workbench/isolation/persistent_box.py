"""The process of a persistent box: reads orders from its pipe until the pipe is closed."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from workbench.isolation import layers
from workbench.isolation.box import Kit, Work, compile_packs
from workbench.isolation.frames import CHUNK, Frame, FrameReader, pack, write_all
from workbench.isolation.pipes import take_pipes
from workbench.isolation.protocol import Entered, Equip, FromBox, Furnish, ToBox, Trial, read, spell

_TEXT, _BLOBS = 1 << 30, 1 << 40  # the host is trusted: no budget, only sane bounds


def main() -> None:
    orders, answers = take_pipes()
    sys.dont_write_bytecode = True
    frames = _frames(orders)
    furnish = read(ToBox, next(frames))
    if not isinstance(furnish, Furnish):
        return
    settings, kit = furnish.settings, Kit.of(furnish.settings)
    fixed = _enter_once() if layers.NO_NEW_PRIVILEGES not in settings.without else []

    def write(text: bytes, blobs: tuple[bytes, ...]) -> None:
        write_all(answers, pack(text, blobs))

    for frame in frames:
        order = read(ToBox, frame)
        if isinstance(order, Equip):
            kit.rules, _ = compile_packs(order.packs)
            continue
        entered = list(fixed)
        if layers.RLIMITS not in settings.without:
            with contextlib.suppress(OSError):
                memory = order.memory_bytes or settings.box.memory_bytes
                layers.renewable_rlimits(order.cpu_seconds, memory)
                entered.append(layers.RLIMITS)
        write(spell(FromBox, Entered(tuple(entered))), ())
        if layers.RLIMITS in entered:
            data = b"" if isinstance(order, Trial) else frame.blobs[0]
            Work(kit, write, imports=True).serve(order, data)


def _enter_once() -> list[str]:
    """What holds for the life of the process."""
    layers.discreet()
    with contextlib.suppress(OSError):
        layers.die_with(os.getppid())
        layers.no_new_privileges()
        return [layers.NO_NEW_PRIVILEGES]
    return []


def _frames(descriptor: int) -> Iterator[Frame]:
    reader = FrameReader(_TEXT, _BLOBS)
    while chunk := os.read(descriptor, CHUNK):
        reader.renew()
        yield from reader.feed(chunk)
