"""Triage: posts in, verdicts out, in batches. Pure and without state."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from hark.domain.verdict import Abuse, BrandProfile, Kind, Sentiment, Stage, TriageInput, Verdict
from hark.triage import evidence, language, lexicon, mood, priority, speech, stage, topics, urgency
from hark.triage.phrases import PhraseTable
from hark.triage.reading import F32, Reading, read
from hark.triage.tokens import Flags

BATCH = 512
"""Posts handled at once: large enough to spread the fixed cost of an array operation, small enough for the cache."""

_SENTIMENTS = tuple(Sentiment)
_ABUSES = tuple(Abuse)
_STRENGTH = {
    "urgency": 3.0,
    "abuse": 2.5,
    "kind": 1.5,
    "sentiment": 1.0,
    "anger": 1.2,
    "topic": 1.4,
    "brand": 1.3,
}


@cache
def _shipped_table() -> PhraseTable:
    return PhraseTable([*lexicon.shipped(), *topics.entries(topics.shipped())])


def _table(brand: BrandProfile | None) -> PhraseTable:
    if brand is None:
        return _shipped_table()
    tree = brand.topics or topics.shipped()
    return PhraseTable([*lexicon.shipped(), *topics.entries(tree), *stage.entries(brand)])


class Triage:
    """The engine for one brand, or for none. Cheap to keep, safe to share between threads."""

    def __init__(self, brand: BrandProfile | None = None) -> None:
        self.brand = brand
        self._phrases = _table(brand)

    def label(self, posts: Sequence[TriageInput]) -> list[Verdict]:
        """One verdict per post, in order; a post's verdict does not depend on its neighbours in the batch."""
        verdicts: list[Verdict] = []
        for first in range(0, len(posts), BATCH):
            verdicts.extend(self._label(posts[first : first + BATCH]))
        return verdicts

    def _label(self, posts: Sequence[TriageInput]) -> list[Verdict]:
        reading = read([post.text for post in posts], self._phrases)
        felt = mood.feel(reading)
        contacts = np.fromiter((post.contacts for post in posts), np.float32, len(posts))
        pressing, signals = urgency.judge(reading, contacts)
        kinds = speech.kinds(reading, felt)
        best = kinds.argmax(axis=1)
        names, leads = topics.choose(reading, self.brand.industry if self.brand else "")
        worth = np.isin(best, [speech.KINDS.index(k) for k in (Kind.COMPLAINT, Kind.QUESTION, Kind.REQUEST)])
        stages = stage.decide(posts, reading, self.brand, worth)
        direct = np.fromiter((s in (Stage.DIRECT, Stage.BROAD) for s in stages), np.bool_, len(posts))
        reply = speech.needs_reply(reading, kinds, pressing, direct, felt.trolling)
        return _assemble(posts, reading, felt, pressing, signals, kinds, names, leads, stages, reply)


def _influence(posts: Sequence[TriageInput]) -> F32:
    """Reach of the author, 0..1: logarithmic in followers, a million and more count alike."""
    followers = np.fromiter((post.followers or 0 for post in posts), np.float64, len(posts))
    return np.minimum(np.log10(1.0 + np.maximum(followers, 0)) / 6.0, 1.0).astype(np.float32)


def _terms(
    posts: Sequence[TriageInput], felt: mood.Mood, pressing: F32, kinds: F32, stages: Sequence[Stage | None],
    reply: F32, reach: F32,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    size = len(posts)
    contacts = np.fromiter((post.contacts for post in posts), np.float32, size)
    waited = np.fromiter((post.waited for post in posts), np.float32, size)
    tagged = np.fromiter((s is Stage.DIRECT for s in stages), np.float32, size)
    spam = kinds[:, speech.KINDS.index(Kind.SPAM)]
    terms = {
        "urgency": 35.0 * pressing,
        "complaint": 15.0 * kinds[:, speech.KINDS.index(Kind.COMPLAINT)],
        "needs_reply": 20.0 * reply,
        "anger": 10.0 * felt.anger,
        "tagged": 5.0 * tagged,
        "repeated_contact": np.minimum(3.0 * contacts, 9.0),
        "waiting": 6.0 * np.minimum(np.maximum(waited, 0.0) / 3600.0, 1.0),
        "influence": priority.INFLUENCE_MOST * reach * reply,
        "abuse": -10.0 * felt.abuse[:, 2] * (felt.abuse[:, 2] > 0.5),
        "spam": -25.0 * (spam > 0.5),
    }
    return priority.add_up({name: np.asarray(value, np.float32) for name, value in terms.items()}, size)


def _speaking(felt: mood.Mood, kinds: F32, names: Sequence[str], reading: Reading) -> dict[str, Flags]:
    """Which signals support each post's verdict."""
    every = np.ones(reading.tokens.size, dtype=np.bool_)
    best, leaning = kinds.argmax(axis=1), felt.scores.argmax(axis=1)
    speaking = {f"urgency.{name}": every for name in urgency.WEIGHTS}
    speaking |= {f"kind.{kind}": best == place for place, kind in enumerate(speech.KINDS)}
    chosen = np.array(names)
    speaking |= {f"topic.{name}": chosen == name for name in set(names) if name}
    speaking |= {"sentiment.neg": leaning == 0, "sentiment.pos": leaning == 2, "anger.word": felt.anger > 0.3}
    abusive = felt.abuse.argmax(axis=1) > 0
    speaking |= {f"abuse.{name}": abusive for name in ("insult", "hate", "threat", "swear", "troll")}
    return speaking | {"abuse.product": every, stage.NAME: every, stage.HOMONYM: every}


def _assemble(
    posts: Sequence[TriageInput], reading: Reading, felt: mood.Mood, pressing: F32, signals: F32, kinds: F32,
    names: Sequence[str], leads: F32, stages: Sequence[Stage | None], reply: F32,
) -> list[Verdict]:  # fmt: skip
    reach = _influence(posts)
    ranks, terms = _terms(posts, felt, pressing, kinds, stages, reply, reach)
    codes, sure = language.identify(reading, [post.language for post in posts])
    shown = evidence.words(reading, _speaking(felt, kinds, names, reading), _STRENGTH)
    added = evidence.named("priority", priority.TERMS, terms)
    abuse = felt.abuse.argmax(axis=1)
    best = kinds.argmax(axis=1)
    columns = zip(
        posts, codes, stages, reply.tolist(), best.tolist(), kinds.max(axis=1).tolist(), names, leads.tolist(),
        felt.scores.tolist(), felt.anger.tolist(), pressing.tolist(), abuse.tolist(),
        felt.abuse.max(axis=1).tolist(), reach.tolist(), ranks.tolist(), sure.tolist(), shown, added, strict=True,
    )  # fmt: skip
    return [
        Verdict(
            id=post.id, language=code, stage=at, needs_reply=answer >= 0.5, kind=speech.KINDS[kind], topic=topic,
            sentiment=_SENTIMENTS[mood_scores.index(max(mood_scores))], sentiment_scores=tuple(mood_scores),
            anger=heat, urgency=haste, abuse=_ABUSES[bad], abuse_score=bad_score, personal_data=(), influence=far,
            spread=None, priority=rank, language_confidence=clear, needs_reply_score=answer, kind_score=kind_score,
            topic_score=lead, why=(*reasons, *sums),
        )
        for (
            post, code, at, answer, kind, kind_score, topic, lead, mood_scores, heat, haste, bad, bad_score, far,
            rank, clear, reasons, sums,
        ) in columns
    ]  # fmt: skip
