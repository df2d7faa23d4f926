"""A compiled query answers what the same query of Django's answers, for any values, and refuses what it cannot keep."""

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests import factories
from tests.factories import hear, post

import hark
from hark.accounts.models import User
from hark.store.compiled import CompiledQuery
from hark.store.models import Case

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

SEEN = CompiledQuery(
    lambda person, case: (
        Case.objects.for_person(person).select_related("account__brand", "author").filter(pk=case)
    ),
    person=User,
    case=int,
)
NAMES = CompiledQuery(
    lambda names, since: (
        User.objects.filter(pk__anyof=names, date_joined__gte=since)
        .order_by("pk")
        .values_list("username", "pk")
    ),
    names=list,
    since=datetime,
)
CALLED = CompiledQuery(lambda name: User.objects.filter(username=name), name=str)


def a_case(brand: str = "Curlew", by: str = "ana", network_id: str = "9001") -> Case:
    account = factories.brand(brand, network_id=network_id)
    hear(post(by, "The line is down again", tags=[account]))
    return Case.objects.get(account=account)


@pytest.mark.django_db
def test_it_finds_what_the_query_finds_related_rows_included() -> None:
    case = a_case()
    person = factories.person("lena", case.account.brand)
    found = SEEN.get(person=person, case=case.pk)
    again = Case.objects.for_person(person).select_related("account__brand", "author").get(pk=case.pk)
    assert found == again
    with CaptureQueriesContext(connection) as asked:
        assert found.account.brand.name == again.account.brand.name
        assert found.author.handle == again.author.handle
    assert len(asked) == 0
    assert vars(found).keys() == vars(again).keys()


@pytest.mark.django_db
def test_what_a_person_was_not_granted_stays_hidden_whoever_asked_first() -> None:
    case, other = a_case(), a_case("Plover", "ben", "9002")
    lena = factories.person("lena", case.account.brand)
    sam = factories.person("sam", factories.brand("Elsewhere", network_id="9003").brand)
    assert SEEN.first(person=lena, case=case.pk) == case
    assert SEEN.first(person=sam, case=case.pk) is None
    assert SEEN.first(person=lena, case=other.pk) is None
    with pytest.raises(Case.DoesNotExist):
        SEEN.get(person=sam, case=case.pk)


@pytest.mark.django_db
def test_a_list_is_one_parameter_however_long() -> None:
    people = [factories.person(f"p{n}") for n in range(5)]
    User.objects.update(date_joined=NOON)
    for wanted in ([], people[:1], people):
        found = NAMES.all(names=[one.pk for one in wanted], since=NOON)
        assert found == [(one.username, one.pk) for one in wanted]
    assert NAMES.all(names=[one.pk for one in people], since=NOON + timedelta(seconds=1)) == []


@pytest.mark.django_db
@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=40))
def test_text_is_a_value_and_never_part_of_the_statement(name: str) -> None:
    assert list(CALLED.all(name=name)) == list(User.objects.filter(username=name))


@pytest.mark.django_db
def test_each_run_sees_what_is_there_now() -> None:
    assert CALLED.first(name="nora") is None
    nora = factories.person("nora")
    assert CALLED.first(name="nora") == nora
    nora.delete()
    assert CALLED.first(name="nora") is None


@pytest.mark.django_db
def test_the_statements_are_counted_like_all_others() -> None:
    with CaptureQueriesContext(connection) as asked:
        CALLED.all(name="nora")
    assert [statement["sql"].startswith("SELECT") for statement in asked] == [True]


@pytest.mark.django_db
def test_rows_are_locked_as_the_query_says() -> None:
    case = a_case()
    held = CompiledQuery(lambda case: Case.objects.select_for_update().filter(pk=case), case=int)
    with transaction.atomic():
        assert held.get(case=case.pk) == case
    assert "FOR UPDATE" in held._shape.statement


def test_a_value_reckoned_from_a_parameter_is_refused() -> None:
    late = CompiledQuery(
        lambda now: User.objects.filter(date_joined__gte=now - timedelta(hours=1)), now=datetime
    )
    with pytest.raises(ValueError, match="reckoned"):
        late.all(now=NOON)
    next_one = CompiledQuery(lambda row: User.objects.filter(pk=row + 1), row=int)
    with pytest.raises(ValueError, match="reckoned"):
        next_one.all(row=1)


@pytest.mark.django_db
def test_every_compiled_query_of_the_product_can_be_kept() -> None:
    found = [
        value
        for module in pkgutil.walk_packages(hark.__path__, "hark.")
        if module.name.split(".")[1] in ("actions", "reports", "store", "web")
        and ".migrations" not in module.name
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, CompiledQuery)
    ]
    assert len(found) > 20
    with transaction.atomic():
        for query in found:
            assert query._shape.statement.startswith("SELECT")
