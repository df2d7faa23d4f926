"""The two lanes of a customer with an account: two cases, one beside the other, and which of them speaks where.

A case never mixes lanes (product.md, rule 1; ADR 0018). What brings them together is read from here: the page shows
both, an answer goes to the case of its lane, and a message that comes after a move is joined to the case it came from.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Case as Choice
from django.db.models import QuerySet, When

from hark.accounts.models import User
from hark.actions import rules
from hark.actions.case_rows import save, tell, touch
from hark.domain.case import LIFE, CaseMove, CaseState
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Draft, Note, Outbox

_ANSWERS = CompiledQuery(
    lambda cases: (
        Outbox.objects.filter(case__pk__anyof=cases)
        .exclude(state__in=(SendState.CANCELLED, SendState.DRAFT))
        .select_related("writer", "account")
        .order_by("created_at")
    ),
    cases=list,
)


_NOTES = CompiledQuery(
    lambda cases: (
        Note.objects.filter(case__pk__anyof=cases).select_related("writer").order_by("created_at", "pk")
    ),
    cases=list,
)
_DRAFTS = CompiledQuery(
    lambda cases, writer: Draft.objects.filter(case__pk__anyof=cases, writer=writer),
    cases=list,
    writer=User,
)


def counterpart(case: Case) -> Case | None:
    """The case of the other lane: the one this was moved to or from, else the newest of the same customer."""
    linked = (
        When(moved_to=case.pk, then=0) if case.lane == Lane.PRIVATE else When(pk=case.moved_to_id, then=0)
    )
    other = Lane.PUBLIC if case.lane == Lane.PRIVATE else Lane.PRIVATE
    return _of(case, other).order_by(Choice(linked, default=1), "-last_inbound_at", "-pk").first()


def seat(case: Case, lane: str) -> Case:
    """The case that speaks in this lane; a public one speaks in private itself until the customer has."""
    return case if case.lane == lane else counterpart(case) or case


def answers(cases: Iterable[Case]) -> list[Outbox]:
    """Everything written on these cases that is not a draft and was not taken back, in its order."""
    return _ANSWERS.all(cases=[case.pk for case in cases])


def notes(cases: Iterable[Case]) -> list[Note]:
    """What colleagues wrote on these cases, in its order."""
    return _NOTES.all(cases=[case.pk for case in cases])


def drafts(cases: Iterable[Case], writer: User) -> list[Draft]:
    """One person's unsent words on these cases."""
    return _DRAFTS.all(cases=[case.pk for case in cases], writer=writer)


def join(case_ids: Iterable[int], *, now: datetime) -> None:
    """Private cases that were just heard from: each takes over what a move of its customer prepared.

    Owner and team come along where it has none, the topic and the unsent words always. A move older than the brand's
    reopen window waits for nobody any more; the public case then only hears that there is a private one. Call in a
    transaction.
    """
    heard = Case.objects.filter(pk__in=list(case_ids), lane=Lane.PRIVATE, merged_into__isnull=True)
    for private in heard.select_related("account").order_by("pk"):
        since = now - timedelta(hours=rules.of(private.account.brand_id).reopen_hours)
        moved = _of(private, Lane.PUBLIC).filter(moved_at__gte=since, moved_to__isnull=True)
        came_from = moved.order_by("-moved_at").first()
        beside = counterpart(private) if private.inbound == 1 else None
        if came_from is not None:
            _join(came_from, private, now)
        elif beside is not None:
            touch(beside, "lane_opened", None, now, {"to": private.pk})


def beside(opened: Mapping[tuple[int, int], int], *, now: datetime) -> None:
    """Public cases that were just opened, by account and author: the customer's private case hears of each.

    Whoever has the private case open sees the public thread beside it at once. Call in a transaction.
    """
    if not opened:
        return
    authors = [author for _, author in opened]
    found = Case.objects.filter(author__in=authors, lane=Lane.PRIVATE, merged_into__isnull=True)
    newest = {(case.account_id, case.author_id): case for case in found.order_by("last_inbound_at", "pk")}
    for pair in sorted(newest.keys() & opened.keys()):
        touch(newest[pair], "lane_opened", None, now, {"to": opened[pair], "lane": Lane.PUBLIC})


def _join(public: Case, private: Case, now: datetime) -> None:
    if private.assignee_id is None and public.assignee_id is not None:
        private.assignee_id, private.owner_acted_at = public.assignee_id, now
        if private.state == CaseState.NEW:
            private.state = LIFE.after(CaseState.NEW, CaseMove.TAKE)
    private.team_id = private.team_id or public.team_id
    if "topic" not in private.corrected:
        private.topic = public.topic or private.topic
    public.moved_to = private
    public.version += 1
    public.save(update_fields=["moved_to", "version"])
    _hand_on_drafts(public, private)
    tell(public, "case_joined", None, now, {"to": private.pk})
    save(private, "case_joined", None, now, {"from": public.pk})


def _hand_on_drafts(public: Case, private: Case) -> None:
    """Private words and pictures that waited on the public case wait on the private one; words there already stay."""
    there = Draft.objects.filter(case=private, lane=Lane.PRIVATE).values("writer")
    kept = Draft.objects.filter(case=public, lane=Lane.PRIVATE).exclude(writer__in=there)
    kept.update(case=private)
    public.pictures.filter(lane=Lane.PRIVATE, outbox__isnull=True).update(case=private)


def _of(case: Case, lane: Lane) -> QuerySet[Case]:
    """Cases of the same customer and account in this lane."""
    same = Case.objects.filter(account=case.account_id, author=case.author_id, lane=lane)
    return same.filter(merged_into__isnull=True).select_related(
        "account__brand", "author", "assignee", "team"
    )
