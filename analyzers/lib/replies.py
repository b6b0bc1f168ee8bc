"""Prefixes by which mail programs of many languages mark an answer or a forward in Subject."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.words import words

# From the subject line prefixes that mail programs are known to write, by language.
ANSWERS: Final = words("re aw antw antwort sv vs rif r ref bls odp ynt res resp atb cevap yan")
FORWARDS: Final = words("fw fwd wg weitergeleitet tr doorst vb vl i enc rv pd iletilen továbbítás")
_EASTERN_ANSWERS: Final = words("回复 答复 回覆 返信 답장 отв ответ השב απ σχετ")
_EASTERN_FORWARDS: Final = words("转发 轉寄 転送 전달 пер העבר πρθ")
_PREFIX = re.compile(r"\s{0,9}(\w{1,14})\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s?[:：]")


def kind(subject: str) -> str:
    """ "reply" or "forward" by the first prefix, "" for none."""
    match = _PREFIX.match(subject)
    word = match[1].casefold() if match else ""
    if word in ANSWERS or word in _EASTERN_ANSWERS:
        return "reply"
    return "forward" if word in FORWARDS or word in _EASTERN_FORWARDS else ""
