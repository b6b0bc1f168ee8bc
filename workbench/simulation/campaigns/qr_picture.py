"""A letter that is one picture with a QR code, under the company's own domain (DMARC fails)."""

from __future__ import annotations

from workbench.simulation.campaigns.spreading import reported, spread, victims
from workbench.simulation.draft import Draft
from workbench.simulation.letters.content import Part
from workbench.simulation.population.company import DOMAIN
from workbench.simulation.samples.png import letter_picture
from workbench.simulation.world import Letter, Origin

NAME = "qr-picture"
MAILBOXES = 38
LINK = "https://mfa.velmora-portal.test/enroll?id=58c1"
ORIGIN = Origin(
    *("server", "203.0.113.140", "vps140.hostlane.test", "www-data@vps140.hostlane.test", ""),
    *("pass", "none", "fail", 1, "RO"),
)
TEXT = "Scan the code with your phone to renew your multi-factor sign-in."


def run(draft: Draft) -> None:
    letter = draft.letter(
        f"{NAME}/1", ("Human Resources", f"hr@{DOMAIN}"), [],
        "Multi-factor sign-in: renewal until tomorrow", draft.ago(4, 9, 26), TEXT,
        origin=ORIGIN, client="script", values={"picture": NAME},
        reply_to="no-reply@velmora-portal.test",
    )  # fmt: skip
    copies = spread(draft, NAME, "phish", letter, victims(draft, NAME, draft.share(MAILBOXES)))
    reported(draft, copies, 5)


def picture(letter: Letter) -> Part:
    return Part("image001.png", "image/png", letter_picture(LINK, (15, 108, 189)), NAME)
