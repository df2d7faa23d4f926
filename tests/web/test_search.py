"""Search: by words, by name, by number, narrowed; never beyond what a person may see."""

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.factories import NOON, hear, post

from hark.actions import cases
from hark.store import bulk
from hark.store.models import Account, Author, Case
from hark.store.queries import query
from hark.web.search.find import Filters, _further, find
from hark.web.search.query import read


@pytest.fixture
def desk(db: None) -> tuple[factories.User, Account]:
    account = factories.brand()
    tags = [account]
    hear(
        post("ana", "@CurlewCare my router is broken in Wenlow", tags=tags, minutes=1),
        post("bob", "@CurlewCare the bill is too high", tags=tags, minutes=2),
        post("router_fan", "@CurlewCare what a lovely day", tags=tags, minutes=3),
        post("cleo", "@CurlewCare ルーター が壊れた", tags=tags, minutes=4),
    )
    return factories.person("lena", account.brand), account


def found(person: factories.User, text: str, **filters: object) -> list[str]:
    return [case.author.handle for case in find(person, read(text), Filters(**filters))]  # type: ignore[arg-type]


def test_words_look_at_posts_and_names(desk: tuple[factories.User, Account]) -> None:
    person, _ = desk
    assert found(person, "router") == ["router_fan", "ana"]
    assert found(person, "broken wenl") == ["ana"]
    assert found(person, "BILL") == ["bob"]
    assert found(person, "ルーター") == ["cleo"]
    assert found(person, "zebra") == []
    assert found(person, "") == []


def test_at_names_people_and_hash_names_cases(desk: tuple[factories.User, Account]) -> None:
    person, _ = desk
    assert found(person, "@router") == ["router_fan"]
    assert found(person, "@ana broken") == ["ana"]
    assert found(person, "@ana bill") == []
    case = Case.objects.get(author__handle="bob")
    assert found(person, f"#{case.pk}") == ["bob"]


def test_words_are_found_in_any_writing_and_without_their_accents(db: None) -> None:
    account = factories.brand()
    said = {
        "hana": "@CurlewCare 昨日から二回も電話しました",
        "ravi": "@CurlewCare बिजली चालू करो",
        "iker": "@CurlewCare la facturación está mal",
        "olga": "@CurlewCare опять ещё счёт",
        "min": "@CurlewCare 인터넷이 느려요",
    }
    hear(*(post(name, text, tags=[account], minutes=at) for at, (name, text) in enumerate(said.items())))
    person = factories.person("lena", account.brand)
    typed = {
        "hana": ["二回", "電話", "昨日から二回"],
        "ravi": ["चालू", "बिज", "करो बिजली"],
        "iker": ["facturacion", "facturación", "FACTURACIÓN", "facturacio\u0301n", "ＦＡＣＴＵＲＡＣＩＯＮ"],
        "olga": ["еще", "счет"],
        "min": ["인터넷", "느려요"],
    }
    assert {name: [found(person, text) for text in texts] for name, texts in typed.items()} == {
        name: [[name]] * len(texts) for name, texts in typed.items()
    }
    assert [found(person, text) for text in ("回二", "चल", "facturas")] == [[], [], []]


def test_names_are_found_without_their_accents(db: None) -> None:
    account = factories.brand()
    hear(post("jg", "@CurlewCare hola", tags=[account]))
    Author.objects.filter(handle="jg").update(name="José Núñez")
    person = factories.person("lena", account.brand)
    assert found(person, "nunez") == found(person, "@jose") == found(person, "Núñez") == ["jg"]


def test_namesakes_without_a_case_here_hide_nobody(
    desk: tuple[factories.User, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.brand("Plover", "PloverCare", "9002")
    hear(*(post(f"maria_{n}", "@PloverCare hello", tags=[other], minutes=n) for n in range(3)))
    hear(post("maria_z", "@CurlewCare hello", tags=[desk[1]], minutes=9))
    monkeypatch.setattr("hark.web.search.find._NAMESAKES", 1)
    assert found(desk[0], "@maria") == ["maria_z"]


def test_a_number_with_letters_behind_it_is_a_word(desk: tuple[factories.User, Account]) -> None:
    hear(post("vic", "@CurlewCare no #5G in Vellin", tags=[desk[1]], minutes=6))
    assert found(desk[0], "#5G") == ["vic"]
    assert read("#5").number == 5


def test_whole_words_come_first_and_words_only_begun_fill_up(
    desk: tuple[factories.User, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    person, account = desk
    hear(post("dan", "@CurlewCare the routers are gone", tags=[account], minutes=5))
    assert found(person, "router") == ["dan", "router_fan", "ana"]
    monkeypatch.setattr("hark.web.search.find.LIMIT", 1)
    assert found(person, "bill") == ["bob"]
    hear(post("eve", "@CurlewCare billing is closed", tags=[account], minutes=6))
    assert found(person, "bill") == ["bob"]


def test_old_shelves_are_read_when_the_newest_hold_too_little(desk: tuple[factories.User, Account]) -> None:
    person, account = desk
    with connection.cursor() as cursor:
        cursor.execute("select setval(pg_get_serial_sequence('store_post', 'id'), 400000)")
    hear(post("dan", "@CurlewCare another router", tags=[account], minutes=5))
    assert found(person, "router") == ["dan", "router_fan", "ana"]


def test_reading_goes_back_as_far_as_needed_and_ends_with_the_last_case_wanted(
    desk: tuple[factories.User, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    person, account = desk
    for shelf, name in ((20, "dan"), (40, "eve"), (60, "fay")):
        with connection.cursor() as cursor:
            cursor.execute("select setval(pg_get_serial_sequence('store_post', 'id'), %s)", [shelf * 8192])
        hear(post(name, "@CurlewCare another router", tags=[account], minutes=shelf))
    asked = readings(monkeypatch)
    assert found(person, "router") == ["fay", "eve", "dan", "router_fan", "ana"]
    monkeypatch.setattr("hark.web.search.find.LIMIT", 1)
    asked.clear()
    assert found(person, "router") == ["fay"]
    assert asked == ["'~59' | '~60'"]


def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The shelves each reading of the words is kept to, as they are asked for."""
    asked: list[str] = []
    planned = bulk.planned

    def noting(name: str, **values: object) -> list[tuple[object, ...]]:
        if name == "search_words":
            asked.append(str(values["shelves"]))
        return planned(name, **values)

    monkeypatch.setattr(bulk, "planned", noting)
    return asked


@pytest.mark.parametrize(
    ("looked", "counts", "further"),
    [
        (2, ((0, 400), (0, 60)), 14),
        (2, ((200, 400), (0, 60)), 3),
        (2, ((200, 400), (40, 60)), 2),
        (16, ((1, 400), (1, 60)), 112),
        (2, ((399, 400), (0, 60)), 1),
    ],
)
def test_how_far_to_read_follows_from_what_was_found(
    looked: int, counts: tuple[tuple[int, int], ...], further: int
) -> None:
    assert _further(looked, *counts) == further


def test_the_index_serves_the_search(desk: tuple[factories.User, Account]) -> None:
    values = {
        "accounts": [1],
        "limit": 9,
        "reach": 9,
        "words": "'a'",
        "shelves": "'~0'",
        **Filters().values(),
    }
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain " + query("search_words"), values)
        assert "post_words" in str(cursor.fetchall())


def test_filters_narrow_and_work_alone(desk: tuple[factories.User, Account]) -> None:
    person, _ = desk
    case = Case.objects.get(author__handle="ana")
    cases.close(case.pk, "resolved", by=person, now=NOON)
    assert found(person, "router", states=("closed",)) == ["ana"]
    assert found(person, "router", states=("new",)) == ["router_fan"]
    assert found(person, "", states=("closed",)) == ["ana"]
    assert found(person, "router", assignee=person.pk) == []


def test_what_a_stranger_may_not_see_is_not_found(desk: tuple[factories.User, Account]) -> None:
    other = factories.brand("Plover", "PloverCare", "9002")
    stranger = factories.person("sam", other.brand)
    assert found(stranger, "router") == []
    assert found(stranger, f"#{Case.objects.first().pk}") == []  # type: ignore[union-attr]


def test_a_typed_topic_is_offered_as_one(desk: tuple[factories.User, Account]) -> None:
    client = Client()
    client.force_login(desk[0])
    link = 'href="/search?topic=app"'
    assert link in client.get("/search?q=app").content.decode()
    assert link not in client.get("/search?q=apple").content.decode()
    chosen = client.get("/search?topic=app").content.decode()
    assert '<option value="app" selected>' in chosen and link not in chosen


def test_the_end_of_many_results_says_that_there_are_more(
    desk: tuple[factories.User, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(desk[0])
    assert "there are more" not in client.get("/search?q=router").content.decode()
    for place in ("find", "views"):
        monkeypatch.setattr(f"hark.web.search.{place}.LIMIT", 2)
    assert "These are the newest 2; there are more." in client.get("/search?q=router").content.decode()


def test_the_page_and_its_fragment(desk: tuple[factories.User, Account]) -> None:
    client = Client()
    client.force_login(desk[0])
    whole = client.get("/search?q=router&state=new").content.decode()
    part = client.get("/search?q=router&state=new", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert 'id="row-' in part
    assert "Nothing found" in client.get("/search?q=zebra").content.decode()
    case = Case.objects.get(author__handle="ana")
    assert "Search results" in client.get(f"/cases/{case.pk}?q=router").content.decode()


@pytest.mark.django_db
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    find(factories.User(pk=0), read(text.replace("\0", "")), Filters())
