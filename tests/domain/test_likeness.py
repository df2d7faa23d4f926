"""How much one question is like another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hark.domain.likeness import Matter, alike, telling, words_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)
POOL = [
    Matter("the router blinks red since the update", "internet"),
    Matter("the bill is wrong since the update", "billing"),
    Matter("the driver left the parcel in the rain", "delivery"),
    *(Matter(f"the weather is fine {word}", "") for word in ("today", "again", "here", "there")),
]


def test_handles_tags_addresses_and_numbers_tell_nothing() -> None:
    assert words_of("@CurlewCare my ROUTER 4711 #help https://t.co/abc is_off") == {"router", "off"}


def test_rare_words_weigh_more_than_common_ones() -> None:
    found = alike(Matter("my router blinks"), POOL, NOW)
    assert [match.place for match in found] == [0]
    assert found[0].words[:2] == ("blinks", "router")


def test_the_topic_lifts_and_words_alone_are_enough() -> None:
    same, other = (alike(Matter("router blinks", topic), POOL, NOW)[0] for topic in ("internet", "billing"))
    assert same.same_topic
    assert not other.same_topic
    assert same.score > other.score


def test_a_topic_without_a_shared_word_is_no_match() -> None:
    assert alike(Matter("modem dead", "internet"), POOL, NOW) == []


def test_one_shared_word_is_chance_unless_the_topic_is_shared() -> None:
    assert alike(Matter("blinks, he said"), POOL, NOW) == []
    assert [match.place for match in alike(Matter("router", "internet"), POOL, NOW)] == [0]


def test_short_words_that_hold_sentences_together_weigh_less() -> None:
    pool = [Matter("mir ist das mal egal"), Matter("der Techniker kommt nicht"), Matter("Rechnung falsch")]
    question = Matter("Techniker war mal nicht da, mir das")
    assert alike(question, pool, NOW)[0].place == 1


def test_small_words_make_nothing_alike() -> None:
    pool = [
        Matter("the parcel is with the neighbour"),
        Matter("What the neighbour says", title="Where is the"),
    ]
    question = Matter("where is the router of the neighbour")
    assert [match.place for match in alike(question, pool, NOW)] == [1, 0]
    assert alike(question, pool, NOW, frozenset({"where", "the", "what", "with"})) == []
    (match,) = alike(Matter("the neighbour says"), pool, NOW, frozenset({"the"}))
    assert set(match.words) == {"neighbour", "says"}


def test_a_title_that_is_said_makes_a_likeness_however_long_the_question() -> None:
    article = Matter("Unplug it.", title="Purple phone overheating")
    long = "our house is full of smoke and nobody answers while my purple phone is overheating and we wait"
    assert [match.place for match in alike(Matter(long), [article, *POOL], NOW)] == [0]
    assert alike(Matter(long), [Matter("Unplug it.", title="Green phone and tablet")], NOW) == []


def test_of_two_equals_the_newer_comes_first() -> None:
    pool = [Matter("router blinks", at=NOW - timedelta(days=400)), Matter("router blinks", at=NOW)]
    assert [match.place for match in alike(Matter("router blinks"), pool, NOW)] == [1, 0]


def test_telling_words_are_those_the_newest_hardly_know() -> None:
    pool = [{"router", "red"}] * 10 + [{"bill"}] * 90
    assert telling({"router", "bill", "e47x", "qx"}, pool, 2) == ["e47x", "qx"]
    assert "bill" not in telling({"bill"}, pool)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=6))
def test_scores_stay_in_bounds_whatever_is_said(question: str, others: list[str]) -> None:
    for match in alike(Matter(question, "a"), [Matter(other, "a", NOW) for other in others], NOW):
        assert 0.2 <= match.share <= match.score <= 1.25 + 1e-9
