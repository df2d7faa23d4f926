"""The customer of a case over the API: who they are to the brand, notes, consent. The desk's own actions."""

from typing import cast

from hark.actions import customers
from hark.store.models import Case, Consent, CustomerNote
from hark.web.api.cases import author_out, colleague, seen
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes_customer import (
    ConsentIn,
    ConsentOut,
    CustomerNoteIn,
    CustomerNoteOut,
    CustomerOut,
    OtherCaseOut,
)

MOST = 50


def read(asked: Asked) -> CustomerOut:
    """The customer of the case."""
    case = seen(asked)
    about = {"brand": case.account.brand_id, "author": case.author_id}
    notes = CustomerNote.objects.filter(**about).select_related("writer").order_by("-created_at", "-pk")
    consents = Consent.objects.filter(**about).select_related("recorded_by")
    others = Case.objects.for_person(asked.by).filter(author=case.author_id, merged_into__isnull=True)
    return CustomerOut(
        author=author_out(case.author),
        consents=[_consent(row) for row in consents.order_by("withdrawn_at", "-given_at")],
        notes=[_note(row) for row in notes[:MOST]],
        cases=[_other(row) for row in others.exclude(pk=case.pk).order_by("-last_inbound_at", "-pk")[:MOST]],
    )


def add_note(asked: Asked) -> CustomerNoteOut:
    """Write something about the customer."""
    text = cast("CustomerNoteIn", asked.body).text
    return _note(customers.note(asked.ids["case"], text, by=asked.by, now=asked.now))


def take_back_note(asked: Asked) -> CustomerOut:
    """Forget what one has just written about the customer."""
    customers.take_back_note(asked.ids["case"], asked.ids["note"], by=asked.by, now=asked.now)
    return read(asked)


def record_consent(asked: Asked) -> CustomerOut:
    """Keep that the customer agreed to something."""
    given = cast("ConsentIn", asked.body)
    customers.record_consent(
        asked.ids["case"], given.purpose, given.evidence, by=asked.by, now=asked.now, number=given.customer_number
    )  # fmt: skip
    return read(asked)


def withdraw_consent(asked: Asked) -> CustomerOut:
    """Keep that the customer took it back."""
    purpose = asked.query.get("purpose", "")
    if purpose not in customers.PURPOSES:
        raise Refused(422, f"purpose is one of {', '.join(customers.PURPOSES)}.")
    customers.withdraw_consent(asked.ids["case"], purpose, by=asked.by, now=asked.now)
    return read(asked)


def _note(row: CustomerNote) -> CustomerNoteOut:
    writer = colleague(row.writer) if row.writer else None
    return CustomerNoteOut(row.pk, writer, row.text, row.created_at)


def _consent(row: Consent) -> ConsentOut:
    recorder = colleague(row.recorded_by) if row.recorded_by else None
    return ConsentOut(
        row.purpose, row.evidence, row.customer_number, row.given_at, recorder, row.withdrawn_at
    )


def _other(case: Case) -> OtherCaseOut:
    shown = {name: getattr(case, name) for name in OtherCaseOut.__struct_fields__ if name != "id"}
    return OtherCaseOut(id=case.pk, **shown)
