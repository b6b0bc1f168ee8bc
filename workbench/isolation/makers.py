"""Chooses the way in which this system makes boxes."""

from __future__ import annotations

import sys

from workbench.isolation.box import Kit
from workbench.isolation.boxes import Boxes
from workbench.isolation.forked import ForkedBoxes
from workbench.isolation.persistent import PersistentBoxes
from workbench.isolation.settings import BoxKind, HostSettings


def make_boxes(settings: HostSettings, kit: Kit) -> Boxes:
    forked = settings.boxes is BoxKind.FORKED or (
        settings.boxes is BoxKind.AUTO and sys.platform == "linux"
    )
    return ForkedBoxes(settings, kit) if forked else PersistentBoxes(settings)
