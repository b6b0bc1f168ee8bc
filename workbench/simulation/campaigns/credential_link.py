"""The big wave: a credential page behind a reverse proxy, sent from a registered look-alike.

SPF, DKIM and DMARC pass, for the look-alike.  With it come everything that must not be removed
along with it: a genuine mail with the same Message-ID, one with the same subject, and answers.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from workbench.simulation.campaigns.spreading import reported, spread, victims
from workbench.simulation.draft import SENT, UNSEEN, Draft, State
from workbench.simulation.world import Letter, Origin, Person, SimMessage

NAME = "credential-link"
MAILBOXES = 112
SUBJECT = "Action required: your password expires today"
LOOK_ALIKE = "velrnora.example"  # "rn" for "m"
ORIGIN = Origin(
    "server", "203.0.113.77", f"mail.{LOOK_ALIKE}", "", LOOK_ALIKE, "pass", "pass", "pass", 1, "NL"
)
PAGE = f"https://login.{LOOK_ALIKE}/common/oauth2/authorize?client=portal&s=7f3a91"
TRACKED = f"https://click.mailtrack-cdn.test/f/a/Zm9v?redir={quote(PAGE, safe='')}"
TEXT = (
    "Dear colleague,\n\nyour Velmora password expires today at 18:00. To keep access to mail and "
    "Teams, confirm your current password now. It takes less than a minute.\n\n"
    f"[[Keep my password|{TRACKED}]]\n\n"
    "If you do nothing, your mailbox is locked and incoming mail is returned to the senders.\n\n"
    "IT Service Desk\nVelmora Hydraulics"
)


def run(draft: Draft) -> None:
    sent = draft.ago(1, 8, 47)
    letter = draft.letter(
        f"{NAME}/1", ("IT Service Desk", f"service-desk@{LOOK_ALIKE}"), [], SUBJECT, sent, TEXT,
        origin=ORIGIN, client="script", template="notice",
        values={"accent": "#0f6cbd", "brand": "Velmora Hydraulics", "footer": "Internal use only"},
    )  # fmt: skip
    people = victims(draft, NAME, draft.share(MAILBOXES))
    copies = spread(draft, NAME, "phish", letter, people)
    doubles = [draft.deliver(letter, p, State("archive")) for p in people[5:7]]
    draft.label(NAME, "phish", *doubles)
    reported(draft, copies, 9)
    _reused_id(draft, letter, people)
    _same_subject(draft, people)
    _answers(draft, letter, people)
    _alert(draft, copies)


def _alert(draft: Draft, copies: list[SimMessage]) -> None:
    draft.alert(
        "A potentially malicious URL click was detected",
        "A user opened an address in a message that was judged malicious after delivery.",
        *("high", "InitialAccess", draft.ago(1, 11, 5), copies[:3]),
    )


def _reused_id(draft: Draft, letter: Letter, people: list[Person]) -> None:
    """A genuine mail that was out first; the attacker took over its Message-ID."""
    team = draft.company.team("Quality")
    outside = [p for p in draft.company.staff if p not in people][: draft.share(5)]
    genuine = draft.letter(
        f"{NAME}/genuine", team[0], [p.address for p in (*outside, *people[:4])],
        "Calibration week: please return gauges", letter.sent - timedelta(days=2),
        "Hello,\n\nplease return all gauges with a yellow sticker to the measuring room until "
        f"Friday.\n\nThanks\n{team[0].name}",
        internet_id=letter.internet_id,
    )  # fmt: skip
    readers = (*outside, *people[: draft.share(4)])
    draft.label("same-message-id", "decoy", *(draft.deliver(genuine, p) for p in readers))


def _same_subject(draft: Draft, people: list[Person]) -> None:
    desk, readers = draft.company.shared("service-desk"), people[8:14] or people[-2:]
    text = (
        "Hello,\n\nyour password expires today. Please change it on your computer with "
        "Ctrl+Alt+Del. We never send links for this.\n\nIT Service Desk"
    )
    real = draft.letter(
        f"{NAME}/real", desk, [p.address for p in readers], SUBJECT, draft.ago(4, 7, 0), text
    )
    copies = [draft.deliver(real, p) for p in readers]
    draft.label("same-subject", "decoy", *copies)


def _answers(draft: Draft, letter: Letter, people: list[Person]) -> None:
    """One asks the service desk, one answers the attacker, one passes it on in good faith."""
    asking, answering, passing = people[2 % len(people)], people[3 % len(people)], people[-1]
    desk = draft.company.shared("service-desk")
    moment = letter.sent + timedelta(minutes=31)
    ask = draft.letter(
        f"{NAME}/asked", asking, [desk.address], f"FW: {SUBJECT}", moment,
        f"Hi,\n\nis this really from you? The address looks odd.\n\n{asking.name}", answers=letter,
    )  # fmt: skip
    answer = draft.letter(
        f"{NAME}/answered", answering, [letter.sender], f"Re: {SUBJECT}", moment,
        f"Hello,\n\nthe page says my session is over. What now?\n\n{answering.name}",
        answers=letter,
    )  # fmt: skip
    draft.label(
        "answers-to-phish", "decoy", draft.deliver(ask, desk, UNSEEN),
        draft.deliver(ask, asking, SENT), draft.deliver(answer, answering, SENT),
    )  # fmt: skip
    _passed_on(draft, letter, passing, [p for p in draft.company.staff if p not in people][-2:])


def _passed_on(draft: Draft, letter: Letter, who: Person, others: list[Person]) -> None:
    forward = draft.letter(
        f"{NAME}/forward", who, [p.address for p in others], f"FW: {SUBJECT}",
        letter.sent + timedelta(hours=1),
        f"Please do this today, otherwise we cannot book.\n\n{who.name}", answers=letter,
    )  # fmt: skip
    copies = [draft.deliver(forward, p, UNSEEN) for p in others]
    draft.label(f"{NAME}-forwarded", "phish", *copies, draft.deliver(forward, who, SENT))
