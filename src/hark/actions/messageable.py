"""Whether a customer takes private messages of an account, as the network last said. Asking costs, so it is kept."""

from datetime import datetime, timedelta

from hark.store.models import Case, Messageable

GOOD_FOR = timedelta(days=1)
# A network that did not say is asked again sooner, but not at every glance.
AGAIN_AFTER = timedelta(hours=1)


def due(case: Case, now: datetime) -> bool:
    """Whether the network should be asked about the case's customer."""
    known = Messageable.objects.filter(account=case.account_id, author=case.author_id).first()
    return known is None or now - known.asked_at > (AGAIN_AFTER if known.takes is None else GOOD_FOR)


def note(case: Case, takes: bool | None, *, now: datetime) -> None:
    """Keep what it said; None: it did not."""
    Messageable.objects.update_or_create(
        account_id=case.account_id, author_id=case.author_id, defaults={"takes": takes, "asked_at": now}
    )
