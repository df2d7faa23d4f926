"""How fast triage is on one core: posts per second for everything, and what each signal costs.

Times are processor times of this process, the best of a few passes: what a core can do, not what a busy machine
happened to leave.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from hark.domain.verdict import TriageInput
from hark.triage import dense, features, language, mood, personal_data, profile, reach, scores, speech, topics
from hark.triage import heads as learned_heads
from hark.triage.engine import BATCH, Triage
from hark.triage.reading import read
from hark.triage.verdicts import assemble

PASSES = 3


def _best(work: Callable[[], object], posts: int) -> float:
    """Microseconds a post."""
    times = []
    for _ in range(PASSES):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return round(min(times) / posts * 1e6, 2)


def run(texts: Sequence[str]) -> dict[str, Any]:
    """Posts per second with every signal on one core, and microseconds a post by signal.

    Raises ValueError when there is no text.
    """
    if not texts:
        raise ValueError("no texts to measure on")
    posts = [TriageInput(str(number), text) for number, text in enumerate(texts)]
    engine = Triage()
    engine.label(posts[:BATCH])
    whole = _best(lambda: engine.label(posts), len(posts))
    return {
        "posts": len(posts),
        "posts_per_second": round(1e6 / whole),
        "microseconds": whole,
        "signals": _signals(engine, posts),
    }


def _signals(engine: Triage, posts: Sequence[TriageInput]) -> dict[str, float]:
    batches = [posts[first : first + BATCH] for first in range(0, len(posts), BATCH)]
    heads = learned_heads.shipped()
    readings = [read([post.text for post in batch], engine.phrases) for batch in batches]
    judged = [
        scores.judge(batch, reading, heads, None, {})
        for batch, reading in zip(batches, readings, strict=True)
    ]
    nothing: list[tuple[()]] = [()] * BATCH
    work: dict[str, Callable[[], object]] = {
        "words and phrases": lambda: [
            read([post.text for post in batch], engine.phrases) for batch in batches
        ],
        "learned heads": lambda: [heads.score(reading) for reading in readings],
        "of these n-grams": lambda: [(features.words(r), features.characters(r.tokens)) for r in readings],
        "of these lexicon values": lambda: [dense.rows(reading) for reading in readings],
        "language": lambda: [
            language.identify(reading, [None] * reading.tokens.size) for reading in readings
        ],
        "of this profiles": lambda: [profile.shipped().score(reading.tokens) for reading in readings],
        "sentiment, anger, abuse": lambda: [mood.feel(s.reading, heads, s.logits) for s in judged],
        "kind": lambda: [speech.kinds(s.reading, heads, s.logits, s.felt) for s in judged],
        "topic": lambda: [topics.choose(reading) for reading in readings],
        "personal data": lambda: [personal_data.find([post.text for post in batch]) for batch in batches],
        "spread": lambda: [reach.forecasts(batch) for batch in batches],
        "priority, evidence, verdicts": lambda: [
            assemble(batch, s, s.urgency, nothing[: len(batch)], [None] * len(batch))
            for batch, s in zip(batches, judged, strict=True)
        ],
    }
    return {name: _best(step, len(posts)) for name, step in work.items()}
