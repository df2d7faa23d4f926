"""What the authored words say of a post, and how it is written, as a short row of numbers for the learned
heads.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from hark.triage import characters as ch
from hark.triage import compiled
from hark.triage.reading import F32, Reading

_FEELINGS = (
    "sentiment.pos",
    "sentiment.neg",
    "vader.pos",
    "vader.neg",
    "kind.praise",
    "kind.complaint",
    "anger.word",
)
_CUES = (
    "kind.question", "kind.request", "kind.feedback", "kind.spam", "negator", "intensifier", "abuse.insult",
    "abuse.swear", "abuse.hate", "abuse.threat", "abuse.product", "abuse.troll", "urgency.safety",
    "urgency.stranded", "urgency.locked_out", "urgency.deadline", "urgency.money_lost",
    "urgency.repeated_contact",
    "urgency.supervisor", "urgency.legal_threat", "urgency.vulnerable",
)  # fmt: skip
_SYMBOLS = {
    "user": ch.USER, "link": ch.LINK, "smile": ch.SMILE, "frown": ch.FROWN, "smirk": ch.SMIRK,
    "heart": ch.HEART,
    "dots": ch.DOTS, "bang": ord("!"), "ask": ord("?"),
}  # fmt: skip
_SCORES = (
    *(f"{name}{part}" for name in _FEELINGS for part in ("", ".turned", ".peak")),
    "balance", "balance.turned", "vader.balance", "last.pos", "last.neg", "none.felt",
    *_CUES, *_SYMBOLS, "length", "shouting", "opens.user", "ends.ask", "ends.link",
)  # fmt: skip


@cache
def names() -> tuple[str, ...]:
    """What each column is: the scores above and the topics of the shipped tree."""
    return (*_SCORES, *(f"topic.{name}" for name in compiled.branches()))


STEP = 64.0
"""Every value is a multiple of 1/STEP: sums of products with whole-number weights are then exact in float64,
so that a batch gives exactly what its posts give alone, whatever order a matrix product adds in."""


def rows(reading: Reading) -> NDArray[np.float64]:
    """Shape (posts, len(names())), values about 0..4, multiples of 1/STEP."""
    feelings, ends = _feelings(reading)
    cues = [np.sqrt(np.minimum(reading.score(name), 9.0)) for name in _CUES]
    about = [np.sqrt(np.minimum(reading.score(f"topic.{name}"), 9.0)) for name in compiled.branches()]
    columns = [*feelings, *ends, *cues, *_shape(reading), *about]
    return np.round(np.stack(columns, axis=1).astype(np.float64) * STEP) / STEP


def _feelings(reading: Reading) -> tuple[list[F32], list[F32]]:
    hits, size = reading.hits, reading.tokens.size
    columns: list[F32] = []
    sums: dict[str, tuple[F32, F32]] = {}
    for name in _FEELINGS:
        mine = hits.signal == reading.columns.get(name, -1)
        plain, turned = np.flatnonzero(mine & ~reading.negated), np.flatnonzero(mine & reading.negated)
        straight = np.bincount(hits.post[plain], hits.weight[plain], size).astype(np.float32)
        reverse = np.bincount(hits.post[turned], hits.weight[turned], size).astype(np.float32)
        peak = np.zeros(size, np.float32)
        np.maximum.at(peak, hits.post[plain], hits.weight[plain])
        sums[name] = straight, reverse
        columns += [np.sqrt(np.minimum(straight, 16)), np.sqrt(np.minimum(reverse, 16)), peak]
    good, bad = sums["sentiment.pos"], sums["sentiment.neg"]
    balance = np.tanh((good[0] - bad[0]) / 2.0)
    turned_balance = np.tanh((good[0] - good[1] - bad[0] + bad[1]) / 2.0)
    vader = np.tanh(
        (sums["vader.pos"][0] - sums["vader.pos"][1] - sums["vader.neg"][0] + sums["vader.neg"][1]) / 3.0
    )
    silent = np.asarray(sum(a + b for a, b in sums.values()) == 0, dtype=np.float32)
    return columns, [balance, turned_balance, vader, *_last(reading), silent]


def _last(reading: Reading) -> list[F32]:
    """Does the last feeling of the post please or displease? What is said last weighs most."""
    hits, size = reading.hits, reading.tokens.size
    latest = np.full((2, size), -1, dtype=np.int64)
    for row, name in enumerate(("sentiment.pos", "sentiment.neg")):
        mine = np.flatnonzero((hits.signal == reading.columns.get(name, -1)) & (hits.weight > 1))
        np.maximum.at(latest[row], hits.post[mine], hits.token[mine].astype(np.int64))
    return [(latest[0] > latest[1]).astype(np.float32), (latest[1] > latest[0]).astype(np.float32)]


def _shape(reading: Reading) -> list[F32]:
    tokens = reading.tokens
    symbol = tokens.chars[tokens.begin]
    counts = [np.bincount(tokens.post[symbol == code], minlength=tokens.size) for code in _SYMBOLS.values()]
    length = np.diff(tokens.first)
    some = length > 0
    padded = np.append(symbol, 0)
    opening = padded[np.minimum(tokens.first[:-1], len(symbol))]
    closing = padded[np.maximum(tokens.first[1:] - 1, 0)]
    shouting = (tokens.upper > 0.5 * tokens.letters) & (tokens.letters >= 12)
    return [
        *(np.sqrt(np.minimum(count, 9)).astype(np.float32) for count in counts),
        np.log1p(length).astype(np.float32) / 2,
        shouting.astype(np.float32),
        (some & (opening == ch.USER)).astype(np.float32),
        (some & (closing == ord("?"))).astype(np.float32),
        (some & (closing == ch.LINK)).astype(np.float32),
    ]
