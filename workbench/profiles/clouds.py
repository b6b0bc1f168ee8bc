"""The clouds Microsoft 365 is offered in; a tenant lives in exactly one of them.

https://learn.microsoft.com/graph/deployments
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cloud:
    """``graph`` is also what tokens are asked for."""

    name: str  # for people
    graph: str
    authority: str


CLOUDS: Final = {
    "global": Cloud(
        "Worldwide", "https://graph.microsoft.com", "https://login.microsoftonline.com"
    ),
    "gcc-high": Cloud(
        "US Government L4 (GCC High)",
        "https://graph.microsoft.us",
        "https://login.microsoftonline.us",
    ),
    "dod": Cloud(
        "US Government L5 (DoD)",
        "https://dod-graph.microsoft.us",
        "https://login.microsoftonline.us",
    ),
    "china": Cloud(
        "China (21Vianet)",
        "https://microsoftgraph.chinacloudapi.cn",
        "https://login.chinacloudapi.cn",
    ),
}
