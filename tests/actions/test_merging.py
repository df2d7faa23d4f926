"""Merging cases of one customer, and splitting them: what went along comes back, what came since is followed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NOON, hear, ours, person, post

from hark.accounts.models import User
from hark.actions import cases, drafts, merging, outbox, tags
from hark.actions.case_rows import MergedAway
from hark.actions.case_times import conversations
from hark.actions.merging import CannotMerge
from hark.domain.post import Lane
from hark.store.models import Account, Case, CaseTag, Event, Note, Participant

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def two(care: Account) -> tuple[Case, Case]:
    """Two conversations of one customer: an old one we answered, and a new one."""
    hear(
        post("kim", "@CurlewCare my line is dead", post_id="1", tags=[care]),
        post("bo", "same", post_id="2", parent_id="1", minutes=1),
        ours(care, "@kim we look", post_id="3", parent_id="1", minutes=5),
        post("kim", "@CurlewCare still dead, help", post_id="10", tags=[care], minutes=20),
        minutes=21,
    )
    return Case.objects.get(root_id="1"), Case.objects.get(root_id="10")


def state(case: Case) -> tuple[object, ...]:
    case.refresh_from_db()
    return (
        case.state, case.inbound, case.outbound, case.first_inbound_at, case.last_inbound_at,
        case.first_response_at, case.last_outbound_at, case.unanswered_since, case.due_at, case.merged_into_id,
    )  # fmt: skip


def test_the_kept_case_speaks_for_both_conversations(two: tuple[Case, Case], lena: User) -> None:
    kept, lost = two
    merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.state, kept.inbound, kept.outbound) == ("new", 2, 1)
    assert (kept.first_inbound_at, kept.last_inbound_at) == (NOON, after(20))
    assert (kept.first_response_at, kept.unanswered_since, kept.due_at) == (after(5), after(20), after(50))
    assert (lost.state, lost.outcome, lost.merged_into, lost.due_at) == ("closed", "merged", kept, None)
    assert list(conversations(kept)) == ["1", "10"]


def test_what_the_customer_says_later_in_either_reaches_the_kept_case(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    kept, lost = two
    merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    hear(ours(care, "@kim sorry", post_id="11", parent_id="10", minutes=25), minutes=25)
    kept.refresh_from_db()
    assert (kept.state, kept.unanswered_since, kept.outbound) == ("waiting", None, 2)
    hear(
        post("kim", "@CurlewCare and now?", post_id="12", parent_id="11", tags=[care], minutes=30), minutes=30
    )
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.state, kept.unanswered_since, kept.inbound) == ("open", after(30), 3)
    assert kept.snippet == "@CurlewCare and now?"
    assert lost.state == "closed"
    assert Event.objects.filter(kind="post_heard").latest("pk").case == kept
    assert (
        outbox.submit(kept.pk, "yes", Lane.PUBLIC, target_post_id=None, by=lena, now=after(31)).target_post_id
        == "12"
    )


def test_a_split_gives_back_what_went_along_and_only_that(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    kept, lost = two
    cases.add_note(lost.pk, "on the lost one", by=lena, now=after(21))
    for case in two:
        tags.add(case.pk, "outage", by=lena, now=after(21))
    tags.add(lost.pk, "vip", by=lena, now=after(21))
    before, events = (state(kept), state(lost)), Event.objects.filter(case=lost).count()
    row = merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    assert {tag.name for tag in CaseTag.objects.filter(case=kept)} == {"outage", "vip"}
    assert Note.objects.get().case == kept
    cases.add_note(kept.pk, "written while one", by=lena, now=after(23))
    merging.split(row.pk, by=lena, now=after(24))
    assert (state(kept), state(lost)) == before
    assert [note.text for note in Note.objects.filter(case=lost)] == ["on the lost one"]
    assert [note.text for note in Note.objects.filter(case=kept)] == ["written while one"]
    assert {tag.name for tag in CaseTag.objects.filter(case=kept)} == {"outage"}
    assert [p.author.handle for p in Participant.objects.filter(case=kept)] == ["bo"]
    # Both sides' merge and split are told on the cases themselves.
    assert Event.objects.filter(case=lost).count() == events + 2
    with pytest.raises(row.DoesNotExist):
        merging.split(row.pk, by=lena, now=after(25))


def test_after_a_split_each_case_knows_what_was_said_meanwhile(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    kept, lost = two
    cases.close(lost.pk, "double", by=lena, now=after(21))
    row = merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    hear(
        post("kim", "@CurlewCare hello? help", post_id="12", parent_id="10", tags=[care], minutes=30),
        minutes=30,
    )
    merging.split(row.pk, by=lena, now=after(31))
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (lost.state, lost.inbound, lost.outcome) == ("open", 2, "")
    assert (kept.inbound, kept.unanswered_since) == (1, None)


def test_cases_of_two_people_accounts_or_lanes_are_never_one(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    kept, lost = two
    hear(post("bo", "@CurlewCare me too", post_id="20", tags=[care]))
    other = Case.objects.get(root_id="20")
    with pytest.raises(CannotMerge, match="people"):
        merging.merge(kept.pk, other.pk, by=lena, now=after(22))
    with pytest.raises(CannotMerge, match="itself"):
        merging.merge(kept.pk, kept.pk, by=lena, now=after(22))
    Case.objects.filter(pk=lost.pk).update(lane="private")
    with pytest.raises(CannotMerge, match="lanes"):
        merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    with pytest.raises(Case.DoesNotExist):
        merging.merge(kept.pk, lost.pk, by=person("stranger"), now=after(22))


def test_verbs_on_a_merged_case_say_where_it_went(two: tuple[Case, Case], lena: User) -> None:
    kept, lost = two
    merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    with pytest.raises(MergedAway) as caught:
        cases.reopen(lost.pk, by=lena, now=after(23))
    assert caught.value.into == kept.pk
    with pytest.raises(MergedAway):
        outbox.submit(lost.pk, "hi", Lane.PUBLIC, target_post_id=None, by=lena, now=after(23))


def test_merges_may_be_stacked_and_are_split_from_the_outside_in(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    first, second = two
    hear(post("kim", "@CurlewCare third try, help", post_id="30", tags=[care], minutes=25), minutes=25)
    third = Case.objects.get(root_id="30")
    inner = merging.merge(second.pk, third.pk, by=lena, now=after(26))
    outer = merging.merge(first.pk, second.pk, by=lena, now=after(27))
    first.refresh_from_db()
    assert (list(conversations(first)), first.inbound) == (["1", "10", "30"], 3)
    with pytest.raises(CannotMerge, match="split that one first"):
        merging.split(inner.pk, by=lena, now=after(28))
    merging.split(outer.pk, by=lena, now=after(28))
    second.refresh_from_db()
    assert (list(conversations(second)), second.inbound) == (["10", "30"], 2)
    merging.split(inner.pk, by=lena, now=after(29))
    assert [Case.objects.get(pk=case.pk).inbound for case in (first, second, third)] == [1, 1, 1]


@given(order=st.permutations(range(5)))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_merged_case_does_not_depend_on_the_order_of_arrival(
    two: tuple[Case, Case], lena: User, care: Account, order: list[int]
) -> None:
    """The same five posts in any order leave the same case."""
    kept, lost = two
    if lost.merged_into_id is None and not Case.objects.filter(merged_into=kept).exists():
        merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    later = [
        ours(care, "@kim a", post_id="11", parent_id="10", minutes=25),
        post("kim", "@CurlewCare b? help", post_id="12", parent_id="11", tags=[care], minutes=30),
        ours(care, "@kim c", post_id="13", parent_id="12", minutes=31),
        post("kim", "@CurlewCare d? help", post_id="4", parent_id="3", tags=[care], minutes=32),
        post("kim", "@CurlewCare e? help", post_id="5", parent_id="4", tags=[care], minutes=33),
    ]
    for place in order:
        hear(later[place], minutes=40)
    kept.refresh_from_db()
    assert (kept.inbound, kept.outbound, kept.unanswered_since, kept.due_at) == (5, 3, after(32), after(62))


def test_words_being_written_when_the_case_goes_away_are_kept_where_it_went(
    two: tuple[Case, Case], lena: User, care: Account
) -> None:
    kept, lost = two
    tomas = person("tomas", care.brand)
    drafts.keep(lost.pk, "public", "We are on", by=tomas)
    merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    drafts.keep(lost.pk, "public", "We are on our way", by=tomas)
    drafts.keep(lost.pk, "note", "Call her first", by=tomas)
    assert drafts.kept(kept.pk, "public", by=tomas) == "We are on our way"
    assert drafts.kept(kept.pk, "note", by=tomas) == "Call her first"
    drafts.keep(lost.pk, "public", "", by=tomas)
    assert drafts.kept(kept.pk, "public", by=tomas) == "We are on our way"


def test_words_begun_on_both_cases_stand_behind_each_other(two: tuple[Case, Case], lena: User) -> None:
    kept, lost = two
    drafts.keep(kept.pk, "public", "We look at the line", by=lena)
    drafts.keep(lost.pk, "public", "It works again", by=lena)
    merging.merge(kept.pk, lost.pk, by=lena, now=after(22))
    assert drafts.kept(kept.pk, "public", by=lena) == "We look at the line\n\nIt works again"
    drafts.keep(lost.pk, "public", "Does it?", by=lena)
    assert drafts.kept(kept.pk, "public", by=lena).endswith("It works again\n\nDoes it?")
