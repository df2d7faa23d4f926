"""A case is as urgent as the most urgent thing its customer has said since our last answer."""

import random

import pytest
from tests.factories import brand, hear, ours, person, post

from hark.actions.corrections import correct
from hark.domain.post import Post as DomainPost
from hark.store.models import Account, Case, Post
from hark.web.cases.person import evidence_of

pytestmark = pytest.mark.django_db

FIRE = "URGENT: our house is on fire, smoke everywhere, my baby is stranded, someone is hurt, still waiting."


@pytest.fixture
def alone(care: Account) -> dict[str, float]:
    """What each text weighs as the only word of a case."""
    weights = {}
    for name, text in (("fire", FIRE), ("hello", "hello? the line is still dead")):
        hear(post(f"only{name}", f"@CurlewCare {text}", tags=[care]))
        weights[name] = Case.objects.get(author__handle=f"only{name}").priority
    assert weights["fire"] > weights["hello"] + 20
    return weights


def speaks(care: Account, text: str, minutes: float, **given: str) -> DomainPost:
    return post("ana", f"@CurlewCare {text}", minutes=minutes, tags=[care], **given)


def ana() -> Case:
    return Case.objects.get(author__handle="ana")


def test_a_further_word_of_somebody_who_waits_takes_no_urgency_away(
    care: Account, alone: dict[str, float]
) -> None:
    hear(speaks(care, FIRE, 0, post_id="1"))
    reasons = ana().why
    hear(speaks(care, "hello? the line is still dead", 3, parent_id="1"))
    assert ana().priority == alone["fire"]
    assert ana().why == reasons
    assert ana().snippet.startswith("@CurlewCare hello?")


def test_a_more_urgent_word_says_why(care: Account, alone: dict[str, float]) -> None:
    hear(speaks(care, "hello? the line is still dead", 0, post_id="1"))
    reasons = ana().why
    hear(speaks(care, FIRE, 3, parent_id="1"))
    assert ana().priority >= alone["fire"]
    assert ana().why != reasons


def test_what_was_answered_no_longer_counts(care: Account, alone: dict[str, float]) -> None:
    hear(speaks(care, FIRE, 0, post_id="1"))
    hear(ours(care, "@ana an engineer is on the way", minutes=4, post_id="2", parent_id="1"))
    assert ana().priority == alone["fire"]
    hear(speaks(care, "hello? the line is still dead", 9, parent_id="2"))
    assert ana().priority < alone["fire"] - 20


def test_the_answer_may_come_in_the_same_batch(care: Account, alone: dict[str, float]) -> None:
    hear(
        speaks(care, FIRE, 0, post_id="1"),
        ours(care, "@ana an engineer is on the way", minutes=4, post_id="2", parent_id="1"),
        speaks(care, "hello? the line is still dead", 9, parent_id="2"),
    )
    assert ana().priority < alone["fire"] - 20


def test_a_closed_case_is_judged_by_what_opens_it_again(care: Account, alone: dict[str, float]) -> None:
    hear(speaks(care, FIRE, 0, post_id="1"))
    Case.objects.filter(pk=ana().pk).update(state="closed", closed_at=ana().last_inbound_at)
    hear(speaks(care, "hello? the line is still dead", 9, parent_id="1"))
    assert ana().state != "closed"
    assert ana().priority < alone["fire"] - 20


def test_what_a_person_has_said_of_it_holds(care: Account) -> None:
    hear(speaks(care, "hello? the line is still dead", 0, post_id="1"))
    correct(ana().pk, "priority", "low", by=person("lena", care.brand), now=ana().last_inbound_at)
    said = ana().priority
    hear(speaks(care, FIRE, 3, parent_id="1"))
    assert ana().priority == said


@pytest.mark.parametrize("seed", range(8))
def test_batches_make_no_difference(care: Account, seed: int) -> None:
    brand("Pipit", "PipitHelp", "9002")
    chance = random.Random(seed)
    posts = [speaks(care, "hello", 0, post_id="1")]
    for minute in range(1, 12):
        text = chance.choice((FIRE, "hello? the line is still dead", "third time I ask", "thanks"))
        at = {"minutes": float(minute), "post_id": str(minute + 1), "parent_id": str(minute)}
        if chance.random() < 0.25:
            posts.append(ours(care, "@ana we look into it", **at))
        else:
            posts.append(post("ana", f"@CurlewCare {text}", tags=[care], **at))
    hear(*posts)
    at_once = (ana().priority, ana().why)
    for table in (Case, Post):
        table.objects.all().delete()
    while posts:
        size = chance.choice((1, 1, 2, 4))
        hear(*posts[:size])
        del posts[:size]
    assert (ana().priority, ana().why) == at_once


def test_the_page_adds_up_the_post_that_weighs_most(care: Account) -> None:
    hear(speaks(care, FIRE, 0, post_id="1"))
    hear(speaks(care, "hello? the line is still dead", 3, parent_id="1"))
    posts = list(Post.objects.order_by("created_at"))
    terms = [float(str(item["weight"])) for item in evidence_of(ana(), posts) if item["signal"] == "priority"]
    assert min(100.0, sum(terms)) == pytest.approx(ana().priority, abs=0.1)
