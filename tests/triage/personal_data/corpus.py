"""Reads `tweets.txt`: posts with the personal data in them marked."""

import re
from dataclasses import dataclass
from pathlib import Path

from hark.domain.verdict import PersonalData

_MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\](?!\])")


@dataclass(frozen=True)
class Tweet:
    language: str
    text: str
    spans: tuple[PersonalData, ...]


def tweets() -> list[Tweet]:
    """All posts of the corpus, in the order of the file."""
    lines = Path(__file__).with_name("tweets.txt").read_text(encoding="utf-8").split("\n")
    return [_tweet(line) for line in lines if line and not line.startswith("#")]


def _tweet(line: str) -> Tweet:
    language, marked = line.split("\t", 1)
    text, spans, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        spans.append(PersonalData(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        done = mark.end()
    return Tweet(language, text + marked[done:], tuple(spans))
