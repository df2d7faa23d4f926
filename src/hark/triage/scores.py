"""Every signal of a batch as columns, before they become verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hark.domain.verdict import BrandProfile, Kind, Stage, TriageInput
from hark.triage import language, mood, speech, stage, topics, urgency
from hark.triage.heads import F64, Heads
from hark.triage.learned import Learned, Task
from hark.triage.reading import F32, Reading

_WORTH = np.array([kind in (Kind.COMPLAINT, Kind.QUESTION, Kind.REQUEST) for kind in speech.KINDS])


@dataclass(slots=True)
class Scores:
    """One row per post in every field; `kinds` follow `speech.KINDS`, `topic` may be ""."""

    reading: Reading
    logits: F64
    felt: mood.Mood
    language: list[str]
    language_confidence: F32
    urgency: F32
    kinds: F32
    topic: list[str]
    topic_score: F32
    stage: list[Stage | None]
    reply: F32


Models = Mapping[Task, Learned]


def judge(
    posts: Sequence[TriageInput], reading: Reading, heads: Heads, brand: BrandProfile | None, models: Models
) -> Scores:
    """All signals of the batch; a company's own model replaces what the shipped weights say of its task."""
    logits = heads.score(reading)
    felt = mood.feel(reading, heads, logits)
    if Task.SENTIMENT in models:
        felt.scores = models[Task.SENTIMENT].ordered(reading)
    if Task.ABUSE in models:
        felt.abuse = models[Task.ABUSE].ordered(reading)
    contacts = np.fromiter((post.contacts for post in posts), np.float32, len(posts))
    pressing = urgency.judge(reading, contacts)
    kinds = speech.kinds(reading, heads, logits, felt)
    if Task.COMPLAINT in models:
        speech.put_complaint(kinds, models[Task.COMPLAINT].ordered(reading)[:, 0])
    names, leads = topics.choose(reading, brand.industry if brand else "")
    if Task.TOPIC in models:
        names, leads = models[Task.TOPIC].best(reading)
    worth = _WORTH[kinds.argmax(axis=1)]
    stages = stage.decide(posts, reading, brand, worth)
    if Task.RELEVANCE in models:
        stages = stage.drop_irrelevant(stages, models[Task.RELEVANCE].ordered(reading)[:, 0])
    direct = np.fromiter((s in (Stage.DIRECT, Stage.BROAD) for s in stages), np.bool_, len(posts))
    codes, sure = language.identify(reading, [post.language for post in posts])
    reply = speech.needs_reply(reading, heads, logits, kinds, pressing, direct, felt.trolling)
    return Scores(reading, logits, felt, codes, sure, pressing, kinds, names, leads, stages, reply)
