"""Tags and ticket numbers on a case."""

from datetime import datetime
from urllib.parse import quote

from django.db import transaction

from hark.accounts.models import User
from hark.actions import rules
from hark.actions.case_rows import locked, touch
from hark.store.models import Case, CaseTag, TicketLink


def add(case_id: int, name: str, *, by: User, now: datetime) -> CaseTag:
    """Put a tag on the case; one that is there stays. Raises ValueError for an empty or long one."""
    plain = clean(name)
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        tag, fresh = CaseTag.objects.get_or_create(
            case=case, name=plain, defaults={"by": by, "created_at": now}
        )
        if fresh:
            touch(case, "tag_added", by, now, {"tag": plain})
    return tag


def remove(case_id: int, name: str, *, by: User, now: datetime) -> bool:
    """Take a tag off. False when it was not there."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        gone, _ = CaseTag.objects.filter(case=case, name=clean(name)).delete()
        if gone:
            touch(case, "tag_removed", by, now, {"tag": clean(name)})
    return bool(gone)


def clean(name: str) -> str:
    """A tag as it is kept: lower case, single spaces, no leading sign. Raises ValueError."""
    plain = " ".join(name.replace("\0", "").lower().strip().lstrip("#").split())
    if not plain or len(plain) > 40:
        raise ValueError("A tag has 1 to 40 characters.")
    return plain


def link_ticket(
    case_id: int, system: str, number: str, url: str = "", *, by: User, now: datetime
) -> TicketLink:
    """Note the number of a ticket in another system; its address is the house's for that system, unless given.

    Raises ValidationError for an address that is none, or a number that is there already.
    """
    name, plain = system.strip(), number.strip()
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        address = url.strip() or _address(case.account.brand_id, name, plain)
        link = TicketLink(case=case, system=name, number=plain, url=address, by=by, created_at=now)
        link.clean_fields(exclude=["case", "by"])
        link.validate_constraints()
        link.save()
        touch(case, "ticket_linked", by, now, {"system": link.system, "number": link.number})
    return link


def unlink_ticket(link_id: int, *, by: User, now: datetime) -> TicketLink:
    """Forget a ticket's number. Raises TicketLink.DoesNotExist. Returns what it was."""
    with transaction.atomic(durable=True):
        link = TicketLink.objects.get(pk=link_id, case__in=Case.objects.for_person(by))
        case = locked(link.case_id, by)
        data = {"system": link.system, "number": link.number}
        link.delete()
        touch(case, "ticket_unlinked", by, now, data)
    return link


def _address(brand: int, system: str, number: str) -> str:
    """Where the house's ticket system shows this ticket, "" when nobody said."""
    pattern = str(rules.of(brand).ticket_systems.get(system, ""))
    return pattern.replace(rules.NUMBER, quote(number, safe=""))
