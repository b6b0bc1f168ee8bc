from datetime import timedelta

import pytest

from tests.workbench.simulation.worlds import NOW
from workbench.simulation.dice import dice
from workbench.simulation.draft import Draft
from workbench.simulation.population.company import found_company
from workbench.simulation.population.hours import EVENING, MORNING, answered_after, working_moment


@pytest.fixture(scope="module")
def draft() -> Draft:
    return Draft(1, NOW.replace(hour=0, minute=0), 30, found_company(1, 12))


def test_people_write_on_working_days_in_daytime(draft: Draft) -> None:
    chance = dice("hours")
    for _ in range(300):
        moment = working_moment(chance, draft)
        assert draft.start <= moment <= draft.now
        assert MORNING <= moment.hour < EVENING
        assert moment.weekday() < 5 or moment - draft.start < timedelta(days=2)


def test_an_answer_comes_later_and_never_at_night(draft: Draft) -> None:
    chance = dice("answers")
    for _ in range(300):
        asked = working_moment(chance, draft)
        answered = answered_after(chance, asked)
        assert answered > asked
        assert MORNING <= answered.hour < EVENING
        assert answered.weekday() < 5
