"""Golden posts in nineteen languages: what must be found, with its kind and its place, and what must not."""

import importlib.util
from pathlib import Path

import pytest

from hark.triage.personal_data import find, mask

_spec = importlib.util.spec_from_file_location("personal_data_corpus", Path(__file__).with_name("corpus.py"))
assert _spec and _spec.loader
corpus = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(corpus)

TWEETS = corpus.tweets()


def test_corpus_is_wide_enough():
    marked = [tweet for tweet in TWEETS if tweet.spans]
    assert len(TWEETS) >= 250
    assert len(marked) >= 160
    assert len({tweet.language for tweet in TWEETS}) >= 12
    assert len({tweet.language for tweet in TWEETS if not tweet.spans}) >= 12


@pytest.mark.parametrize("tweet", TWEETS, ids=lambda tweet: f"{tweet.language}: {tweet.text[:50]!a}")
def test_finds_exactly_what_is_marked(tweet):
    assert find([tweet.text]) == [tweet.spans]


def test_batch_equals_one_by_one():
    texts = [tweet.text for tweet in TWEETS]
    assert find(texts) == [find([text])[0] for text in texts]


def test_capitals_change_little():
    """People shout. Kinds that rest on capitals (names of streets, letter codes) may be lost, digits may not."""
    solid = ("card", "iban", "email", "phone", "national_id")
    for tweet in TWEETS:
        for span in tweet.spans:
            if span.kind in solid and len(tweet.text.upper()) == len(tweet.text):
                shouted = mask(tweet.text.upper(), find([tweet.text.upper()])[0])
                rest = shouted[span.start : span.end]
                assert not any(map(str.isdigit, rest)), (tweet.text, rest)
