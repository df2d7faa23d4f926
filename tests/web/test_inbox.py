"""The inbox: who sees which cases, in which order, page after page."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.factories import NOON, hear, post

from hark.actions import cases
from hark.store.models import Case
from hark.web.inbox.saved import VIEWS


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
    wanted = Case.objects.filter(chosen.which(person, NOON)).order_by(*chosen.order.by)
    expected = list(wanted.values_list("pk", flat=True))
    assert found == expected if view != "at-risk" else sorted(found) == sorted(set(found))
    assert len(found) == 95


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
def test_a_page_is_a_handful_of_queries(django_assert_max_num_queries) -> None:
    client, _ = signed_in()
    with django_assert_max_num_queries(8):
        client.get("/inbox")


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
