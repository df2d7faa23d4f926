"""Unsent words: kept while somebody types, thrown away when they are sent or emptied."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import lanes, outbox_parts, pictures
from hark.domain.post import Lane
from hark.store.models import Case, Draft, Outbox
from hark.text import unsigned

# In characters: no network takes near as many.
LONGEST = 20_000
ORIGINS = ("", "suggested", "translated")


def keep(case_id: int, lane: str, text: str, *, by: User, origin: str = "") -> datetime | None:
    """Keep the words of one person on the case of their lane; empty words keep nothing. Returns when they were kept.

    `origin` says that nobody has changed what another case or a machine said. The words of a case that was merged away
    while somebody wrote in it are kept where it went, behind what they had begun there.

    Raises Case.DoesNotExist, ValueError for a text no network would take.
    """
    if len(text) > LONGEST or "\0" in text:
        raise ValueError(f"A draft holds at most {LONGEST} characters and no NUL.")
    case = Case.objects.for_person(by).get(pk=case_id)
    went_to, seat = case.merged_into, case.merged_into or case
    if lane in list(Lane):
        seat = lanes.seat(seat, lane)
    if went_to is not None and seat == went_to:
        return _keep_behind(case, went_to, lane, text, by, origin)
    with transaction.atomic(durable=True):
        if not text.strip():
            Draft.objects.filter(case=seat, writer=by, lane=lane).delete()
            return None
        draft, _ = Draft.objects.update_or_create(
            case=seat, writer=by, lane=lane, defaults={"text": text, "origin": origin}
        )
        return draft.updated_at


def _keep_behind(lost: Case, kept: Case, lane: str, text: str, by: User, origin: str) -> datetime | None:
    with transaction.atomic(durable=True):
        went = {row for merge in lost.merged_away.all() for row in merge.moved.get("store_draft", ())}
        there = Draft.objects.filter(case=kept, writer=by, lane=lane).first()
        if not text.strip():
            return None
        if there is None or there.pk in went:
            there = there or Draft(case=kept, writer=by, lane=lane)
            there.text, there.origin = text, origin
            there.save()
        else:
            _add(there, text)
        return there.updated_at


def bring(lost: Case, kept: Case) -> None:
    """Words that somebody began on both cases stand behind each other. Call it in the merge's transaction."""
    for begun in Draft.objects.filter(case=lost):
        there = Draft.objects.filter(case=kept, writer=begun.writer_id, lane=begun.lane).first()
        if there is not None:
            _add(there, begun.text)


def kept(case_id: int, lane: str, *, by: User) -> str:
    """The person's unsent words on the case of this lane, "" when there are none. Raises Case.DoesNotExist."""
    case = Case.objects.for_person(by).get(pk=case_id)
    if lane in list(Lane):
        case = lanes.seat(case, lane)
    draft = Draft.objects.filter(case=case, writer=by, lane=lane).first()
    return draft.text if draft else ""


def give_back(row: Outbox) -> None:
    """An answer, or the rest of one, did not leave: its words and pictures are its writer's draft again.

    Words they have begun to write since are kept in front. Call it in the answer's transaction.
    """
    pictures.give_back(row)
    words = unsigned(outbox_parts.words_left(row))
    draft, made = Draft.objects.get_or_create(
        case=row.case, writer=row.writer, lane=row.lane, defaults={"text": words, "origin": row.origin}
    )
    if not made:
        _add(draft, words)


def _add(draft: Draft, words: str) -> None:
    if words in draft.text:
        return
    draft.origin = ""
    draft.text = f"{draft.text.rstrip()}\n\n{words}"
    draft.save()
