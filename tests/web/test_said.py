"""Pages that only say something: what a browser gets when there is nothing else to show."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error


@pytest.mark.django_db
def test_a_sign_in_from_a_page_that_is_too_old_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in", {"username": "lena", "password": "x"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "This page is too old" in html
    assert "Nothing was saved" in html
    assert 'href="/inbox"' in html


def test_a_page_that_broke_keeps_its_face_and_says_nothing_of_the_code() -> None:
    html = server_error(RequestFactory().get("/inbox")).content.decode()
    assert "Something broke here" in html
    assert "Traceback" not in html
    assert "web/css/sign_in.css" in html
