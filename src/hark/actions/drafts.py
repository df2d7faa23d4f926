"""Unsent words: kept while somebody types, thrown away when they are sent or emptied."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.store.models import Case, Draft

LONGEST = 20_000
ORIGINS = ("", "suggested", "translated")


def keep(case_id: int, lane: str, text: str, *, by: User, origin: str = "") -> datetime | None:
    """Keep the words of one person on one case and lane; empty words keep nothing. Returns when they were kept.

    `origin` says that nobody has changed what another case or a machine said.

    Raises Case.DoesNotExist, ValueError for a text no network would take.
    """
    if len(text) > LONGEST or "\0" in text:
        raise ValueError(f"A draft holds at most {LONGEST} characters and no NUL.")
    case = Case.objects.for_person(by).get(pk=case_id)
    with transaction.atomic(durable=True):
        if not text.strip():
            Draft.objects.filter(case=case, writer=by, lane=lane).delete()
            return None
        draft, _ = Draft.objects.update_or_create(
            case=case, writer=by, lane=lane, defaults={"text": text, "origin": origin}
        )
        return draft.updated_at
