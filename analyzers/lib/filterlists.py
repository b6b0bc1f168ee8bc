"""Lists of what mail filters write, as they stand in the resources."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from types import MappingProxyType
from typing import Final

ANY: Final = "*"  # a value that stands for all others


def _rows(name: str) -> Iterator[list[str]]:
    text = files("resources").joinpath(f"lists/{name}").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return ((key, said) for key, said in _rows(name))


# (field, value) in upper case -> meaning
_MICROSOFT: Final = MappingProxyType(
    {(field, value.upper()): said for field, value, said in _rows("microsoft-filter.txt")}
)
_COMPAUTH: Final = MappingProxyType(dict(_pairs("compauth.txt")))
# header name -> product, how it is read, meaning
GATEWAYS: Final = MappingProxyType(
    {name: (product, how, said) for name, product, how, said in _rows("gateways.txt")}
)
_HOSTS: Final = MappingProxyType(dict(_pairs("gateway-hosts.txt")))
_LABELS: Final = 5  # labels of a host name that are tried


def microsoft(field: str, value: str) -> str:
    """What a field of Microsoft's filter means, "" where nobody has said."""
    key = field.upper(), value.upper()
    return _MICROSOFT.get(key) or _MICROSOFT.get((key[0], ANY), "")


def compauth(code: str) -> str:
    """What a reason code of composite authentication means, by its longest known beginning."""
    known = (_COMPAUTH.get(code[:length]) for length in range(len(code), 0, -1))
    return next(filter(None, known), "")


def gateway_at(host: str) -> str:
    """The filter whose name the host bears, "" for none; the name is what the host says."""
    labels = host.lower().strip("[].").split(".")[-_LABELS:]
    ends = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_HOSTS[end] for end in ends if end in _HOSTS), "")
