"""The bell: one line for many cases, and a call that ends with the last case nobody has taken."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import brand, hear, person, post

from hark.accounts.models import Team, User
from hark.actions import agents, cases, clocks
from hark.store.models import Account, Case

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def ask(care: Account, name: str, team: Team | None = None) -> Case:
    """A case that is warned of now, and due later than any run of these tests lasts: the bell reads the clock."""
    hear(post(name, f"@{care.handle} dead", tags=[care]))
    Case.objects.filter(author__handle=name).update(
        due_at=NOW + timedelta(hours=3), warn_at=NOW - timedelta(minutes=1), team=team
    )
    return Case.objects.get(author__handle=name)


def bell(reader: User) -> tuple[str, list[tuple[str, str]]]:
    """The count, and each line's address with what it says."""
    client = Client()
    client.force_login(reader)
    html = client.get("/notices").content.decode()
    count = re.search(r"hx-swap-oob=\"true\"(?: hidden)?>([^<]*)<", html)
    assert count is not None
    found = re.findall(r'href="([^"]*)".*?class="says">([^<]*)<', html)
    return count[1], [(address, says) for address, says in found]


def test_a_call_says_how_many_are_left_and_goes_with_the_last(care: Account, boss: User) -> None:
    first, second = ask(care, "kim"), ask(care, "kam")
    clocks.warn_due(NOW)
    assert bell(boss) == (
        "1", [("/inbox?view=unassigned", "2 cases nobody has taken are about to be late")]
    )  # fmt: skip
    cases.assign(first.pk, boss, by=boss, now=NOW)
    assert bell(boss) == (
        "1", [(f"/cases/{second.pk}", "A case nobody has taken is about to be late")]
    )  # fmt: skip
    cases.close(second.pk, "resolved", by=boss, now=NOW)
    assert bell(boss) == ("0", [])


def test_a_call_counts_for_each_what_they_could_take(care: Account, boss: User) -> None:
    night, day = Team.objects.create(name="Night"), Team.objects.create(name="Day")
    lena = person("lena", care.brand)
    lena.teams.set([night])
    agents.here(lena, now=NOW)
    mine = ask(care, "kim", night)
    ask(care, "kam", day)
    ask(brand("Plover", "PloverCare", "9002"), "kom", night)
    clocks.warn_due(NOW)
    assert bell(lena)[1] == [(f"/cases/{mine.pk}", "A case nobody has taken is about to be late")]
    assert bell(boss)[1][0][1] == "2 cases nobody has taken are about to be late"


def test_many_cases_given_are_a_line_that_opens_mine_and_one_leads_to_itself(
    care: Account, boss: User
) -> None:
    lena, case = person("lena", care.brand), ask(care, "kim")
    cases.assign(case.pk, lena, by=boss, now=NOW)
    assert bell(lena) == ("1", [(f"/cases/{case.pk}", "Boss gave you a case")])
    cases.assign(ask(care, "kam").pk, lena, by=boss, now=NOW)
    assert bell(lena) == ("1", [("/inbox?view=mine", "Boss gave you 2 cases")])
