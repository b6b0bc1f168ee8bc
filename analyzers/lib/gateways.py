"""What the mail filters on the way thought, each by its own header fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from analyzers.lib import microsoft
from analyzers.lib.exchange import is_online
from analyzers.lib.filterlists import GATEWAYS
from analyzers.lib.named import fields
from analyzers.lib.standing import Reach
from analyzers.model.message import Message
from analyzers.model.path import GatewayNote, GatewayVerdict, TransportPath, Trust

FIELDS: Final = 100  # of filters in one message that are read
_SHOWN: Final = 300  # characters of a value
_UNTRUSTED: Final = "-untrusted"
_SCANNER: Final = re.compile(r"x-[\w-]{1,60}-(mailscanner(?:-spamcheck)?)$")
_WORD: Final = re.compile(r"[\s(]{0,9}([A-Za-z]{1,20}(?: [A-Za-z]{1,20})?)")
_RULE: Final = re.compile(r"\brule=([\w-]{1,60})")
_RSPAMD: Final = re.compile(r"[\w-]{1,40}: (True|False)\b")
_NUMBER: Final = re.compile(r"\s{0,9}(\d{1,3})\s{0,9}$")
_GOOD: Final = frozenset(
    ("clean", "pass", "ok", "ham", "safe", "notjunk", "no action", "inbox", "not spam", "found to")
)
_BAD: Final = frozenset(
    (
        *("spam", "phish", "phishing", "malware", "malicious", "virus", "infected", "fail", "junk"),
        *("scam", "suspect", "detected", "spam high", "spam low"),
    )
)
_ADVICE: Final = frozenset({"add header", "rewrite subject", "reject", "soft reject", "quarantine"})
_EVIL: Final = ("spam", "phish", "malware", "virus", "impostor")

Opinion = bool | None


def verdicts(message: Message, path: TransportPath, covered: Reach) -> tuple[GatewayVerdict, ...]:
    """One for each product and standing, in the order of the table; ``covered`` are the fields
    that our own servers wrote."""
    return (*_microsoft(message, path), *_others(message, path, covered))


def _microsoft(message: Message, path: TransportPath) -> Iterator[GatewayVerdict]:
    """Exchange writes its fields below the sender's: they are the word of the servers that hold
    the newest lines, since Exchange Online strips them from what it takes in."""
    named = fields(message)
    if found := microsoft.report(named):
        yield microsoft.verdict(found, microsoft.RECEIVER, _exchange_trust(path))
    if found := microsoft.report(named, _UNTRUSTED):
        trust = Trust.CLAIMED if path.boundary >= 0 else Trust.UNKNOWN
        yield microsoft.verdict(found, microsoft.SENDER, trust)


def _exchange_trust(path: TransportPath) -> Trust:
    if path.boundary < 0:
        return Trust.UNKNOWN
    return Trust.OURS if is_online(path.hops[0]) else Trust.CLAIMED


def _others(message: Message, path: TransportPath, covered: Reach) -> Iterator[GatewayVerdict]:
    groups: dict[tuple[str, Trust], list[tuple[int, GatewayNote, str]]] = {}
    for index, name in _known(message)[:FIELDS]:
        product, how, meaning = GATEWAYS[name]
        value = message.headers[index].value.strip()
        note = GatewayNote(message.headers[index].name, value[:_SHOWN], meaning)
        groups.setdefault((product, _trust(index, path, covered)), []).append((index, note, how))
    for (product, trust), found in groups.items():
        yield _verdict(product, trust, found)


def is_full(message: Message) -> bool:
    """Whether the message has more fields of filters than are read."""
    return len(_known(message)) > FIELDS


def _known(message: Message) -> list[tuple[int, str]]:
    """Places of filters' fields and the name by which the table knows them."""
    found: list[tuple[int, str]] = []
    for name, places in fields(message).places.items():
        if name in GATEWAYS:
            found += [(place, name) for place in places]
        elif "mailscanner" in name and (match := _SCANNER.match(name)):
            found += [(place, f"x-{match[1]}") for place in places]
    return sorted(found)


def _trust(index: int, path: TransportPath, covered: Reach) -> Trust:
    if path.boundary < 0:
        return Trust.UNKNOWN
    return Trust.OURS if covered.covers(index) else Trust.CLAIMED


def _verdict(
    product: str, trust: Trust, found: list[tuple[int, GatewayNote, str]]
) -> GatewayVerdict:
    opinions = {_READERS[how](note.value.lower()) for _, note, how in found if how in _READERS}
    unwanted = True if True in opinions else False if False in opinions else None
    ran = unwanted is not None or any(how == "scan" for _, _, how in found)
    notes = tuple(note for _, note, _ in found)
    return GatewayVerdict(product, notes, unwanted, True if ran else None, trust, found[0][0])


def _yes(value: str) -> Opinion:
    number = _NUMBER.match(value)
    if number:
        return int(number[1]) > 0
    word = _WORD.match(value)
    first = word[1].partition(" ")[0] if word else ""
    return {"yes": True, "true": True, "spam": True, "no": False, "false": False}.get(first)


def _rule(value: str) -> Opinion:
    rule = _RULE.search(value)
    if rule is None or "notspam" in rule[1]:
        return False if rule else None
    return True if any(evil in rule[1] for evil in _EVIL) else None


def _action(value: str) -> Opinion:
    return True if value.strip() in _ADVICE else False if value.startswith("no action") else None


def _rspamd(value: str) -> Opinion:
    match = _RSPAMD.match(value.title())
    return match[1] == "True" if match else None


def _word(value: str) -> Opinion:
    word = _WORD.match(value)
    if word is None:
        return None
    words = word[1], word[1].partition(" ")[0]
    if any(each in _GOOD for each in words):
        return False
    return True if any(each in _BAD for each in words) else None


_READERS: Final[dict[str, Callable[[str], Opinion]]] = {
    "yes": _yes,
    "rule": _rule,
    "action": _action,
    "rspamd": _rspamd,
    "word": _word,
}
