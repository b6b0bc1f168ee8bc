"""Spam that mostly ends up in Junk, and offers that some people may even have asked for."""

from __future__ import annotations

from workbench.simulation.campaigns.spreading import FILTERED, USUAL, reported, spread, victims
from workbench.simulation.draft import Draft
from workbench.simulation.population.outsiders import passing
from workbench.simulation.world import Origin

SPAM, GRAYMAIL = "spam", "graymail"
WAVES: tuple[tuple[str, str, str, int, int], ...] = (
    ("Casino Aurora", "You have 50 free spins waiting",
     "Your bonus is waiting!\n\n50 free spins, no deposit. Only today.\n\n"
     "[[Claim now|http://aurora-spins.test/b?x=1]]", 8, 34),
    ("Dr. Health Shop", "Lose 12 kg before summer",
     "Doctors do not want you to know this simple trick.\n\n"
     "[[See the video|http://slim-drops.test/v]]\n\nTo stop, answer with STOP.", 12, 28),
    ("Crypto Desk", "Your wallet received 0.41 BTC",
     "A payment is pending.\n\n[[Confirm wallet|http://coin-desk-pay.test/w/9]]", 3, 22),
)  # fmt: skip
OFFERS: tuple[tuple[str, str, str, int, int], ...] = (
    ("LeadGrow Marketing", "Quick question about your website",
     "Hi there,\n\nI looked at your website and found 14 issues that cost you customers. Do you "
     "have 15 minutes this week?\n\nAlex\nLeadGrow Marketing\n\n"
     "[[Not interested?|https://leadgrow.example/stop]]", 6, 17),
    ("Trade Show Lists", "Attendee list: fluid power fair",
     "Hello,\n\nwould you be interested in the attendee list of this year's fair, 18,400 contacts "
     "with direct numbers?\n\nKaren\n\n[[Unsubscribe|https://showlists.example/u]]", 10, 12),
)  # fmt: skip


def run(draft: Draft) -> None:
    for number, (name, subject, text, day, count) in enumerate(WAVES):
        domain = f"{name.split()[-1].lower()}-mail{number}.test"
        origin = Origin("server", f"203.0.113.{180 + number}", f"a{number}.{domain}", "", domain,
                        "softfail", "none", "fail", 6, "UA")  # fmt: skip
        letter = draft.letter(
            f"{SPAM}/{number}", (name, f"offer@{domain}"), [], subject, draft.ago(day, 2, 11), text,
            origin=origin, client="script", template="notice",
        )  # fmt: skip
        people = victims(draft, f"{SPAM}{number}", draft.share(count))
        copies = spread(draft, SPAM, "spam", letter, people, FILTERED)
        reported(draft, [c for c in copies if not c.is_read][:1], 1, "spam")
    _offers(draft)


def _offers(draft: Draft) -> None:
    for number, (name, subject, text, day, count) in enumerate(OFFERS):
        domain = ("leadgrow.example", "showlists.example")[number]
        origin = passing("bulk", domain, f"198.51.100.{220 + number}", f"s{number}.send.{domain}")
        letter = draft.letter(
            f"{GRAYMAIL}/{number}", (name, f"hello@{domain}"), [], subject,
            draft.ago(day, 12, 40), text, origin=origin, client="bulk", template="newsletter",
            values={"unsubscribe": f"https://{domain}/stop", "accent": "#444444"},
        )  # fmt: skip
        people = victims(draft, f"{GRAYMAIL}{number}", draft.share(count))
        copies = spread(draft, GRAYMAIL, "graymail", letter, people, USUAL)
        reported(draft, copies, 1, "spam")
