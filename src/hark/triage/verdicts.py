"""From columns of scores to verdicts, each with the words and terms that decided."""

from collections.abc import Sequence

import numpy as np

from hark.domain.verdict import Abuse, Evidence, PersonalData, Sentiment, Spread, TriageInput, Verdict
from hark.triage import evidence, priority, speech, stage, urgency
from hark.triage.reading import F32
from hark.triage.scores import Scores
from hark.triage.tokens import Flags
from hark.triage.topic_tree import OWN

_SENTIMENTS = tuple(Sentiment)
_ABUSES = tuple(Abuse)
_STRENGTH = {
    "urgency": 3.0, "abuse": 2.5, "kind": 1.5, "sentiment": 1.0, "anger": 1.2, "topic": 1.4, "own": 1.4,
    "brand": 1.3,
}  # fmt: skip


def _speaking(scores: Scores) -> dict[str, Flags]:
    """Which signals support each post's verdict."""
    size = scores.reading.tokens.size
    every = np.ones(size, dtype=np.bool_)
    best, leaning = scores.kinds.argmax(axis=1), scores.felt.scores.argmax(axis=1)
    speaking = {f"urgency.{name}": every for name in urgency.WEIGHTS}
    speaking |= {f"kind.{kind}": best == place for place, kind in enumerate(speech.KINDS)}
    chosen = np.array(scores.topic)
    for name in set(scores.topic) - {""}:
        speaking[f"topic.{name}"] = speaking[f"{OWN}.{name}"] = chosen == name
    speaking |= {"sentiment.neg": leaning == 0, "sentiment.pos": leaning == 2}
    speaking["anger.word"] = scores.felt.anger > 0.3
    abusive = scores.felt.abuse.argmax(axis=1) > 0
    speaking |= {f"abuse.{name}": abusive for name in ("insult", "hate", "threat", "swear", "troll")}
    return speaking | {"abuse.product": every, stage.NAME: every, stage.HOMONYM: every}


def _aim(scores: Scores) -> list[tuple[Evidence, ...]]:
    """For posts with coarse words: whom they aim at. This is what parts an angry customer from a troll."""
    score = scores.reading.score
    aimed = score("abuse.insult") + score("abuse.threat") + score("abuse.hate")
    coarse = score("abuse.swear") + score("abuse.product")
    bait = score("abuse.troll")
    found: list[tuple[Evidence, ...]] = [()] * scores.reading.tokens.size
    for row in np.flatnonzero(aimed + coarse + bait > 0).tolist():
        if bait[row] and scores.kinds[row, 0] < 0.5:
            feature, weight = "baits, and states no problem: troll", float(bait[row])
        elif aimed[row]:
            feature, weight = "coarse words aim at people", float(aimed[row])
        else:
            feature, weight = "coarse words aim at a thing: angry customer", -float(coarse[row])
        found[row] = (Evidence("abuse", feature, round(weight, 2)),)
    return found


def assemble(
    posts: Sequence[TriageInput], scores: Scores, reach: F32, private: Sequence[tuple[PersonalData, ...]],
    spreads: Sequence[Spread | None],
) -> list[Verdict]:  # fmt: skip
    """One verdict per post, in order."""
    tenfold = np.array([spread.tenfold if spread else 0.0 for spread in spreads], dtype=np.float32)
    ranks, terms = priority.add_up(posts, scores, reach, tenfold)
    shown = evidence.words(scores.reading, _speaking(scores), _STRENGTH)
    added = evidence.named("priority", priority.TERMS, terms)
    felt = scores.felt
    rows = zip(
        posts, scores.language, scores.stage, scores.reply.tolist(), scores.kinds.tolist(), scores.topic,
        scores.topic_score.tolist(), felt.scores.tolist(), felt.anger.tolist(), scores.urgency.tolist(),
        felt.abuse.tolist(), reach.tolist(), ranks.tolist(), scores.language_confidence.tolist(), private,
        spreads, shown, _aim(scores), added, strict=True,
    )  # fmt: skip
    verdicts = []
    for (
        post, code, at, answer, kind, topic, lead, mood, heat, haste, abuse, far, rank, clear, spans,
        spread, reasons,
        aim, sums,
    ) in rows:  # fmt: skip
        best, worst = max(kind), max(abuse)
        verdicts.append(
            Verdict(
                id=post.id, language=code, stage=at, needs_reply=answer >= 0.5,
                kind=speech.KINDS[kind.index(best)],
                topic=topic, sentiment=_SENTIMENTS[mood.index(max(mood))], sentiment_scores=(mood[0],
                mood[1], mood[2]),
                anger=heat, urgency=haste, abuse=_ABUSES[abuse.index(worst)], abuse_score=worst,
                personal_data=spans,
                influence=far, spread=spread, priority=rank, language_confidence=clear,
                needs_reply_score=answer,
                kind_score=best, topic_score=lead, why=(*reasons, *aim, *sums),
            )
        )  # fmt: skip
    return verdicts
