"""The authored data: every phrase can be found in a text, every signal is one the rooms know, the tree is whole."""

import pytest

from hark.triage import lexicon, topic_tree, urgency
from hark.triage.engine import shipped_table
from hark.triage.phrases import LONGEST_STEM, PhraseTable
from hark.triage.reading import read
from hark.triage.train.authored import examples
from hark.triage.train.feelings import felt
from hark.triage.train.sources import LANGUAGES, SENTIMENT


def test_every_phrase_finds_itself() -> None:
    entries = [entry for entry in lexicon.shipped() if not entry.phrase.endswith("*")]
    table = shipped_table()
    lost = []
    for first in range(0, len(entries), 512):
        part = entries[first : first + 512]
        reading = read([entry.phrase for entry in part], table)
        lost += [e.phrase for row, e in enumerate(part) if not reading.scores[row, reading.columns[e.signal]]]
    assert len(lost) <= 0.002 * len(entries), lost


def test_a_stem_is_short_enough_and_matches_what_begins_so() -> None:
    stems = [entry for entry in lexicon.shipped() if entry.phrase.endswith("*")]
    assert stems and all(len(stem.phrase.split()) == 1 for stem in stems)
    assert all(3 <= len(stem.phrase) - 1 <= LONGEST_STEM for stem in stems)
    table = PhraseTable([entry for entry in stems if entry.phrase in ("enttäusch*", "verschrikk*")])
    found = read(["Ich bin ENTTÄUSCHTER denn je", "wat een verschrikkelijke dag"], table)
    assert found.scores.sum(axis=1).tolist() == [2, 3]


def test_the_tree_has_enough_topics_in_known_branches() -> None:
    tree = topic_tree.starter()
    assert len(tree) >= 40
    assert {"telecom", "airline", "parcel", "retail", "banking", "software", "shared"} <= {
        b for b, _ in tree.values()
    }
    assert all(seeds for _, seeds in tree.values())


def test_urgency_signals_are_the_named_ones() -> None:
    named = {
        entry.signal.partition(".")[2] for entry in lexicon.shipped() if entry.signal.startswith("urgency.")
    }
    assert named == set(urgency.WEIGHTS)


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="line 2: 'much' is no number"):
        list(lexicon.parse("# fine\nsentiment.pos much: good\n"))


def test_authored_examples_are_the_same_every_time_and_speak_many_languages() -> None:
    first, second = list(examples(1)), list(examples(1))
    assert first == second
    assert len({example.language for example in first}) >= 12
    assert not any("{" in example.text for example in first)


def test_authored_feelings_are_the_same_every_time_and_every_language_has_all_three() -> None:
    first, second = list(felt(1)), list(felt(1))
    assert first == second
    told = {(post.language, post.label) for post in first}
    assert told == {(language, label) for language in LANGUAGES.values() for label in SENTIMENT}
    assert not any("{" in post.text for post in first)
