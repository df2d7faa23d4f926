"""The inbox: who sees which cases, in which order, page after page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.factories import NOON, hear, post

from hark.accounts.models import Team
from hark.actions import cases, goodwill, presence
from hark.actions.hear import forget_posts
from hark.networks.port import Deletion
from hark.store.models import Account, Case, Goodwill
from hark.web.inbox import rows
from hark.web.inbox.saved import VIEWS, Risk, counts


def signed_in(username: str = "lena") -> tuple[Client, factories.User]:
    account = factories.brand()
    person = factories.person(username, account.brand)
    client = Client()
    client.force_login(person)
    hear(*(post(f"person{n}", f"@CurlewCare broken {n}", tags=[account], minutes=n) for n in range(95)))
    return client, person


def ids(html: str) -> list[int]:
    return [int(part.partition('"')[0]) for part in html.split('id="row-')[1:]]


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["unassigned", "all", "at-risk"])
def test_pages_show_every_case_once_and_in_order(view: str) -> None:
    client, person = signed_in()
    html = client.get(f"/inbox?view={view}").content.decode()
    found = ids(html)
    while 'id="more"' in html:
        address = html.partition('id="more" hx-get="')[2].partition('"')[0].replace("&amp;", "&")
        html = client.get(address).content.decode()
        found += ids(html)
    chosen = VIEWS[view]
    wanted = Case.objects.filter(chosen.which(person, Risk.at(NOON))).order_by(*chosen.order.by)
    expected = list(wanted.values_list("pk", flat=True))
    assert found == expected if view != "at-risk" else sorted(found) == sorted(set(found))
    assert len(found) == 95


@pytest.mark.django_db
def test_rows_are_asked_for_by_name_wherever_they_stand_as_far_as_the_view_holds_them() -> None:
    client, lena = signed_in()
    far, taken = Case.objects.order_by("pk")[90:92]
    Case.objects.filter(pk=taken.pk).update(assignee=lena)
    asked = f"/inbox/rows?view=unassigned&case={far.pk}&case={taken.pk}&case={'9' * 40}&case=x"
    assert ids(client.get(asked).content.decode()) == [far.pk]
    other = factories.brand("Plover", "PloverCare", "9002")
    stranger = Client()
    stranger.force_login(factories.person("sam", other.brand))
    assert ids(stranger.get(asked).content.decode()) == []


@pytest.mark.django_db
def test_a_foreign_brand_is_not_in_the_list() -> None:
    signed_in()
    other = factories.brand("Plover", "PloverCare", "9002")
    client = Client()
    client.force_login(factories.person("sam", other.brand))
    html = client.get("/inbox?view=all").content.decode()
    assert ids(html) == []
    assert "Nobody waits for an answer." in html


@pytest.mark.django_db
def test_an_empty_list_says_when_nothing_could_come() -> None:
    account = factories.brand()
    said = {
        "idle": "Every open case has somebody.",
        "deaf": "No account of your brands is connected",
        "lone": "You have been given no brand yet.",
    }
    for name, brands in (("idle", [account.brand]), ("deaf", [account.brand]), ("lone", [])):
        if name == "deaf":
            Account.objects.update(connected=False)
        client = Client()
        client.force_login(factories.person(name, *brands))
        page = client.get("/inbox").content.decode()
        assert [key for key, words in said.items() if words in page] == [name]


@pytest.mark.django_db
def test_a_page_is_a_handful_of_queries(django_assert_max_num_queries) -> None:
    client, _ = signed_in()
    with django_assert_max_num_queries(8):
        client.get("/inbox")


@pytest.mark.django_db(transaction=True)
def test_a_case_whose_posts_are_deleted_says_so_in_the_list() -> None:
    account = factories.brand()
    client = Client()
    client.force_login(factories.person("lena", account.brand))
    hear(post("kim", "@CurlewCare broken", post_id="7", tags=[account]))
    forget_posts([Deletion(account.network, "7", NOON)], now=NOON)
    row = client.get("/inbox?view=all").content.decode().partition('id="row-')[2]
    assert "broken" not in row and "Deleted on the network" in row


@pytest.mark.django_db
def test_a_cursor_nobody_wrote_is_refused() -> None:
    client, _ = signed_in()
    assert client.get("/inbox/rows?view=all&after=nonsense").status_code == 400


@pytest.mark.django_db
def test_saved_views_follow_what_is_done() -> None:
    client, person = signed_in()
    case = Case.objects.order_by("pk").first()
    assert case is not None
    cases.assign(case.pk, person, by=person, now=NOON)
    assert ids(client.get("/inbox?view=mine").content.decode()) == [case.pk]
    cases.snooze(case.pk, NOON.replace(year=2999), by=person, now=NOON)
    assert ids(client.get("/inbox?view=snoozed").content.decode()) == [case.pk]
    cases.close(case.pk, "resolved", by=person, now=NOON)
    assert ids(client.get("/inbox?view=done").content.decode()) == [case.pk]


@pytest.mark.django_db
def test_the_views_of_team_proactive_and_approvals_hold_what_their_names_say() -> None:
    client, person = signed_in()
    first, second, third, fourth, *_ = Case.objects.order_by("pk")
    team, other = Team.objects.create(name="Care"), Team.objects.create(name="Billing")
    person.teams.add(team)
    Case.objects.filter(pk=first.pk).update(team=team)
    Case.objects.filter(pk=second.pk).update(team=other)
    Case.objects.filter(pk=third.pk).update(stage=3)
    goodwill.ask(fourth.pk, 900_00, "a week offline", by=person, now=NOON)
    assert Goodwill.objects.get().state == "asked"
    for view, case in (("team", first), ("proactive", third), ("approvals", fourth)):
        html = client.get(f"/inbox?view={view}").content.decode()
        assert ids(html) == [case.pk]
        assert '<span class="count" data-list-count>1</span>' in html


@pytest.mark.django_db
def test_the_counts_are_those_of_the_lists() -> None:
    _, person = signed_in()
    one, two, three, *_ = Case.objects.order_by("pk")
    cases.assign(one.pk, person, by=person, now=NOON)
    cases.snooze(two.pk, NOON.replace(year=2999), by=person, now=NOON)
    cases.close(three.pk, "resolved", by=person, now=NOON)
    rest = list(Case.objects.filter(state="new", assignee=None).order_by("pk").values_list("pk", flat=True))
    team = Team.objects.create(name="Night")
    person.teams.add(team)
    Case.objects.filter(pk__in=rest[:4]).update(state="waiting")
    Case.objects.filter(pk__in=rest[4:9]).update(stage=3)
    Case.objects.filter(pk__in=rest[9:16]).update(team=team)
    Case.objects.filter(pk__in=rest[16:27]).update(due_at=NOON)
    later = NOON + timedelta(hours=2)
    Case.objects.filter(pk__in=rest[27:32]).update(due_at=later, warn_at=later, warned_at=NOON)
    Case.objects.filter(pk__in=rest[32:]).update(due_at=later, warn_at=NOON, warned_at=NOON)
    held = counts(person, NOON)
    assert (held["all"], held["team"], held["waiting"], held["proactive"]) == (89, 7, 4, 5)
    assert held["at-risk"] == 11 + 5
    for key, count in held.items():
        assert count == Case.objects.filter(VIEWS[key].which(person, Risk.at(NOON))).count(), key


@pytest.mark.django_db
def test_a_row_says_everything_about_its_case_and_who_is_on_it() -> None:
    account = factories.brand()
    person, colleague = (
        factories.person("lena", account.brand),
        factories.person("tomas", account.brand),
    )
    hear(post("ana", "@CurlewCare my line is dead, call 555-0100 please", tags=[account], minutes=3))
    case = Case.objects.get()
    Case.objects.update(topic="internet", sentiment="negative", inbound=2, assignee=colleague)
    presence.beat(case.pk, "looking", by=colleague, now=datetime.now(UTC))
    client = Client()
    client.force_login(person)
    html = client.get("/inbox?view=all").content.decode()
    row = html.partition('<li class="row')[2].partition("</li>")[0]
    for said in (
        "Ana",
        "@ana",
        "my line is dead",
        "Internet",
        "Negative",
        "X, public",
        "2 posts",
        'class="clock',
    ):
        assert said in row, said
    assert "555-0100" not in row
    assert f"[[{colleague.pk}, " in unescape(row)
    assert "Tomas has this case" in row


@pytest.mark.django_db
def test_nothing_a_stranger_wrote_becomes_markup_in_a_row() -> None:
    account = factories.brand()
    evil = '"><script>alert(1)</script>'
    who = factories.author("mallory")
    hear(
        post(
            replace(who, name=evil, handle=evil),
            f"@CurlewCare {evil} {chr(0x202E)}gnp",
            tags=[account],
            minutes=1,
        )
    )
    Case.objects.update(topic=evil, sentiment="negative")
    client = Client()
    client.force_login(factories.person("lena", account.brand))
    html = client.get("/inbox?view=all").content.decode()
    assert len(ids(html)) == 1
    assert "<script>alert" not in html
    assert "U+202E" in html


@pytest.mark.django_db
def test_a_fragment_without_a_session_sends_the_whole_page_to_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://desk.example/cases/4?view=mine"}
    response = Client().get("/inbox", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/sign-in?next=%2Fcases%2F4%3Fview%3Dmine"


@pytest.mark.django_db
@given(st.text(min_size=1, max_size=12))
def test_any_view_and_theme_name_is_survived(name: str) -> None:
    client = Client()
    assert client.get("/sign-in", {"view": name}).status_code == 200
    assert client.post("/theme", {"theme": name}).status_code in (204, 422)


def test_lines_met_before_are_covered_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_MASKED", {})
    monkeypatch.setattr(rows, "_LINES", 2)
    lines = ["Call me on +44 20 7946 0958", "My bill is wrong", "", "My bill is wrong"]
    first = rows.masked(lines)
    assert "7946" not in first[0]
    assert first[1:] == lines[1:]
    assert rows.masked([*lines, "I am jo@example.com"])[:4] == first
    assert rows.masked(["one more"]) == ["one more"]
    assert rows.masked(lines) == first
