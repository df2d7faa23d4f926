"""Parts of the case page that are made once: they lead to the case they stand on, in the reader's language."""

import pytest
from django.conf import settings
from django.test import Client
from tests import factories
from tests.factories import hear, post

from hark.store.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Client:
    account = factories.brand()
    hear(
        post("ana", "@CurlewCare my phone is dead", tags=[account]),
        post("bo", "@CurlewCare no signal here", tags=[account], minutes=3),
    )
    client = Client()
    client.force_login(factories.person("lena", account.brand))
    return client


def _shown(page: Client, case: Case) -> str:
    return page.get(f"/cases/{case.pk}", headers={"HX-Request": "true"}).content.decode()


def test_a_kept_part_leads_to_the_case_it_stands_on(page: Client) -> None:
    for case in Case.objects.order_by("pk"):
        shown = _shown(page, case)
        assert shown.count(f'hx-post="/cases/{case.pk}/closure"') > 1
        assert f'hx-post="/cases/{case.pk}/tags"' in shown
        assert "/cases/0/" not in shown


def test_a_kept_part_is_made_for_each_language(page: Client) -> None:
    case = Case.objects.earliest("pk")
    assert "How did it end?" in _shown(page, case)
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert "How did it end?" not in _shown(page, case)


def test_a_customers_own_words_are_left_as_they_are(page: Client) -> None:
    case = Case.objects.latest("pk")
    case.author.bio = "my own /cases/0/tags"
    case.author.save()
    assert "my own /cases/0/tags" in _shown(page, case)
