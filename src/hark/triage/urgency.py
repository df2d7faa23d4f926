"""Why a post cannot wait: named signals, each with the words that spoke."""

import numpy as np

from hark.triage.reading import F32, Reading

WEIGHTS = {
    "safety": 1.0, "vulnerable": 0.7, "stranded": 0.8, "locked_out": 0.55, "money_lost": 0.5,
    "deadline": 0.3, "repeated_contact": 0.4, "supervisor": 0.35, "legal_threat": 0.55,
}  # fmt: skip


def judge(reading: Reading, contacts: F32) -> F32:
    """Urgency 0..1 per post.

    Signals combine as independent reasons: 1 - prod(1 - weight). `contacts` counts the author's earlier posts
    in the case; two or more speak for repeated contact even when the words do not.
    """
    spoke = np.stack([reading.score(f"urgency.{name}") > 0 for name in WEIGHTS], axis=1).astype(np.float32)
    repeated = list(WEIGHTS).index("repeated_contact")
    spoke[:, repeated] = np.maximum(spoke[:, repeated], contacts >= 2)
    weights = np.array(list(WEIGHTS.values()), dtype=np.float32)
    left = np.prod(1.0 - spoke * weights * 0.95, axis=1)
    return np.asarray(np.round(1.0 - left, 4), dtype=np.float32)
