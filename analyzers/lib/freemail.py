"""Domains where anybody gets a mailbox without saying who they are."""

from __future__ import annotations

from typing import Final

from analyzers.lib.listed import entries

FREE_MAIL: Final = frozenset(entries("freemail"))
