"""Somebody who poses as us beside a customer's post is warned of where they speak, whoever's case it is."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from tests.factories import author, hear, person, post

from hark.domain.post import Mention
from hark.store.models import Account, Case

pytestmark = pytest.mark.django_db
WARNING = "This name looks like our @CurlewCare and is not ours."


def thread(care: Account, *handles: str) -> str:
    """The page of Ana's case, in which these have spoken."""
    first = post("ana", "@CurlewCare where is my refund", tags=[care], minutes=0)
    said = {"parent_id": first.post_id, "conversation_id": first.post_id, "tags": [care]}
    hear(first, *(post(author(name), "@ana confirm your card", minutes=1, **said) for name in handles))
    client = Client()
    client.force_login(person("lena", care.brand))
    return client.get(f"/cases/{Case.objects.get(author__handle='ana').pk}").content.decode()


def test_a_stranger_under_our_name_is_marked_at_their_post(care: Account) -> None:
    shown = thread(care, "CurIewCare", "bob")
    assert shown.count(WARNING) == 1
    marked = re.findall(r'<article class="post other[^"]* suspect".*?</article>', shown, flags=re.DOTALL)
    assert len(marked) == 1
    assert "@CurIewCare" in marked[0]


def test_nobody_else_is(care: Account) -> None:
    assert WARNING not in thread(care, "bob", "curlew_fan_club")


def test_who_poses_as_us_is_not_tagged_by_our_answer_unless_somebody_wants_it(care: Account) -> None:
    asked = post("ana", "@CurlewCare @CurIewCare @bob who of you is it", tags=[care])
    strangers = (Mention("CurIewCare", "u-posing"), Mention("bob", "u-bob"))
    hear(replace(asked, mentions=(*asked.mentions, *strangers)))
    client = Client()
    client.force_login(person("lena", care.brand))
    shown = client.get(f"/cases/{Case.objects.get().pk}").content.decode()
    assert re.search(r'name="tag" value="u-bob" checked>', shown)
    assert re.search(r'name="tag" value="u-posing">', shown)
