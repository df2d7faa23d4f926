"""What is put on a customer: consent and the number it joins, credits and their way back, notes for every case."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from tests.factories import NOON
from tests.web.casework_desk import Desk, new_desk, text

from hark.actions import rules
from hark.store.models import (
    Consent,
    Goodwill,
)

pytestmark = pytest.mark.django_db

TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_handle_and_customer_number_are_joined_by_consent_alone(desk: Desk) -> None:
    number = {"purpose": "feedback_request", "evidence": "yes please", "number": "K-77"}
    assert desk.act("post", "consents", number).status_code == 422
    assert desk.act("post", "consents", {"purpose": "join_records", "evidence": ""}).status_code == 422
    desk.act("post", "consents", number | {"purpose": "join_records"})
    shown = desk.page(case=desk.second)
    assert shown.count("K-77") == 2
    assert "yes please" in shown
    assert "Lena" in shown
    assert "joined no more" in text(desk.act("delete", "consents?purpose=join_records"))
    shown = desk.page()
    assert "K-77" not in shown
    assert "withdrawn" in shown


def undone(desk: Desk, answer: Any) -> str:
    """Press the way back that an act's toast offers; what the desk says then."""
    toast = text(answer).partition("data-toast")[2]
    method, address = re.search(r'hx-(post|delete)="([^"]+)"', toast).groups()  # type: ignore[union-attr]
    held = re.search(r'hx-vals="([^"]+)"', toast)
    caller = getattr(desk.client(desk.lena), method)
    said = caller(
        unescape(address), json.loads(unescape(held[1])) if held else {}, headers={"HX-Request": "true"}
    )
    assert said.status_code == 200
    return text(said)


def test_a_credit_nobody_has_decided_about_is_taken_back_and_a_granted_one_with_a_reason(desk: Desk) -> None:
    fields = {"goodwill_cents": {"agent": 2000}, "currency": "EUR"}
    rules.save(desk.account.brand_id, fields, by=desk.ruth, now=NOON)
    asked = desk.act("post", "goodwill", {"amount": "40", "reason": "a week"})
    assert "The request for 40.00 EUR is taken back" in undone(desk, asked)
    assert "Lena took back the request for a credit of 40.00 EUR" in desk.page()
    assert "40.00 EUR" not in text(desk.client(desk.ruth).get("/approvals"))  # type: ignore[arg-type]

    granted = text(desk.act("post", "goodwill", {"amount": "12", "reason": "two days"}))
    assert "data-undo" not in granted
    row = Goodwill.objects.get(state="approved")
    assert desk.act("delete", f"goodwill/{row.pk}").status_code == 422
    assert desk.act("delete", f"goodwill/{row.pk}?reason=no", who=desk.tomas).status_code == 409
    assert "12.00 EUR withdrawn" in text(desk.act("delete", f"goodwill/{row.pk}?reason=wrong+customer"))
    assert "Lena withdrew a credit of 12.00 EUR: wrong customer" in desk.page()
    assert desk.act("delete", f"goodwill/{row.pk}?reason=again").status_code == 404


def test_a_withdrawal_of_consent_and_a_note_about_a_customer_have_a_way_back(desk: Desk) -> None:
    desk.act("post", "consents", {"purpose": "join_records", "evidence": 'so "yes" <b>', "number": "K-77"})
    assert "Lena took the withdrawal back" in undone(
        desk, desk.act("delete", "consents?purpose=join_records")
    )
    row = Consent.objects.get()
    assert (row.withdrawn_at, row.customer_number, row.evidence) == (None, "K-77", 'so "yes" <b>')

    noted = desk.act("post", "customer-notes", {"text": "Speaks for her father"})
    assert "Speaks for her father" not in undone(desk, noted)
    assert "Lena took back what they wrote about the customer" in desk.page()


def test_what_is_written_about_a_customer_stands_on_their_other_cases(desk: Desk) -> None:
    desk.act("post", "customer-notes", {"text": "Speaks for her father"})
    assert "Speaks for her father" in desk.page(case=desk.second)
    assert "Speaks for her father" not in desk.page(case=desk.others)
