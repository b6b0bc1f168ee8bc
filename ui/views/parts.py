"""What the window shows; made and kept by the composition."""

from __future__ import annotations

from dataclasses import dataclass

from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.navigation import NavigationPresenter
from ui.presenters.queue import QueuePresenter
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Parts:
    theme: Theme
    queue: QueuePresenter
    navigation: NavigationPresenter
    connection: ConnectionPresenter
    activity: Activity
