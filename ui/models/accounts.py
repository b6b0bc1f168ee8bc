"""An account's evidence and the acts on it as rows, and which acts a row allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ui.models.letterhead import letterhead
from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.accounts import Account, Evidence, Line, Part, Standing
from workbench.model.containment import REVERSES, Act, ActKind, ActState, ActView
from workbench.model.opened import OpenMessage
from workbench.report.account import standing_words

EVIDENCE = ("Part", "What", "When", "Why look", "Detail")
HISTORY = ("When", "Act", "State", "Detail")
OFFERED = 60  # addresses of one message that can be chosen
_GOOD = frozenset({ActState.DONE, ActState.ALREADY})
Row = tuple[tuple[Cell, ...], Part, Line | None]


def addresses_of(opened: OpenMessage, domains: Sequence[str]) -> list[str]:
    """The sender where it is one of ours, then those who got it, then any other sender."""
    ours = {domain.casefold() for domain in domains}
    sender = letterhead(opened, None).address or next(
        (copy.sender_address for copy in opened.copies), ""
    )
    boxes = sorted({copy.mailbox_address for copy in opened.copies})[:OFFERED]
    first = [sender] if sender.rpartition("@")[2].casefold() in ours else []
    last = [sender] if sender and not first else []
    return list(dict.fromkeys([*first, *boxes, *last]))


def evidence_rows(account: Account) -> list[Row]:
    """What deserves a look first, then what is not known, then the rest."""
    found = [(one, line) for one in account.evidence for line in one.lines]
    looked = [_line(one, line) for one, line in found if line.reasons]
    rest = [_line(one, line) for one, line in found if not line.reasons]
    lost = [_lost(one) for one in account.evidence if one.standing is not Standing.READ]
    return [*looked, *lost, *rest]


def _line(one: Evidence, line: Line) -> Row:
    when = f"{line.moment.astimezone():%Y-%m-%d %H:%M}" if line.moment else ""
    tone = Tone.SUSPICIOUS if line.reasons else None
    cells = (
        Cell(one.part.value.capitalize()),
        Cell(line.what, None if line.active else Tone.UNKNOWN),
        Cell(when),
        Cell("; ".join(line.reasons), tone),
        Cell(line.detail),
    )
    return cells, one.part, line


def _lost(one: Evidence) -> Row:
    part, told = Cell(one.part.value.capitalize()), standing_words(one)
    return (part, Cell("not known", Tone.UNKNOWN), Cell(""), Cell(told), Cell("")), one.part, None


def allowed(
    account: Account, part: Part | None, line: Line | None, can: Iterable[ActKind]
) -> list[Act]:
    """Acts on the account as a whole, and those on the chosen row."""
    known = frozenset(can)
    wanted = [Act(ActKind.SESSIONS, account.address)]
    if account.enabled is not None:
        switch = ActKind.DISABLE if account.enabled else ActKind.ENABLE
        wanted.append(Act(switch, account.address))
    if line is not None and line.key and (kind := _on_line(part, line)) is not None:
        wanted.append(Act(kind, account.address, line.key, line.what))
    return [act for act in wanted if act.kind in known]


def _on_line(part: Part | None, line: Line) -> ActKind | None:
    match part:
        case Part.RULES:
            return ActKind.RULE_OFF if line.active else ActKind.RULE_ON
        case Part.FORWARDING:
            return ActKind.FORWARDING_OFF
        case Part.DELEGATES:
            return ActKind.DELEGATE_OFF
        case Part.GRANTS:
            return ActKind.GRANT
    return None


def consequence(act: Act) -> str:
    """What it does and whether it can be taken back, before it is confirmed."""
    named = f" ({act.what})" if act.what else ""
    told = _TOLD[act.kind].format(address=act.address)
    back = "This can be put back." if act.kind in REVERSES else "This cannot be taken back."
    return f"{told}{named}. {back}"


_TOLD = {
    ActKind.SESSIONS: "Ends all sessions of {address}: everything has to sign in anew; tokens in "
    "use may live on for up to an hour",
    ActKind.DISABLE: "{address} can no longer sign in; open sessions may live on until they are "
    "ended too",
    ActKind.ENABLE: "{address} can sign in again",
    ActKind.RULE_OFF: "The rule no longer works on new mail of {address}",
    ActKind.RULE_ON: "The rule works again on new mail of {address}",
    ActKind.FORWARDING_OFF: "Mail of {address} is no longer passed on",
    ActKind.FORWARDING_ON: "Mail of {address} is passed on again",
    ActKind.DELEGATE_OFF: "The delegate can no longer open the mailbox of {address}",
    ActKind.DELEGATE_ON: "The delegate can open the mailbox of {address} again",
    ActKind.GRANT: "The application loses what {address} granted it; only the user can grant it "
    "again",
}


def history_rows(acts: Iterable[ActView]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(f"{act.created.astimezone():%Y-%m-%d %H:%M}"),
            Cell(f"{act.kind.value}: {act.what}" if act.what else act.kind.value),
            Cell(act.state.value, Tone.CLEAN if act.state in _GOOD else Tone.SUSPICIOUS),
            Cell("put back since" if act.reversed_by else act.detail or act.reason),
        )
        for act in acts
    ]
