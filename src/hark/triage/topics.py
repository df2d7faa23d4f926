"""The topic of a post: the one whose phrases speak most."""

import numpy as np

from hark.triage import compiled
from hark.triage.reading import F32, Reading
from hark.triage.topic_tree import OWN


def choose(reading: Reading, industry: str = "") -> tuple[list[str], F32]:
    """The topic of each post ("" when none speaks) and how far it leads, 0..1.

    A brand's own tree replaces the shipped one; the brand's industry breaks ties within the shipped one.
    """
    own = any(name.startswith(OWN + ".") for name in reading.columns)
    names, scores = reading.group(OWN if own else "topic")
    tree = compiled.branches()
    branches = [tree.get(name, "") for name in names]
    factor = np.array([1.0 if b in ("", "shared") or b == industry else 0.9 for b in branches], np.float32)
    factor = np.where([bool(industry) and b == industry for b in branches], 1.3, factor).astype(np.float32)
    weighed = scores * factor
    place = weighed.argmax(axis=1)
    best = weighed[np.arange(len(place)), place]
    share = best / np.maximum(weighed.sum(axis=1), 1e-6)
    found = [names[p] if b > 0 else "" for p, b in zip(place.tolist(), best.tolist(), strict=True)]
    return found, np.where(best > 0, share * best / (best + 0.5), 0).astype(np.float32)
