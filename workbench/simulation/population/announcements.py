"""Internal mail to everybody, and invitations to meetings."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.dice import dice, unique_id
from workbench.simulation.draft import SENT, Draft, State
from workbench.simulation.population.company import DOMAIN
from workbench.simulation.population.hours import working_moment
from workbench.simulation.population.threads import ADDRESS, kept

EVERYBODY = f"everybody@{DOMAIN}"
NOTES: tuple[tuple[str, str, str], ...] = (
    ("Human Resources", "Summer closing and holidays",
     "please enter your holidays for the summer until the end of the month.\n\nThe plant is closed "
     "in weeks 30 and 31. Service and goods-in work with a reduced team; the plan hangs at the "
     "entrance."),
    ("IT", "Planned maintenance this weekend",
     "on Saturday from 8:00 to 14:00 the file servers and the telephone system are updated. Mail "
     "keeps working.\n\nPlease sign out on Friday evening and leave the computers switched on."),
    ("Management", "Results of the quarter",
     "we closed the quarter with an order intake slightly above plan. Thank you for the long "
     "evenings before the fair.\n\nI invite you all to the cafeteria on Thursday at 11:30, there "
     "will be cake."),
    ("IT", "How to report suspicious mail",
     "in the last weeks more forged mails reached us. Please use the report button in your mail "
     "program, even when you are not sure. You will get an answer.\n\nWe never ask for your "
     "password, neither by mail nor by telephone."),
    ("Human Resources", "Welcome to our new colleagues",
     "this month six colleagues joined us in production, sales and quality. You meet them on the "
     "tour on Tuesday.\n\nPlease make them feel at home!"),
    ("Logistics", "Gate 1 closed for two weeks",
     "gate 1 is closed because of road works. Deliveries come in by gate 3, visitors park behind "
     "the test hall."),
    ("Quality", "Certification audit passed",
     "the auditors left yesterday without a single major finding. Two recommendations concern the "
     "labelling in hall 2.\n\nWell done, everybody."),
)  # fmt: skip
MEETINGS = ("Weekly sync", "Design review VH-340", "Supplier call", "Budget round", "Safety walk")


def announce(draft: Draft, number: int, room: int) -> None:
    """One note to everybody; at most ``room`` copies, the first mailboxes get theirs first."""
    department, subject, text = NOTES[number % len(NOTES)]
    chance = dice(draft.seed, "announcement", number)
    company = draft.company
    sender = company.chief if department == "Management" else company.team(department)[0]
    moment = working_moment(chance, draft)
    body = f"Dear colleagues,\n\n{text}\n\nBest regards\n{sender.name}\n{sender.title}\n{ADDRESS}"
    letter = draft.letter(f"announcement/{number}", sender, [EVERYBODY], subject, moment, body)
    for person in (p for p in company.people[:room] if p.kind != "room"):
        if person == sender:
            draft.deliver(letter, person, SENT)
        else:
            draft.deliver(letter, person, kept(draft, chance, moment, "Team"))


def invite(draft: Draft, number: int) -> None:
    """A meeting request to a few people and perhaps a room."""
    chance = dice(draft.seed, "meeting", number)
    host, *guests = chance.sample(draft.company.staff, 4)
    place = chance.choice(draft.company.rooms) if draft.company.rooms else None
    moment = working_moment(chance, draft)
    begins = moment.replace(hour=chance.randrange(8, 16), minute=0, second=0) + timedelta(days=3)
    subject = chance.choice(MEETINGS)
    values = {
        "begins": begins.strftime("%Y%m%dT%H%M%SZ"),
        "ends": (begins + timedelta(minutes=45)).strftime("%Y%m%dT%H%M%SZ"),
        "uid": unique_id(draft.seed, "meeting", number),
        "place": place.name if place else "Online",
    }
    text = f"{subject}\n\nPlace: {values['place']}\n\nAgenda follows.\n{host.name.split()[0]}"
    people = [*guests, *([place] if place else [])]
    letter = draft.letter(
        f"meeting/{number}", host, [p.address for p in people], subject, moment, text,
        template="meeting", values=values,
    )  # fmt: skip
    for person in people:
        state = State() if person.kind == "room" else kept(draft, chance, moment, "Team")
        draft.deliver(letter, person, state)
    draft.deliver(letter, host, SENT)
