"""The small words of a language: they hold sentences together and say nothing of what a sentence is about."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hark.triage.lexicon import parse

# What weighs more tells two neighbours apart, whatever it means: "paket", "penumpang".
_SMALL = 1.0


def small_words(language: str) -> frozenset[str]:
    """Those that triage knows the language by, in lower case; none for a language it does not know."""
    return _by_language().get(language.partition("-")[0], frozenset())


@cache
def _by_language() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in parse(files("hark.triage").joinpath("data/language.txt").read_text("utf-8")):
        if entry.weight <= _SMALL:
            found[entry.signal.removeprefix("lang.")].add(entry.phrase)
    return {language: frozenset(words) for language, words in found.items()}
