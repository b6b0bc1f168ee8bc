"""What Exchange wrote into a message about its entry into an organisation.

Exchange removes X-MS-Exchange-Organization-* from mail of untrusted origin (the header firewall of
its documentation), and Exchange Online strips and stamps X-MS-Exchange-CrossTenant-* anew for the
tenant that receives; both stand below the sender's fields, so their place tells nothing.  What ties
them to the message is AuthSource: it names the server that judged, and that server's own Received
field says where the mail came in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.lib.named import Fields
from analyzers.model.path import Hop

_ORGANIZATION: Final = "x-ms-exchange-organization-"
_TENANT: Final = "x-ms-exchange-crosstenant-"
_ONLINE: Final = (
    ".outlook.com",
    ".outlook.office365.com",
    ".exchangelabs.com",
    ".protection.office365.us",
    ".partner.outlook.cn",
    ".outlook.de",
)
_EDGE: Final = ".mail.protection."  # servers that take mail from outside; see MX of any tenant
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Empty where Exchange left none, or where fields of one name contradict each other."""

    tenants: frozenset[str] = frozenset()
    auth_as: str = ""  # internal, anonymous, partner ...
    auth_source: str = ""  # the server that decided so
    mechanism: str = ""
    direction: str = ""  # originating, incoming
    entity: str = ""  # hosted, internet, hybridonprem: where From lives

    def __bool__(self) -> bool:
        return bool(self.tenants or self.auth_as or self.auth_source)

    @property
    def relayed(self) -> bool:
        """Whether it came through a connector of the organisation's own: taken for the
        organisation's word, though nobody signed in."""
        return self.direction == "originating" and self.auth_as == "anonymous"


def stamp(fields: Fields) -> Stamp:
    """The organisation's own fields count before those that survive between tenants."""
    if not fields.has(f"{_ORGANIZATION}authas", f"{_TENANT}id", f"{_TENANT}authas"):
        return Stamp()
    return Stamp(
        _tenants(fields),
        _either(fields, "authas").lower(),
        _either(fields, "authsource").lower(),
        _either(fields, "authmechanism").lower(),
        fields.agreed(f"{_ORGANIZATION}messagedirectionality").lower(),
        fields.agreed(f"{_TENANT}fromentityheader").lower(),
    )


def is_online(hop: Hop) -> bool:
    """Whether the host that wrote the field calls itself one of Exchange Online."""
    return f".{hop.server.lower()}".endswith(_ONLINE)


def is_exchange(hop: Hop) -> bool:
    """By the protocol that only Exchange names so."""
    return hop.protocol.lower().startswith(("microsoft smtp server", "mapi"))


def takes_from_outside(hop: Hop) -> bool:
    return _EDGE in hop.server.lower()


def wrote(hop: Hop, source: str) -> bool:
    """Whether the server ``source`` wrote the field: its domain differs by its role."""
    label = source.partition(".")[0]
    return bool(label) and hop.server.lower().partition(".")[0] == label


def _either(fields: Fields, name: str) -> str:
    if fields.has(_ORGANIZATION + name):
        return fields.agreed(_ORGANIZATION + name)
    return fields.agreed(_TENANT + name)


def _tenants(fields: Fields) -> frozenset[str]:
    found = {value.lower() for value in fields.all(f"{_TENANT}id")}
    for value in fields.all("x-eoptenantattributedmessage"):
        found.update(guid.lower() for guid in _GUID.findall(value[:100]))
    return frozenset(found)
