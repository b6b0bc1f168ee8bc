"""What changed in a collection since a token: rounds of pages, then a link to come back with.

A token stands for a memory of which items there were and in which version, so that every kind of
change is found without anybody telling of it.  https://learn.microsoft.com/graph/delta-query-overview
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from workbench.simulation.server.calls import Answer, Call, GraphRefusal

TOKENS = 256  # remembered of one mailbox; the service's own cache is bounded as well
CHANGING = frozenset({"id", "@odata.etag", "changeKey", "isRead", "flag", "categories", "@removed"})
Entity = dict[str, object]
Known = Mapping[str, object]  # id to version


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller wants of a collection; tokens carry it on.

    ``kinds`` are created, updated, deleted; all when empty.
    """

    collection: str
    select: tuple[str, ...] = ()
    since: str = ""  # a filter on the moment of receipt
    kinds: frozenset[str] = frozenset()
    order: str = ""
    immutable: bool = False  # the kind of ids

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Round:
    """``ids`` are to be told, and ``known`` is what the caller knows afterwards."""

    wish: Wish
    ids: tuple[str, ...]
    known: Known
    updated: frozenset[str] = frozenset()  # those the caller knew before


@dataclass(slots=True)
class Tokens:
    """The memory behind the tokens of one mailbox, oldest forgotten first."""

    rounds: OrderedDict[str, Round] = field(default_factory=OrderedDict)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def issue(self, round_: Round) -> str:
        """A new token; the same memory again keeps its old one."""
        last = next(reversed(self.rounds), "")
        if last and self.rounds[last] == round_:
            return last
        token = f"{next(self.numbers):08x}"
        self.rounds[token] = round_
        while len(self.rounds) > TOKENS:
            self.rounds.popitem(last=False)
        return token

    def forget(self) -> None:
        self.rounds.clear()


@dataclass(frozen=True, slots=True)
class Source:
    """The collection as it is now; ``show`` gives nothing for what is no longer there."""

    now: Callable[[Wish], Known]
    show: Callable[[str, Wish], Entity | None]


def refusal(call: Call, form: str) -> GraphRefusal:
    """The token is not known any more, in one of the three forms that callers meet."""
    message = "The sync state generation is not found; synchronise from the start."
    if form == "410":
        place = f"{call.origin}{urlsplit(call.target).path}?$deltatoken="
        return GraphRefusal(410, "syncStateNotFound", message, {"Location": place})
    return GraphRefusal(400, form, message)


def begun(tokens: Tokens, source: Source, wish: Wish, before: Known | None) -> tuple[str, Round]:
    """A round of all that is there, or of what differs from ``before``."""
    now = source.now(wish)
    ids = tuple(now) if before is None else _differing(before, now, wish)
    round_ = Round(wish, ids, dict(now), frozenset(ids) & frozenset(before or ()))
    return tokens.issue(round_), round_


def _differing(before: Known, now: Known, wish: Wish) -> tuple[str, ...]:
    new = [key for key in now if key not in before and wish.wants("created")]
    other = [
        key
        for key, version in now.items()
        if key in before and before[key] != version and wish.wants("updated")
    ]
    gone = [key for key in before if key not in now and wish.wants("deleted")]
    return (*new, *other, *gone)


def page(
    call: Call, token: str, round_: Round, start: int, size: int, shown: Sequence[Entity]
) -> Answer:
    """``shown`` from ``start`` on, and a link onward: to the next page or to the next round."""
    path = f"{call.origin}{urlsplit(call.target).path}"
    context = f"{call.origin}/{call.version}/$metadata#{round_.wish.collection}"
    body: Entity = {"@odata.context": context, "value": list(shown)}
    if start + size < len(round_.ids):
        body["@odata.nextLink"] = f"{path}?$skiptoken={token}.{start + size}"
    else:
        body["@odata.deltaLink"] = f"{path}?$deltatoken={token}"
    return Answer(200, body)


def cut(entity: Entity) -> Entity:
    """An update need not tell more than what changed, and here is told what may."""
    return {name: value for name, value in entity.items() if name in CHANGING}


def removed(key: str) -> Entity:
    return {"id": key, "@removed": {"reason": "deleted"}}
