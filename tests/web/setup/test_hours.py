"""Hours of a day as rows: everything the core reads can be shown and kept, and what is wrong is told where it is."""

import re
from typing import Any

import pytest
from django import forms
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.web.setup.forms import fields_of, rows, spans

from hark.domain.hours import Hours, clock
from hark.store.models import Account, Brand, BusinessCalendar
from hark.web.setup.hours import HoursField

CLOCK = st.integers(0, 1439).map(clock)
CLOSES = st.one_of(CLOCK, st.sampled_from(["24:00", "00:00", "9:00"]))
WRONG = st.sampled_from(["", "25:00", "12:60", "9:5", "noon", "24:01", "١٢:٠٠", "007:30"])
TYPED = st.one_of(CLOSES, WRONG, st.text(max_size=6))
ROWS = st.lists(
    st.fixed_dictionaries({"opens": TYPED, "closes": TYPED}, optional={"next_day": st.just("on")}), max_size=4
)


class Day(forms.Form):
    hours = HoursField(label="Hours")


def minutes(opens: str, closes: str) -> set[int]:
    hours = Hours.parse(opens, closes)
    return set(range(hours.opens, hours.closes))


def meant(row: dict[str, str]) -> set[int] | None:
    """The minutes that a row means, one by one; None if it means none that there are."""
    found = [re.fullmatch(r"([0-9]+):([0-9]{2})", row[name].strip()) for name in ("opens", "closes")]
    if not all(found) or any(int(one[2]) > 59 for one in found if one):
        return None
    opens, closes = (int(one[1]) * 60 + int(one[2]) for one in found if one)
    if opens >= 1440 or closes > 1440:
        return None
    if closes in (0, 1440):
        return set(range(opens, 1440))
    if (closes <= opens) != ("next_day" in row):
        return None
    return set(range(opens, closes + 1440 if "next_day" in row else closes))


@given(st.lists(st.tuples(CLOCK, CLOSES), max_size=6))
def test_all_that_the_core_reads_is_shown_and_kept(pairs: list[tuple[str, str]]) -> None:
    form = Day(Day.base_fields["hours"].sent("hours", pairs))  # type: ignore[attr-defined]  # a field with rows
    assert form.is_valid(), form["hours"].data.errors
    kept = [minutes(*pair) for pair in form.cleaned_data["hours"]]
    assert set[int]().union(*kept) == set[int]().union(*(minutes(*pair) for pair in pairs))
    assert sum(map(len, kept)) == len(set[int]().union(*kept))


@given(ROWS)
def test_whatever_is_typed_is_kept_as_it_is_meant_or_refused(said: list[dict[str, str]]) -> None:
    form = Day(rows("hours", *said))
    filled = [row for row in said if any(value.strip() for value in row.values())]
    wanted = [meant(row) for row in filled]
    known = [one for one in wanted if one is not None]
    fits = len(known) == len(filled) and sum(map(len, known)) == len(set[int]().union(*known))
    assert form.is_valid() == fits
    if fits:
        assert [minutes(*pair) for pair in form.cleaned_data["hours"]] == wanted
    else:
        shown = [(row["opens"].value(), row["closes"].value()) for row in form["hours"].rows]
        assert shown == [(row["opens"], row["closes"]) for row in said]


@pytest.mark.parametrize(
    ("said", "place", "where", "why"),
    [
        (spans("17:30-09:00"), 0, "closes", "09:00 is not after 17:30. If the next day is meant, tick it."),
        (spans("09:00-09:00"), 0, "closes", "09:00 is not after 09:00."),
        (spans("09:00-13:00", "12:00-17:30"), 1, "opens", "These hours overlap 09:00-13:00."),
        (spans("13:00-17:30", "09:00-13:30"), 1, "closes", "These hours overlap 13:00-17:30."),
        ([{"opens": "09:00", "closes": "17:30", "next_day": "on"}], 0, "next_day", "more than a day"),
        (spans("24:00-24:00"), 0, "opens", "no time of day"),
        (spans("09:00-"), 0, "closes", "This field is required."),
        (spans("-13:00"), 0, "opens", "This field is required."),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    said: list[dict[str, Any]], place: int, where: str, why: str
) -> None:
    form = Day(rows("hours", *said))
    assert not form.is_valid()
    errors = form["hours"].data.errors
    assert [(n, name) for n, row in enumerate(errors) for name in row] == [(place, where)]
    assert why in errors[place][where][0]


def test_an_emptied_row_and_one_taken_away_open_nothing() -> None:
    form = Day(rows("hours", *spans("09:00-13:00", "-", "14:00-15:00")) | {"hours-2-DELETE": "on"})
    assert form.is_valid()
    assert form.cleaned_data["hours"] == [["09:00", "13:00"]]


@pytest.mark.django_db
def test_a_stored_row_that_is_emptied_is_none(care: Account, page: Client) -> None:
    document = {"zone": "UTC", "weekly": {"mon": [["09:00", "12:00"], ["22:00", "06:00"]]}}
    row = BusinessCalendar.objects.create(brand=care.brand, name="Office", document=document)
    path = f"/settings/calendars/{row.pk}"
    sent = fields_of(page, path)
    assert sent["mon-1-next_day"] == "on"
    text = page.get(path).content.decode()
    stored = re.search(r'name="mon-INITIAL_FORMS" value="(\d+)"', text)
    assert stored
    emptied = {"mon-0-opens": "", "mon-0-closes": "", "mon-INITIAL_FORMS": stored[1]}
    assert page.post(path, sent | emptied).status_code == 302
    row.refresh_from_db()
    assert row.document["weekly"]["mon"] == [["22:00", "06:00"]]


@pytest.mark.django_db
def test_what_was_typed_comes_back_with_its_error_also_within_a_special_day(
    care: Account, page: Client
) -> None:
    sent = fields_of(page, "/settings/calendars/new") | {"name": "Office", "brand": care.brand_id}
    day = {"day": "2026-12-24", "open": "only", "hours": spans("09:00-12:00", "15:00-13:00")}
    answer = page.post(
        "/settings/calendars/new", sent | rows("mon", *spans("18:00-09:00")) | rows("days", day)
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    for name, value in (
        ("mon-0-opens", "18:00"),
        ("days-0-hours-0-closes", "12:00"),
        ("days-0-hours-1-opens", "15:00"),
    ):
        assert f'name="{name}" value="{value}"' in text
    assert text.count("If the next day is meant, tick it.") == 2
    assert "Look at the marked rows." in text, "below the special days"
    assert not BusinessCalendar.objects.exists()


@pytest.mark.django_db
def test_a_calendar_that_is_open_day_and_night_asks_for_no_hours(care: Account, page: Client) -> None:
    sent = fields_of(page, "/settings/calendars/new") | {
        "name": "Office",
        "brand": care.brand_id,
        "always": "on",
    }
    assert page.post("/settings/calendars/new", sent | rows("mon", *spans("18:00-09:00"))).status_code == 302
    assert BusinessCalendar.objects.get().document["weekly"]["sun"] == [["00:00", "24:00"]]


@pytest.mark.django_db
def test_a_new_calendar_begins_with_the_zone_of_its_brand(care: Account, page: Client) -> None:
    Brand.objects.update(zone="Atlantic/Azores")
    sent = fields_of(page, "/settings/calendars/new") | {"name": "Office", "brand": care.brand_id}
    assert sent["zone"] == "Atlantic/Azores"
    assert page.post("/settings/calendars/new", sent | {"zone": ""}).status_code == 302
    assert BusinessCalendar.objects.get().document["zone"] == "Atlantic/Azores"
    wrong = page.post("/settings/calendars/new", sent | {"language": "es", "zone": "Europe/Atlantis"})
    assert "Europe/Atlantis" in wrong.context["form"].errors["zone"][0]
