"""Reads text in pictures with the models that the library carries; importing it warms them.

An extra: the import fails where the library is not installed.  Loaded by the host before boxes are
forked, with one thread, since threads do not survive a fork and a box may start none.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded

import cv2
import numpy
from rapidocr import RapidOCR

if TYPE_CHECKING:
    from PIL import Image

SIDE: Final = 1_280  # pixels of the longer side that are read; letters of a page are 10 high then
LINES: Final = 300  # of one picture
_SURE: Final = 0.5  # of 1: below it lines are mostly patterns and stains

cv2.setNumThreads(1)
_ENGINE: Final = RapidOCR(
    params={
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Global.log_level": "critical",
    }
)
# What is made at the first use is made here: a box finds no module and no model on disk.
_ENGINE(numpy.full((64, 256, 3), 255, dtype=numpy.uint8))
_ENGINE(cv2.putText(numpy.full((64, 256, 3), 255, numpy.uint8), "warm", (8, 40), 0, 1, (0, 0, 0)))


def lines(picture: Image.Image) -> list[str]:
    """The lines of text in a picture, from top to bottom."""
    rgb = picture.convert("RGB")
    rgb.thumbnail((SIDE, SIDE))
    found = _ENGINE(numpy.asarray(rgb))
    pairs = zip(found.txts or (), found.scores or (), strict=False)
    return [str(text) for text, score in pairs if score >= _SURE and str(text).strip()][:LINES]
