"""Profiles of languages written in Latin letters: how much each short run of characters speaks for each.

Learnt from the UMSAB texts whose language is sure, the authored examples and the authored word lists. Naive Bayes
over runs of 3 and 4 characters (Cavnar and Trenkle 1994 showed how far such runs alone carry).
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from hark.triage.engine import shipped_table
from hark.triage.profile import BITS, runs
from hark.triage.reading import read
from hark.triage.train.authored import examples
from hark.triage.train.sources import Labelled

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr")
_SMOOTHING = 0.3
_HEADING = re.compile(r"^\[(\w\w)\]$")


def _lists() -> Iterator[tuple[str, str]]:
    """Each line of the authored lists as a text of its section's language."""
    folder = files("hark.triage") / "data"
    for item in folder.iterdir():
        if not item.name.endswith(".txt"):
            continue
        section = "en" if item.name == "vader.txt" else ""
        for line in item.read_text("utf-8").splitlines():
            heading = _HEADING.match(line)
            section = heading[1] if heading else section
            head, _, phrases = line.partition(":")
            if head.startswith("lang."):
                yield head[5:7], phrases
            elif section and phrases:
                yield section, phrases.replace("*", "")


def texts(sources: Mapping[str, Labelled]) -> Iterator[tuple[str, str]]:
    """Language and text of everything a profile may learn from."""
    for name, labelled in sources.items():
        if name.startswith("umsab-"):
            yield from ((name[6:], text) for text in labelled.texts)
    yield from ((example.language, example.text) for example in examples(2))
    yield from _lists()


def profiles(sources: Mapping[str, Labelled]) -> dict[str, Any]:
    """The arrays of the profile file: languages, int8 weights of shape (2**BITS, languages), and their scale."""
    counts = np.zeros((1 << BITS, len(LANGUAGES)))
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for language, text in texts(sources):
        if language in found:
            found[language].append(text)
    for column, language in enumerate(LANGUAGES):
        for first in range(0, len(found[language]), 512):
            for gram in runs(read(found[language][first : first + 512], shipped_table()).tokens):
                counts[:, column] += np.bincount(gram.index, minlength=1 << BITS)
    chance = (counts + _SMOOTHING) / (counts.sum(axis=0) + _SMOOTHING * (1 << BITS))
    odds = np.log(chance) - np.log(chance).mean(axis=1, keepdims=True)
    odds[counts.sum(axis=1) == 0] = 0.0
    scale = np.abs(odds).max() / 127.0
    return {
        "languages": np.array(LANGUAGES),
        "weights": np.round(odds / scale).astype(np.int8),
        "scale": np.array(scale),
    }
