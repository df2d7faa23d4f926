"""Rows of fields: what is stored comes back as it was, errors stand at their row, and the history stays readable."""

import html
import re

import pytest
from django.test import Client
from tests.web.setup.forms import fields_of, rows, spans

from hark.domain.calendar_document import WEEKDAYS
from hark.store.models import Account, Brand, BrandRules, BusinessCalendar, Event, QueuePolicy

pytestmark = pytest.mark.django_db
HELD = {
    "patterns": {"order": "[0-9]{8}", "customer: old": "C-[0-9]+"},
    "topics": {"bird_watch": ["heron tower", "a nest, high up"]},
}
WEEK = {day: [] for day in WEEKDAYS} | {"mon": [["09:00", "13:00"], ["14:00", "17:30"]]}
CALENDAR = {
    "zone": "Europe/Madrid", "name": "Office", "weekly": WEEK, "holidays": ["2026-12-24", "2026-12-25"],
    "extra": {"2026-12-24": [["09:00", "12:00"], ["13:00", "14:00"]], "2026-12-31": [["22:00", "24:00"]]},
    "names": {"2026-12-25": "Christmas"},
}  # fmt: skip


def save(page: Client, path: str, **changes: object) -> int:
    return int(page.post(path, fields_of(page, path) | changes).status_code)


def shown(page: Client, path: str) -> str:
    return html.unescape(page.get(path).content.decode())


def test_what_was_stored_is_read_and_saved_without_loss(care: Account, page: Client) -> None:
    brand = care.brand_id
    Brand.objects.filter(pk=brand).update(**HELD)
    QueuePolicy.objects.create(brand_id=brand, acknowledgements={"": "At {time}.", "gsw": "Am {time}."})
    BrandRules.objects.create(
        brand_id=brand, ticket_systems={"Desk": "https://d.example/{number}", "Old": ""}
    )
    calendar = BusinessCalendar.objects.create(brand_id=brand, name="Office", document=CALENDAR)
    of_brand = [f"/settings/{section}/{brand}" for section in ("brands", "topics", "queues", "limits")]
    for path in (*of_brand, f"/settings/calendars/{calendar.pk}"):
        assert save(page, path) == 302, path
    row = Brand.objects.get()
    assert {name: getattr(row, name) for name in HELD} == HELD
    assert QueuePolicy.objects.get().acknowledgements == {"": "At {time}.", "gsw": "Am {time}."}
    assert BrandRules.objects.get().ticket_systems == {"Desk": "https://d.example/{number}", "Old": ""}
    calendar.refresh_from_db()
    assert (calendar.document, calendar.version) == (CALENDAR, 1)
    told = Event.objects.filter(kind="settings_changed").values_list("data__after", flat=True)
    assert not [each for each in told if {"patterns", "topics", "document"} & set(each)]


def test_a_form_that_sends_no_rows_leaves_them(care: Account, page: Client) -> None:
    Brand.objects.update(**HELD)
    sent = {"name": "Curlew", "zone": "UTC", "first_reply_minutes": "30", "patterns": "order: [0-9]{8}"}
    assert page.post(f"/settings/brands/{care.brand_id}", sent).status_code == 302
    assert Brand.objects.get().patterns == HELD["patterns"]


def test_a_ticked_row_and_an_emptied_one_are_taken_away(care: Account, page: Client) -> None:
    Brand.objects.update(patterns={"order": "[0-9]{8}", "seat": "[A-F]", "ticket": "T[0-9]+"})
    path = f"/settings/brands/{care.brand_id}"
    gone = {"patterns-0-DELETE": "on", "patterns-2-kind": "", "patterns-2-pattern": ""}
    assert save(page, path, **gone) == 302
    assert Brand.objects.get().patterns == {"seat": "[A-F]"}


def test_an_error_stands_at_its_row(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = fields_of(page, path) | rows(
        "patterns", {"kind": "seat", "pattern": "["}, {"kind": "seat", "pattern": "[A-F]"}, {"kind": "gate"}
    )
    answer = page.post(path, sent)
    assert answer.status_code == 422
    told = [row.errors for row in answer.context["form"]["patterns"].rows]
    assert "This pattern is broken" in told[0]["pattern"][0]
    assert told[1]["kind"] == ["Another row says this already."]
    assert told[2]["pattern"] == ["This field is required."]
    text = answer.content.decode()
    assert 'value="[A-F]"' in text, "nothing that was typed is lost"
    assert re.search(r'name="patterns-0-pattern"[^>]*>\s*<p class="error" role="alert">', text)
    assert not Brand.objects.get().patterns


def test_an_address_without_a_place_for_the_number_is_refused_at_its_row(care: Account, page: Client) -> None:
    path = f"/settings/limits/{care.brand_id}"
    sent = fields_of(page, path) | rows("ticket_systems", {"name": "Desk", "address": "https://d.example/"})
    errors = page.post(path, sent).context["form"]["ticket_systems"].rows.forms[0].errors
    assert errors == {"address": ["The address of Desk starts with https:// and holds {number}."]}


def test_more_rows_than_a_form_takes_are_refused_not_cut_off(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    many = rows("patterns", *({"kind": f"kind {n}", "pattern": "x"} for n in range(151)))
    answer = page.post(path, fields_of(page, path) | many)
    assert answer.status_code == 422
    assert "At most 150 rows." in answer.content.decode()


def test_changes_are_told_in_words_and_only_where_something_differs(care: Account, page: Client) -> None:
    Brand.objects.update(**HELD)
    calendar = BusinessCalendar.objects.create(brand=care.brand, name="Office", document=CALENDAR)
    brand, hours = f"/settings/brands/{care.brand_id}", f"/settings/calendars/{calendar.pk}"
    assert save(page, brand, **{"patterns-1-pattern": "[0-9]{9}"}) == 302
    assert save(page, f"/settings/topics/{care.brand_id}", **{"topics-0-phrases": "heron tower"}) == 302
    monday = rows("mon", *spans("09:00-12:00"))
    assert save(page, hours, **monday, **{"days-1-name": "Christmas Day"}) == 302
    told = shown(page, "/settings/changes")
    assert "<del>order: [0-9]{8}</del> <ins>order: [0-9]{9}</ins>" in told
    assert "<del>bird_watch: heron tower, a nest, high up</del> <ins>bird_watch: heron tower</ins>" in told
    assert "<dt>Monday</dt><dd><del>09:00-13:00, 14:00-17:30</del> <ins>09:00-12:00</ins>" in told
    assert "2026-12-24 open only 09:00-12:00, 13:00-14:00; 2026-12-25 Christmas Day closed all day" in told
    assert "<dt>Tuesday" not in told
    page.post(f"{hours}/removal")
    assert "<dt>Time zone</dt><dd><del>Europe/Madrid</del></dd>" in shown(page, "/settings/changes")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("([0-9]+)+x", "it may run for hours"),
        ("[0-9]*", "it also fits where nothing stands"),
        ("9" * 199 + "[", ""),
    ],
)
def test_a_number_format_that_triage_would_refuse_is_refused_at_its_row(
    pattern: str, words: str, care: Account, page: Client
) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = fields_of(page, path) | rows("patterns", {"kind": "order", "pattern": pattern})
    answer = page.post(path, sent)
    assert answer.status_code == 422
    told = answer.context["form"]["patterns"].rows.forms[0].errors["pattern"][0]
    assert told.startswith("This pattern is broken") and words in told
    assert not Brand.objects.get().patterns
