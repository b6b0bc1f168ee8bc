"""The public suffix list, read once, before a box closes: listed among the units' imports."""

from __future__ import annotations

from typing import Final

from publicsuffixlist import PublicSuffixList

# Without A-label forms the list loads in half the time; domains.py asks with U-labels.
SUFFIXES: Final = PublicSuffixList(accept_encoded_idn=False)
