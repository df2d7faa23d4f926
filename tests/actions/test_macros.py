"""Macros filled in for a case, and searches people keep."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import NOON, brand, hear, post

from hark.accounts.models import Team, User
from hark.actions import macros, tags, views
from hark.actions.house import NotAllowed
from hark.store.models import Account, Case, Event, Macro, SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def care() -> Account:
    return brand(zone="Europe/Madrid")


@pytest.fixture
def case(care: Account) -> Case:
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    Case.objects.update(language="es")
    return Case.objects.select_related("account__brand", "author").get()


def test_a_macro_says_what_it_will_say_and_what_it_cannot(
    care: Account, case: Case, lena: User, boss: User
) -> None:
    text = "Hi {handle}, {agent} here for {brand} ({account}). Ticket {ticket}, {date} {time}."
    macro = macros.save(
        care.brand_id, None, {"name": "Hello", "text": text, "shortcut": "hi"}, by=boss, now=NOON
    )
    shown = macros.fill(macro.text, case, by=lena, now=NOON)
    assert shown.text == "Hi @kim, Lena here for Curlew (@CurlewCare). Ticket {ticket}, 2026-03-02 13:00."
    assert shown.missing == ("ticket",)
    tags.link_ticket(case.pk, "Jira", "NET-7", by=lena, now=NOON)
    assert macros.use(macro.pk, case.pk, by=lena, now=NOON).missing == ()
    assert Macro.objects.get().used == 1


def test_macros_are_for_supervisors_and_know_their_variables(care: Account, lena: User, boss: User) -> None:
    with pytest.raises(NotAllowed):
        macros.save(care.brand_id, None, {"name": "a", "text": "b"}, by=lena, now=NOON)
    for text in ("{name} dear", "{ssn}", "{}"):
        with pytest.raises(ValueError, match="no variable"):
            macros.save(care.brand_id, None, {"name": "a", "text": text}, by=boss, now=NOON)
    one = macros.save(care.brand_id, None, {"name": "a", "text": "b", "shortcut": "x"}, by=boss, now=NOON)
    with pytest.raises(ValidationError):
        macros.save(care.brand_id, None, {"name": "c", "text": "d", "shortcut": "x"}, by=boss, now=NOON)
    macros.save(care.brand_id, one.pk, {"text": "new"}, by=boss, now=NOON)
    macros.remove(one.pk, by=boss, now=NOON)
    texts = [
        event.data["after"].get("text")
        for event in Event.objects.filter(kind="settings_changed").order_by("pk")
    ]
    assert texts == ["b", "new", None]


def test_a_person_is_offered_what_fits_lane_language_and_team(
    care: Account, case: Case, lena: User, boss: User
) -> None:
    team = Team.objects.create(name="Billing")
    rows = [
        {"name": "en", "text": "x", "language": "en"},
        {"name": "any", "text": "x"},
        {"name": "es", "text": "x", "language": "es"},
        {"name": "private", "text": "x", "lane": "private"},
        {"name": "billing", "text": "x", "team": team},
    ]
    for row in rows:
        macros.save(care.brand_id, None, row, by=boss, now=NOON)
    assert [macro.name for macro in macros.offered(case, lena, "public")] == ["es", "any", "en"]
    lena.teams.add(team)
    assert [macro.name for macro in macros.offered(case, lena, "public")] == ["es", "any", "billing", "en"]
    assert "private" in [macro.name for macro in macros.offered(case, lena, "private")]
    stranger = brand("Fulmar", "FulmarHelp", "9002")
    with pytest.raises(Macro.DoesNotExist):
        macros.use(_of(stranger), case.pk, by=lena, now=NOON)


def _of(account: Account) -> int:
    return Macro.objects.create(brand=account.brand, name="theirs", text="x").pk


@given(st.dictionaries(st.sampled_from(["agent", "brand"]), st.text(max_size=20)), st.text(max_size=40))
def test_a_value_is_never_read_as_a_variable(values: dict[str, str], tail: str) -> None:
    shown = macros.filled("{agent}|{brand}|" + tail.replace("{", ""), values)
    expected = [values.get(name) or f"{{{name}}}" for name in ("agent", "brand")]
    assert shown.text == "|".join([*expected, tail.replace("{", "")])
    assert set(shown.missing) == {name for name in ("agent", "brand") if not values.get(name)}


def test_views_are_kept_by_name_for_oneself_or_by_supervisors_for_a_team(lena: User, boss: User) -> None:
    team = Team.objects.create(name="Billing")
    first = views.keep(" Outages ", {"words": "fibre", "tag": "outage"}, by=lena)
    again = views.keep("Outages", {"words": "line"}, by=lena)
    assert (first.pk, again.query) == (again.pk, {"words": "line"})
    with pytest.raises(NotAllowed):
        views.keep("Ours", {}, by=lena, team=team)
    shared = views.keep("Ours", {"overdue": True}, by=boss, team=team)
    assert list(views.seen_by(lena)) == [first]
    lena.teams.add(team)
    assert list(views.seen_by(lena)) == [shared, first]
    for name, query in (("", {}), ("x" * 61, {}), ("ok", {"sql": "drop"})):
        with pytest.raises(ValueError, match=r"name|filter"):
            views.keep(name, query, by=lena)
    with pytest.raises(SavedView.DoesNotExist):
        views.forget(shared.pk, by=lena)
    views.forget(first.pk, by=lena)
    assert SavedView.objects.count() == 1


def test_views_are_not_without_end(lena: User) -> None:
    for number in range(views.MOST):
        views.keep(f"v{number}", {}, by=lena)
    with pytest.raises(ValueError, match="At most"):
        views.keep("one more", {}, by=lena)
    assert views.keep("v1", {"words": "x"}, by=lena).query == {"words": "x"}
