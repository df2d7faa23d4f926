"""What the posts say of a case, read from the store: one conversation, or several that were merged into one case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Case

Key = tuple[int, int, str]  # account row, author row, conversation root
# A row of the query `case_times`: the key, ten columns of what the posts say, and what the stored case says.
Row = tuple[Any, ...]
_EARLIEST, _LATEST, _SUMMED = (3, 6, 8, 11, 12), (4, 9), (5, 10)
FACTS = (
    "first_inbound_at", "last_inbound_at", "inbound", "stage", "lane", "first_response_at", "last_outbound_at",
    "outbound", "unanswered_since", "heard_at",
)  # fmt: skip


def read(network: str, keys: Iterable[Key]) -> list[Row]:
    """What the posts say of these cases; a key without a post of its customer has no row."""
    accounts, authors, roots = (list(column) for column in zip(*keys, strict=True))
    return bulk.rows("case_times", network=network, accounts=accounts, authors=authors, roots=roots)


def merged(keys: Iterable[Key]) -> dict[Key, Key]:
    """The merged-away cases of these cases' customers: their key, and the key of the case that speaks for them."""
    authors = list({author for _, author, _ in keys})
    rows = bulk.rows("merged_cases", authors=authors)
    return {(account, author, lost): (account, author, kept) for account, author, lost, kept in rows}


def with_siblings(keys: set[Key], groups: Mapping[Key, Key]) -> set[Key]:
    """The keys, and every key that shares a case with one of them."""
    kept = {groups.get(key, key) for key in keys}
    return kept | {lost for lost, into in groups.items() if into in kept}


def folded(rows: Iterable[Row], groups: Mapping[Key, Key]) -> list[Row]:
    """One row a case: what was merged away is counted where it went."""
    found: dict[Key, Row] = {}
    aside: list[tuple[Key, Row]] = []
    for row in rows:
        key: Key = (row[0], row[1], row[2])
        if key in groups:
            aside.append((groups[key], row))
        else:
            found[key] = row
    for key, row in aside:
        if key in found:
            found[key] = combine(found[key], row)
    return list(found.values())


def combine(kept: Row, lost: Row) -> Row:
    """Of two conversations: the earliest and the latest of everything, and both counts."""
    out = list(kept)
    for place in _EARLIEST:
        out[place] = min((v for v in (kept[place], lost[place]) if v is not None), default=None)
    for place in _LATEST:
        out[place] = max((v for v in (kept[place], lost[place]) if v is not None), default=None)
    for place in _SUMMED:
        out[place] = kept[place] + lost[place]
    return tuple(out)


def refresh(case: Case) -> None:
    """Set on a case, in memory, what the posts of all its conversations say."""
    keys: list[Key] = [(case.account_id, case.author_id, root) for root in conversations(case)]
    rows = folded(read(case.network, keys), dict.fromkeys(keys[1:], keys[0]))
    if rows:
        for name, value in zip(FACTS, rows[0][3:13], strict=True):
            setattr(case, name, value)


def conversations(case: Case) -> Sequence[str]:
    """The conversations that speak for a case: its own, and those of the cases merged into it."""
    return [case.root_id, *_MERGED_ROOTS.all(case=case)]


_MERGED_ROOTS = CompiledQuery(
    lambda case: Case.objects.filter(merged_into=case).order_by("pk").values_list("root_id", flat=True),
    case=Case,
)
