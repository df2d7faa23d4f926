"""One look at everything a case page would ask for, before it asks: most tables hold nothing of a case."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import User
from hark.store import bulk
from hark.store.models import Case


@dataclass(frozen=True, slots=True)
class Glance:
    """`holds` names what there is, as the query `glance` does; what it does not name need not be read.

    `seen`: the newest event of the case, 0 for none. `known`: its last events by their rows, each for itself, as one
    with a smaller row may be seen later. `since`: when the brand first heard of the customer. `handles`: those of the
    brand's accounts.
    """

    seen: int
    known: Sequence[int]
    since: datetime
    handles: Sequence[str]
    holds: Collection[str]


def glance(case: Case, reader: User, now: datetime) -> Glance:
    """Look at a case the reader may see, before anything else of it is read: `seen` must not be newer than the rest."""
    row = bulk.planned(
        "glance", case=case.pk, lane=case.lane, account=case.account_id, author=case.author_id,
        brand=case.account.brand_id, reader=reader.pk, now=now,
    )[0]  # fmt: skip
    return Glance(row[0] or 0, row[1], row[2] or case.first_inbound_at, row[3], frozenset(row[4]))
