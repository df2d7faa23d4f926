"""What a watch brings: cases of stage 2, cases of stage 3, or posts that are only heard."""

from dataclasses import replace

import pytest
from tests import factories
from tests.factories import NOON, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import watches
from hark.actions.house import NotAllowed
from hark.actions.roster import load
from hark.domain.post import Post
from hark.domain.verdict import Stage
from hark.store.models import Account, Case, Event, Watch, WatchedPost
from hark.store.models import Post as PostRow

pytestmark = pytest.mark.django_db
WORTH = "Can anyone recommend a broadband provider? Mine is down again and nobody helps, I need help"


@pytest.fixture
def care() -> Account:
    return factories.brand(homonyms=["curlew sandpiper", "kestrel tower"])


@pytest.fixture
def ruth(care: Account) -> User:
    return person("ruth", care.brand, role=Role.SUPERVISOR)


def watch(care: Account, kind: str, query: str = "kestrel box", **given: object) -> Watch:
    fields = {"name": f"{kind} {query}", "query": query, "kind": kind, **given}
    return Watch.objects.create(brand=care.brand, **fields)


def brought(text: str, *rows: Watch, by: str = "ana") -> Post:
    tag = "hark:watch:" + ",".join(str(row.pk) for row in rows)
    return replace(post(by, text), rules=("hark:brand:CurlewCare", tag))


def test_a_product_watch_brings_a_case_of_stage_two(care: Account) -> None:
    row = watch(care, "product")
    hear(brought("my kestrel box does not start", row))
    case = Case.objects.get()
    assert (case.account_id, case.stage) == (care.pk, 2)
    assert WatchedPost.objects.get().watch_id == row.pk


def test_a_homonym_is_heard_and_opens_nothing(care: Account) -> None:
    hear(brought("lunch in Kestrel Tower next to a box", watch(care, "product")))
    assert not Case.objects.exists()
    assert WatchedPost.objects.count() == 1


def test_a_proactive_watch_brings_a_case_only_where_joining_is_worth_it(care: Account) -> None:
    row = watch(care, "proactive", "broadband")
    hear(brought(WORTH, row), brought("A history of broadband in five charts", row, by="ben"))
    stages = dict(PostRow.objects.values_list("author__handle", "stage"))
    assert stages == {"ana": int(Stage.PROACTIVE), "ben": None}
    case = Case.objects.get()
    assert (case.author.handle, case.stage) == ("ana", 3)
    hear(post("cleo", WORTH))
    assert Case.objects.count() == 1, "without a watch nobody is joined"


def test_a_competitors_customers_are_heard_and_never_answered(care: Account) -> None:
    hear(brought(WORTH, watch(care, "competitor")))
    assert not Case.objects.exists()
    assert PostRow.objects.count() == 1


def test_whoever_tags_us_is_ours_whatever_watch_brought_them(care: Account) -> None:
    tagged = replace(
        brought("@CurlewCare hello", watch(care, "competitor")), mentions=post("x", "", tags=[care]).mentions
    )
    hear(tagged)
    assert Case.objects.get().stage == 1


def test_of_several_watches_the_one_for_ourselves_decides_and_all_are_noted(care: Account) -> None:
    rows = [watch(care, "competitor"), watch(care, "product", "kestrel"), watch(care, "proactive", "box")]
    one = brought("the kestrel box is broken", *rows)
    hear(one)
    hear(one)
    assert Case.objects.get().stage == 2
    assert WatchedPost.objects.count() == 3


def test_a_watch_that_is_off_or_gone_decides_nothing(care: Account, ruth: User) -> None:
    off, gone = watch(care, "product", on=False), watch(care, "product", "kestrel")
    watches.remove(gone.pk, by=ruth, now=NOON)
    assert load("x").watches == {}
    hear(brought("the kestrel box is broken", off, gone))
    assert not Case.objects.exists()
    assert [row.watch_id for row in WatchedPost.objects.all()] == [off.pk]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (" ", "Say what to listen for."),
        ("(kestrel", "The brackets do not match."),
        (")kestrel(", "The brackets do not match."),
        ('"kestrel', "A quotation mark is not closed."),
        ("k" * 499, "A watch holds at most 498 characters; this one has 499."),
    ],
)
def test_a_query_that_is_plainly_none_is_refused_in_words(
    query: str, says: str, care: Account, ruth: User
) -> None:
    fields = {"name": "Box", "query": query, "kind": "product", "on": True}
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        watches.save(care.brand_id, None, fields, by=ruth, now=NOON)
    assert not Watch.objects.exists()


def test_saving_is_told_and_forgets_an_old_refusal(care: Account, ruth: User) -> None:
    fields = {"name": "Box", "query": 'kestrel OR ":("', "kind": "product", "on": True}
    row = watches.save(care.brand_id, None, fields, by=ruth, now=NOON)
    watches.note_refused([row.pk], {row.pk: "X refused a stream rule: no"})
    row.refresh_from_db()
    assert row.refused == "X refused a stream rule: no"
    watches.save(care.brand_id, row.pk, {**fields, "query": "kestrel"}, by=ruth, now=NOON)
    row.refresh_from_db()
    assert row.refused == ""
    assert [event.data["what"] for event in Event.objects.filter(kind="settings_changed")] == [
        "watch",
        "watch",
    ]
    with pytest.raises(NotAllowed):
        watches.remove(row.pk, by=person("lena", care.brand), now=NOON)
