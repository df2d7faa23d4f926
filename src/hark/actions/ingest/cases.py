"""Cases of a batch: who has gained one, and what the posts now say of each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from hark.actions import case_times, lanes, promises, routing_facts
from hark.actions.case_times import Key
from hark.actions.ingest.due import NOTHING_DUE, due_columns, standing_of
from hark.actions.ingest.facts import Facts, Judged, canonical_id
from hark.actions.ingest.telling import tell
from hark.actions.ingest.urgency import Known, urgency
from hark.actions.promises import Promises
from hark.actions.roster import Roster
from hark.domain.case import CaseState, CaseTimes, opens_case, settle
from hark.domain.post import Lane
from hark.store import bulk


def settle_cases(facts: Facts, roster: Roster, now: datetime, *, live: bool) -> tuple[int, ...]:
    """Open the cases this batch calls for and re-derive every case it touches. Returns their rows."""
    if not (facts.new or facts.moves or facts.waited_for or facts.redated):
        return ()
    keys = _claims(facts, roster) | _late_claims(facts) | _existing(facts) | facts.moved_cases
    if live:
        keys |= _looked_at(facts, now)
    groups = case_times.merged(keys) if keys else {}
    written = _put_cases(facts, keys, groups, roster, now, live=live) if keys else []
    _put_participants(facts, [row for row in written if row[4]])
    if live:
        heard = tell(facts, roster, written, groups, now)
        if any(post.lane is Lane.PRIVATE for post in facts.new):
            lanes.join(heard, now=now)
        lanes.beside(_opened_in_public(facts, written), now=now)
    return tuple(row[0] for row in written)


def _put_cases(
    facts: Facts, keys: set[Key], groups: Mapping[Key, Key], roster: Roster, now: datetime, *, live: bool
) -> list[tuple[Any, ...]]:
    """Write the cases of these keys; one without a post of its customer is none, one merged away is the other."""
    keys = case_times.with_siblings(keys, groups)
    if live:
        bulk.rows("lock_cases", **_columns(keys))
    times = case_times.folded(case_times.read(facts.network, keys), groups)
    if not times:
        return []
    heard = _heard(facts, groups)
    brands = {account.pk: account.brand_pk for account in roster.by_id.values()}
    concerned = {brands[row[0]] for row in times if row[0] in brands}
    promised = promises.load(concerned) if live else None
    routed = routing_facts.routed(concerned) if live else frozenset()
    history = {account.pk: account.history_before for account in roster.by_id.values()}
    put = [
        (
            *_case_row(
                row, heard, brands, None if _is_history(row, history) else promised, history.get(row[0])
            ),
            brands.get(row[0]) in routed,
        )
        for row in times
    ]
    return bulk.rows("put_cases", network=facts.network, now=now, **_arrays(put))


def _claims(facts: Facts, roster: Roster) -> set[Key]:
    """Cases that the new posts themselves call for."""
    keys: set[Key] = set()
    for post in facts.new:
        post_id = canonical_id(post)
        root, author = facts.roots[post_id], facts.authors[post.author.author_id]
        own = roster.own(post.author.author_id)
        if own is not None:
            answered = facts.answers.get(post_id)
            if answered is not None and not post.is_signal:
                keys.add((own.pk, answered, root))
            continue
        judged = facts.judged[post_id]
        answered_account = _account_answered(facts, roster, post.parent_id, post.parent_author_id)
        if opens_case(
            stage=judged.verdict.stage,
            is_signal=post.is_signal,
            is_own=False,
            answers_account=answered_account is not None,
            answered=False,
            proactive=judged.joining is not None,
        ):
            keys |= {(account, author, root) for account in _concerned(judged, answered_account)}
    return keys


def _concerned(judged: Judged, answered_account: int | None) -> set[int]:
    """The accounts a post is about: all it tags, the one it answers, else the one it names or would be joined by."""
    accounts = {account.pk for account in judged.tagged}
    if answered_account is not None:
        accounts.add(answered_account)
    about = judged.named or judged.joining
    if not accounts and about is not None:
        accounts.add(about.pk)
    return accounts


def _account_answered(
    facts: Facts, roster: Roster, parent_id: str | None, parent_author_id: str | None
) -> int | None:
    """The account row whose post `parent_id` is, if it is one of ours."""
    if parent_id is None:
        return None
    above = facts.batch.get(parent_id)
    if above is not None:
        own = roster.own(above.author.author_id)
        return own.pk if own else None
    if parent_id in facts.parents:
        return facts.parents[parent_id].account
    own = roster.own(parent_author_id or "")
    return own.pk if own else None


def _late_claims(facts: Facts) -> set[Key]:
    """Cases called for by stored posts whose parent has only now arrived, and by earlier answers of ours."""
    ids = facts.arrived
    keys: set[Key] = set()
    arrived = ids
    while arrived:
        rows = bulk.rows("answer_late_parents", network=facts.network, ids=arrived)
        keys |= {
            (account, customer, root)
            for _, account, *customers, root in rows
            for customer in customers
            if customer is not None
        }
        arrived = [row[0] for row in rows]
    keys |= {
        (account, author, root)
        for author, root, account in bulk.rows("late_children", network=facts.network, ids=ids)
    }
    if facts.new:
        keys |= set(bulk.rows("answered_before", network=facts.network, **_pairs(_speakers(facts))))
    if facts.moves:
        roots = list(set(facts.moves.values()))
        keys |= set(bulk.rows("answered_in", network=facts.network, roots=roots))
    return keys


def _speakers(facts: Facts) -> set[tuple[int, str]]:
    """Who speaks in the batch, each with the conversation."""
    return {(facts.authors[post.author.author_id], facts.roots[canonical_id(post)]) for post in facts.new}


def _existing(facts: Facts) -> set[Key]:
    """Cases that the people who speak or are answered in the batch already have in these conversations."""
    # Whom we answer counts too: a sibling account's answer changes the case of the account that was asked.
    speakers = (
        _speakers(facts)
        | facts.redated
        | {
            (answered, facts.roots[post_id])
            for post_id, answered in facts.answers.items()
            if answered is not None
        }
    )
    return set(bulk.rows("stored_cases", network=facts.network, **_pairs(speakers))) if speakers else set()


def _looked_at(facts: Facts, now: datetime) -> set[Key]:
    """Cases of these conversations that a colleague has open: their thread grows before their eyes, whoever speaks."""
    roots = list(set(facts.roots.values()))
    return set(bulk.rows("looked_at", network=facts.network, roots=roots, now=now))


def _heard(facts: Facts, groups: Mapping[Key, Key]) -> dict[tuple[int, str], list[Judged]]:
    """Per author and conversation (that of the case, when cases were merged), the new posts that are speech, the
    newest last."""
    heard: dict[tuple[int, str], list[Judged]] = {}
    into = {(author, lost): kept for (_, author, lost), (_, _, kept) in groups.items()}
    for post in facts.new:
        judged = facts.judged.get(canonical_id(post))
        if judged is None or post.is_signal:
            continue
        author, root = facts.authors[post.author.author_id], facts.roots[canonical_id(post)]
        heard.setdefault((author, into.get((author, root), root)), []).append(judged)
    for said in heard.values():
        said.sort(key=lambda judged: judged.post.created_at)
    return heard


def _is_history(row: tuple[Any, ...], history: Mapping[int, datetime | None]) -> bool:
    """Whether a case we have not held yet ended before the account was connected: the first look back brings a
    week of them, and nobody is waiting any more. The customer's next word opens it."""
    account, last_in, state = row[0], row[4], row[14]
    before = history.get(account)
    return state is None and before is not None and last_in < before


def _case_row(
    row: tuple[Any, ...],
    heard: Mapping[tuple[int, str], Sequence[Judged]],
    brands: Mapping[int, int],
    promised: Promises | None,
    history_before: datetime | None = None,
) -> tuple[Any, ...]:
    """One row for `put_cases`: what the posts say, the state that follows, and the next deadline.

    `promised` is None for an archive, whose cases are closed and owe nothing. Posts from before `history_before`
    call for nobody.
    """
    account, author, root, first_in, last_in, n_in, stage, lane, response, last_out, n_out, unanswered = row[
        :12
    ]
    heard_at, _, state, known_last_in, known_unanswered, *stored = row[12:]
    times = CaseTimes(first_in, last_in, response, last_out, unanswered)
    said = heard.get((author, root), ())
    judged = said[-1] if said else None
    recent = judged is not None and (history_before is None or judged.post.created_at >= history_before)
    calls = judged is not None and recent and (judged.verdict.needs_reply or state is None)
    settled = settle(CaseState(state or CaseState.NEW), times, heard=calls) if promised else CaseState.CLOSED
    if judged is not None and known_last_in is not None and known_last_in > judged.post.created_at:
        judged = None
    # Nobody waits in an archive: its last word says how urgent it was.
    waits = unanswered if promised is not None else None
    urgent = urgency(said, judged, waits, Known(state, known_unanswered, stored[2]))
    columns = _heard_columns(judged, urgent)
    due: tuple[Any, ...] = NOTHING_DUE
    if promised is not None:
        standing = standing_of((brands.get(account, 0), lane), columns, stored, settled, times)
        due = due_columns(promised, standing)
    return (
        account, author, root, lane, settled.value, stage, *columns,
        n_in, n_out, first_in, last_in, response, last_out, unanswered, *due[:4], heard_at, due[4],
    )  # fmt: skip


def _heard_columns(judged: Judged | None, urgent: tuple[float, str]) -> tuple[Any, ...]:
    """What the newest post adds to the case, and how urgent it is; empty strings leave the stored values."""
    if judged is None:
        return ("", "", "", *urgent, "")
    verdict = judged.verdict
    snippet = " ".join(unescape(judged.post.text).split())[:280] or "(no text)"
    return (verdict.topic, verdict.sentiment, verdict.language, *urgent, snippet)


_ARRAYS = (
    "accounts", "authors", "roots", "lanes", "states", "stages", "topics", "sentiments", "languages", "priorities",
    "whys", "snippets", "inbound", "outbound", "first_in", "last_in", "first_response", "last_out", "unanswered", "due",
    "due_kinds", "due_calendars", "warn", "heard", "histories", "routes",
)  # fmt: skip


def _arrays(put: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    columns = [list(column) for column in zip(*put, strict=True)]
    return dict(zip(_ARRAYS, columns, strict=True))


def _pairs(speakers: Iterable[tuple[int, str]]) -> dict[str, list[Any]]:
    authors, roots = zip(*speakers, strict=True)
    return {"authors": list(authors), "roots": list(roots)}


def _columns(keys: Iterable[Key]) -> dict[str, list[Any]]:
    accounts, authors, roots = zip(*keys, strict=True)
    return {"accounts": list(accounts), "authors": list(authors), "roots": list(roots)}


def _put_participants(facts: Facts, opened: Sequence[tuple[Any, ...]]) -> None:
    roots = list({row[3] for row in opened} | set(facts.moves.values()))
    bulk.run("put_participants", network=facts.network, ids=facts.arrived, roots=roots)


def _opened_in_public(facts: Facts, written: Sequence[tuple[Any, ...]]) -> dict[tuple[int, int], int]:
    """Cases this batch has opened in public, by account and author."""
    private = {facts.roots[canonical_id(post)] for post in facts.new if post.lane is Lane.PRIVATE}
    return {
        (account, author): case
        for case, account, author, root, is_new in written
        if is_new and root not in private
    }
