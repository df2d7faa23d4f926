"""What the listening page says: who hears, what was heard, what became of it, and to whom it is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests import factories
from tests.factories import hear, person, post

from hark.accounts.models import Role, User
from hark.domain.post import PostKind
from hark.reports import listening
from hark.reports.listening import Fate
from hark.store import hearing
from hark.store.hearing import Stand
from hark.store.models import Account, Brand, Case, Cursor, Gap, Watch, WatchedPost
from hark.store.models import Post as PostRow
from hark.web.wall.listening import heard
from hark.web.wall.sources import sources

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def care() -> Account:
    return factories.brand(homonyms=["curlew sandpiper"])


@pytest.fixture
def ruth(care: Account) -> User:
    return person("ruth", care.brand, role=Role.SUPERVISOR)


def watch(brand: Brand, kind: str, name: str = "Box") -> Watch:
    return Watch.objects.create(brand=brand, name=name, query=name, kind=kind)


def fates(reader: User, fate: str = "") -> dict[str, Fate]:
    return {one.post.author.handle: one.fate for one in heard(reader, fate)["flowing"]}


def test_every_post_says_what_became_of_it(care: Account, ruth: User) -> None:
    rivals = watch(care.brand, "competitor")
    hear(
        post("ana", "@CurlewCare help, no internet", tags=[care]),
        post("ben", "a curlew sandpiper on the beach today"),
        post("cleo", "look at this @CurlewCare", tags=[care], kind=PostKind.QUOTE, quoted_id="1"),
        replace(post("dora", "my Heron box is slow, can anyone help"), rules=(f"hark:watch:{rivals.pk}",)),
        post("emil", "nobody we know says something"),
    )
    assert fates(ruth) == {"ana": Fate.CASE, "ben": Fate.NOT_US, "cleo": Fate.SIGNAL, "dora": Fate.COMPETITOR}
    assert set(fates(ruth, "case")) == {"ana"}
    assert set(fates(ruth, "none")) == {"ben", "cleo", "dora"}


def test_what_other_brands_hear_is_not_shown(care: Account, ruth: User) -> None:
    heron = factories.brand("Heron", "HeronHelp", "9100")
    theirs = watch(heron.brand, "competitor")
    hear(
        post("ana", "@HeronHelp no internet", tags=[heron]),
        replace(post("ben", "boxes are slow"), rules=(f"hark:watch:{theirs.pk}",)),
    )
    assert Case.objects.count() == 1
    assert fates(ruth) == {}
    assert heard(ruth, "")["watches"] == []


def test_a_source_in_trouble_comes_first_and_other_brands_are_left_out(care: Account, ruth: User) -> None:
    row = watch(care.brand, "product")
    looked = NOW - timedelta(minutes=1)
    Cursor.objects.create(account=care, source="mentions:CurlewCare", last_heard_at=looked)
    stands = [
        Stand("mentions:CurlewCare", False, None),
        Stand("mentions:HeronHelp", False, NOW),
        Stand(f"search:watch:{row.pk}", False, NOW),
        Stand("search:watch:999", False, NOW),
        Stand("again:all", False, NOW),
        Stand("stream", True, NOW, "silent", "Nothing heard from stream for 40 s."),
        Stand("activity", True, NOW),
    ]
    hearing.write(care.pk, stands, NOW)
    Gap.objects.create(account=care, source="stream", start=NOW, end=NOW, reason="the line was cut")
    found = sources([care], [row], NOW)
    assert [source.name for source in found] == [
        "Live stream", "Live activity", "Mentions of @CurlewCare", "Stored posts, read again", "Watch: Box",
    ]  # fmt: skip
    assert found[2].heard == looked
    client = Client()
    client.force_login(ruth)
    shown = client.get("/wall/listening").content.decode()
    assert "the line was cut" in shown
    assert "Nothing heard from stream for 40 s." in shown
    assert "<html" not in client.get("/wall/listening", headers={"HX-Request": "true"}).content.decode()
    (first, *_) = sources([care], [row], NOW + timedelta(minutes=2))
    assert first.trouble == "Nothing is listening: is the listen role running?"


def test_agents_do_not_see_it(care: Account) -> None:
    client = Client()
    client.force_login(person("lena", care.brand))
    assert client.get("/wall/listening").status_code == 403


def test_a_day_is_what_came_divided_by_the_days_since_the_first(care: Account) -> None:
    row, quiet = watch(care.brand, "product"), watch(care.brand, "product", "Quiet")
    for n in range(12):
        WatchedPost.objects.create(watch=row, post_id=str(n), at=NOW - timedelta(hours=4 * n + 0.5))
    found = listening.brought([row, quiet], NOW)
    assert (found[row.pk].hour, found[row.pk].day, found[row.pk].week) == (1, 6, 12)
    assert found[row.pk].a_day == pytest.approx(12 / (44.5 / 24))
    assert float(found[row.pk].usd_a_day) == pytest.approx(12 / (44.5 / 24) * 0.005, rel=0.01)
    assert found[quiet.pk].a_day is None
    assert found[quiet.pk].usd_a_month == 0


def test_a_deleted_post_is_shown_without_its_words(care: Account, ruth: User) -> None:
    hear(post("ana", "@CurlewCare my secret words", tags=[care]))
    PostRow.objects.update(deleted_at=NOW, text="")
    assert fates(ruth) == {"ana": Fate.CASE}
