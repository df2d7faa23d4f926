"""The JSON lines: what is read, what is refused, and that any JSON value gives a post or one clear sentence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.verdict import TriageInput
from hark.triage import Triage, wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["id", "text", "lang", "author", "metrics", "mentions", "tagged", "contacts", "waited", "reshares"]
)


def test_a_full_line_is_read() -> None:
    line = {
        "id": 7, "text": "hi", "lang": "en", "author": {"followers_count": 12, "verified": True},
        "metrics": {"retweet_count": 3, "likes": 4}, "mentions": ["acme", {"username": "b"}], "tagged": True,
        "contacts": 2, "waited": 60, "reshares": [[9, 5], [1, 2]],
    }  # fmt: skip
    post = wire.parse(json.dumps(line), 1)
    assert (post.id, post.followers, post.reposts, post.likes) == ("7", 12, 3, 4)
    assert (post.mentions, post.tagged, post.contacts, post.waited) == (("acme", "b"), True, 2, 60.0)
    assert post.reshares == ((1.0, 2), (9.0, 5))


def test_a_bare_line_is_a_text_called_by_its_number() -> None:
    assert wire.parse("where is my parcel?", 3) == TriageInput("3", "where is my parcel?")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"), ("{}", "'text' is missing"), ('{"text": 3}', "must be a string"),
        ('{"text":"a","author":3}', "'author' must be an object"), ('{"text":"a","mentions":"b"}', "must be a list"),
        ('{"text":"a","reshares":[[1]]}', "'reshares'"), ('{"text":"a","reshares":[[-1,2]]}', "'reshares'"),
        ('{"text":"a","waited":"soon"}', "'waited'"), ('{"text":"a","waited":NaN}', "'waited'"),
        ("{" * 100_000, "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_with_its_reason(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wire.parse(line, 1)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(FIELDS, JSON, max_size=8))
def test_any_object_gives_a_post_or_a_reason_and_every_post_a_verdict(value: dict[str, object]) -> None:
    try:
        post = wire.from_mapping(value, 1)
    except ValueError as error:
        assert str(error)
        return
    assert json.dumps(wire.to_json(Triage().label([post])[0]))


def test_a_verdict_has_the_fields_of_the_contract() -> None:
    said = wire.to_json(Triage().label([TriageInput("1", "card 4111 1111 1111 1111 was charged twice")])[0])
    wanted = (
        "id language stage needs_reply kind topic sentiment anger urgency abuse personal_data priority why"
    )
    assert set(wanted.split()) <= set(said)
    assert said["sentiment"]["label"] in ("negative", "neutral", "positive")
    assert set(said["sentiment"]["scores"]) == {"negative", "neutral", "positive"}
    assert said["personal_data"] == [{"kind": "card", "start": 5, "end": 24}]


def test_a_brand_file_is_read_and_its_mistakes_are_named() -> None:
    brand = wire.brand({"name": "Acme", "handles": ["acme"], "topics": {"toasters": ["toaster"]}})
    verdict = Triage(brand).label([TriageInput("1", "my toaster is dead @acme")])[0]
    assert (verdict.topic, int(verdict.stage or 0)) == ("toasters", 1)
    for value, said in (({}, "needs a 'name'"), ({"name": "A", "colour": 1}, "unknown field colour")):
        with pytest.raises(ValueError, match=said):
            wire.brand(value)


@pytest.mark.parametrize("sent", [7, 1.5, True, "x", {"a": 1}, 10**30])
def test_an_id_comes_back_as_it_was_sent(sent) -> None:
    post, identity = wire.read(json.dumps({"id": sent, "text": "hi"}), 3)
    assert identity == sent and type(identity) is type(sent)
    assert post.id == str(sent)


@pytest.mark.parametrize("line", ['{"text": "hi"}', '{"id": null, "text": "hi"}', "hi"])
def test_a_post_without_an_id_is_called_by_its_line(line) -> None:
    assert wire.read(line, 3)[1] == wire.parse(line, 3).id == "3"
